#include "service/deleting.h"

#include "domain/closing.h"
#include "domain/slug.h"
#include "service/act_limits.h"
#include "service/check_reputation.h"
#include "service/claim_links.h"
#include "service/writing.h"
#include "storage/check_reputation.h"
#include "storage/deletions.h"
#include "storage/moderation_log.h"

#include <algorithm>
#include <utility>

namespace attest::service {

using domain::DeletionRight;

namespace {

struct JudgedPost {
    storage::PostRecord record;
    storage::AnyPostPlace place;
    DeletionRight right = DeletionRight::decides;
};

domain::PostStanding standing_of(const storage::PostRecord& post) {
    return {
        .author = post.author,
        .is_community_wiki = post.community_at.has_value(),
        .is_locked = post.locked_at.has_value(),
    };
}

std::unexpected<Error> refuse_as_not_there() {
    return fail(ErrorCode::not_found, "There is no such question or answer here.");
}

bool sees(const Site& site, const domain::Actor& actor, const std::optional<UserId>& author) {
    return domain::may_see_deleted(actor, author, site.settings.thresholds);
}

/// Finds a post as the actor sees it. What is hidden looks like what is not there.
Result<JudgedPost>
find_judged(db::ReadTransaction& tx, const Site& site, const domain::Actor& actor, PostId id) {
    JudgedPost post{
        .record = TRY(storage::find_post(tx, id)),
        .place = TRY(storage::find_any_post_place(tx, id)),
    };
    const bool is_hidden =
        (post.place.is_deleted && !sees(site, actor, post.place.author))
        || (post.place.is_question_deleted && !sees(site, actor, post.place.question_author));
    if (is_hidden) return refuse_as_not_there();
    return post;
}

Result<JudgedPost>
judge_deletion(db::ReadTransaction& tx, const Site& site, const domain::Actor& actor, PostId id) {
    JudgedPost post = TRY(find_judged(tx, site, actor, id));
    if (post.place.is_deleted) return fail(ErrorCode::conflict, "This is deleted already.");
    const bool is_question = post.record.kind == domain::PostKind::question;
    post.right = TRY(domain::check_delete(
        actor,
        {.post = standing_of(post.record),
         .is_question = is_question,
         .is_accepted = post.place.place.is_accepted,
         .has_good_answer = is_question && TRY(storage::has_good_answer(tx, QuestionId{id.value}))},
        site.settings.thresholds
    ));
    return post;
}

Result<JudgedPost>
judge_undeletion(db::ReadTransaction& tx, const Site& site, const domain::Actor& actor, PostId id) {
    JudgedPost post = TRY(find_judged(tx, site, actor, id));
    if (!post.place.is_deleted) return fail(ErrorCode::conflict, "This is not deleted.");
    post.right = TRY(domain::check_undelete(
        actor,
        {.post = standing_of(post.record), .deleted_by = post.record.deleted_by},
        site.settings.thresholds
    ));
    return post;
}

PostAddress address_of(const storage::PostPlace& place) {
    return {
        .question = place.question,
        .slug = domain::make_slug(place.title),
        .answer = place.answer,
    };
}

Result<DeletionPage>
to_page(db::ReadTransaction& tx, const JudgedPost& post, UserId actor, bool is_undeletion) {
    const std::vector<domain::Byline> voters =
        TRY(storage::list_deletion_votes(tx, post.record.id, is_undeletion));
    return DeletionPage{
        .address = address_of(post.place.place),
        .question_title = post.place.place.title,
        .post = post.record.id,
        .right = post.right,
        .votes = std::ssize(voters),
        .has_voted =
            std::ranges::find(voters, std::optional{actor}, &domain::Byline::id) != voters.end(),
    };
}

/// The voters, as a dump's history lists them.
std::string details_of(const std::vector<domain::Byline>& voters) {
    domain::CloseDetails details;
    for (const domain::Byline& voter : voters)
        details.voters.push_back({.id = voter.id, .name = voter.name});
    return domain::format_close_details(details);
}

struct Deed {
    const domain::Actor& actor;
    storage::Act act;
    bool is_undeletion = false;
};

/// Counts the vote of whoever may only vote; then, if nothing is missing, makes the deed ready.
Result<std::optional<storage::Deletion>>
count_word(db::Transaction& tx, const Site& site, const JudgedPost& post, const Deed& deed) {
    const bool decides = post.right == DeletionRight::decides;
    if (!deed.is_undeletion || !decides) {
        TRY(check_limit(
            tx,
            site,
            deed.actor,
            decides ? domain::LimitedAct::delete_post : domain::LimitedAct::vote_to_delete
        ));
    }
    storage::Deletion deletion{.post = post.record, .by = deed.actor.user, .act = deed.act};
    if (decides) return deletion;
    TRY(storage::insert_deletion_vote(
        tx,
        {.post = post.record.id,
         .user = deed.actor.user,
         .is_undeletion = deed.is_undeletion,
         .at = deed.act.at}
    ));
    const std::vector<domain::Byline> voters =
        TRY(storage::list_deletion_votes(tx, post.record.id, deed.is_undeletion));
    if (std::ssize(voters) < domain::deletion_votes_needed) return std::nullopt;
    deletion.by = community_user;
    deletion.details = details_of(voters);
    return deletion;
}

Result<void> note_for_moderators(db::Transaction& tx, const JudgedPost& post, const Deed& deed) {
    const bool is_own = post.record.author == deed.actor.user;
    if (!deed.actor.is_moderator() || is_own) return {};
    return storage::log_moderation(
        tx,
        {.moderator = deed.actor.user,
         .kind = deed.is_undeletion ? "undeleted" : "deleted",
         .post = post.record.id,
         .user = post.record.author},
        deed.act.at
    );
}

} // namespace

Result<DeletionPage> read_deletion(const Site& site, const domain::Actor& actor, PostId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<DeletionPage> {
        const JudgedPost post = TRY(judge_deletion(tx, site, actor, id));
        return to_page(tx, post, actor.user, false);
    });
}

Result<DeletionPage> read_undeletion(const Site& site, const domain::Actor& actor, PostId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<DeletionPage> {
        const JudgedPost post = TRY(judge_undeletion(tx, site, actor, id));
        return to_page(tx, post, actor.user, true);
    });
}

Result<DeletionOutcome> delete_post(const Site& site, const domain::Actor& actor, PostId id) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const Deed deed{.actor = actor, .act = act_of(site, actor.user)};
    return site.database.write([&](db::Transaction& tx) -> Result<DeletionOutcome> {
        const JudgedPost post = TRY(judge_deletion(tx, site, actor, id));
        const auto deletion = TRY(count_word(tx, site, post, deed));
        if (!deletion) return DeletionOutcome::counted;
        const std::vector<PostId> same = TRY(find_same_posts(tx, id));
        TRY(storage::delete_post(tx, *deletion));
        if (!same.empty()) TRY(judge_parted(tx, id, same)); // it stands alone now
        TRY(note_for_moderators(tx, post, deed));
        return DeletionOutcome::done;
    });
}

Result<DeletionOutcome> undelete_post(const Site& site, const domain::Actor& actor, PostId id) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const Deed deed{.actor = actor, .act = act_of(site, actor.user), .is_undeletion = true};
    return site.database.write([&](db::Transaction& tx) -> Result<DeletionOutcome> {
        const JudgedPost post = TRY(judge_undeletion(tx, site, actor, id));
        const auto undeletion = TRY(count_word(tx, site, post, deed));
        if (!undeletion) return DeletionOutcome::counted;
        TRY(storage::undelete_post(tx, *undeletion));
        for (const PostId shown : TRY(storage::list_posts_of_page(tx, id)))
            TRY(settle_check_reputation(tx, shown));
        TRY(judge_same_posts(tx, id));
        TRY(note_for_moderators(tx, post, deed));
        return DeletionOutcome::done;
    });
}

namespace {

Result<JudgedPost>
judge_wiki(db::ReadTransaction& tx, const Site& site, const domain::Actor& actor, PostId id) {
    JudgedPost post = TRY(find_judged(tx, site, actor, id));
    if (post.place.is_deleted || post.place.is_question_deleted) return refuse_as_not_there();
    TRY(domain::check_make_wiki(actor, standing_of(post.record), site.settings.thresholds));
    if (post.record.community_at) {
        return fail(ErrorCode::conflict, "This post is community wiki already.");
    }
    return post;
}

} // namespace

Result<PostAddress> read_wiki_making(const Site& site, const domain::Actor& actor, PostId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<PostAddress> {
        return address_of(TRY(judge_wiki(tx, site, actor, id)).place.place);
    });
}

Result<void> make_wiki(const Site& site, const domain::Actor& actor, PostId id) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const storage::Act act = act_of(site, actor.user);
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const JudgedPost post = TRY(judge_wiki(tx, site, actor, id));
        return storage::make_community_wiki(tx, post.record, act);
    });
}

} // namespace attest::service
