#include "service/commenting.h"

#include "base/text.h"
#include "domain/commenting.h"
#include "domain/mentions.h"
#include "markup/comment.h"
#include "service/act_limits.h"
#include "service/markup_options.h"
#include "service/notices.h"
#include "service/writing.h"
#include "storage/comments.h"
#include "storage/idempotency.h"
#include "storage/users.h"

namespace attest::service {

namespace {

std::string render(const Site& site, PostId post, std::string_view markdown) {
    return markup::render_comment(markdown, markup_options(site.settings, post)).html;
}

} // namespace

Result<CommentId>
post_comment(const Site& site, const domain::Actor& actor, const PostComment& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(domain::check_comment_text(form.markdown));
    const std::string source{trim(form.markdown)};
    const std::string html = render(site, form.post, source);
    const storage::Act act = act_of(site, actor.user);
    const storage::IdempotencyKey key{
        .user = actor.user, .key = form.idempotency_key, .kind = "comment", .at = act.at
    };
    return site.database.write([&](db::Transaction& tx) -> Result<CommentId> {
        const storage::CommentPlace place = TRY(storage::find_comment_place(tx, form.post));
        TRY(domain::check_comment(actor, place.facts, site.settings.thresholds));
        return storage::find_or_insert(tx, key, [&]() -> Result<CommentId> {
            TRY(check_limit(tx, site, actor, domain::LimitedAct::comment));
            const CommentId id = TRY(storage::insert_comment(
                tx,
                {.post = form.post,
                 .question = place.question,
                 .source = source,
                 .html = html,
                 .act = act}
            ));
            TRY(leave_comment_notice(tx, id, act.at));
            return id;
        });
    });
}

Result<void> edit_comment(const Site& site, const domain::Actor& actor, const EditComment& form) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    TRY(domain::check_comment_text(form.markdown));
    const std::string source{trim(form.markdown)};
    const CommentAddress address = TRY(find_comment_address(site, form.comment));
    const std::string html = render(site, address.post, source);
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::CommentRecord comment = TRY(storage::find_comment(tx, form.comment));
        TRY(domain::check_comment_edit(actor, comment.facts, now));
        if (comment.source == source) return {};
        TRY(storage::update_comment(tx, comment, {.source = source, .html = html, .at = now}));
        return leave_comment_notice(tx, comment.id, now); // somebody may be named now who was not
    });
}

Result<void> delete_comment(const Site& site, const domain::Actor& actor, CommentId id) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::CommentRecord comment = TRY(storage::find_comment(tx, id));
        TRY(domain::check_comment_deletion(actor, comment.facts));
        return storage::delete_comment(tx, comment, {.by = actor.user, .at = now});
    });
}

Result<std::int64_t>
vote_on_comment(const Site& site, const domain::Actor& actor, const VoteOnComment& form) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    return site.database.write([&](db::Transaction& tx) -> Result<std::int64_t> {
        const storage::CommentRecord comment = TRY(storage::find_comment(tx, form.comment));
        TRY(domain::check_comment_vote(actor, comment.facts, site.settings.thresholds, form.gives));
        if (form.gives) TRY(check_limit(tx, site, actor, domain::LimitedAct::vote_on_comment));
        const bool has_changed = TRY(storage::set_comment_vote(
            tx, comment, {.voter = actor.user, .at = now, .gives = form.gives}
        ));
        const std::int64_t change = form.gives ? 1 : -1;
        return has_changed ? comment.score + change : comment.score;
    });
}

Result<OpenedComment> open_comment(const Site& site, const domain::Actor& actor, CommentId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<OpenedComment> {
        storage::CommentRecord comment = TRY(storage::find_comment(tx, id));
        TRY(domain::check_comment_edit(actor, comment.facts, site.clock()));
        return OpenedComment{
            .id = comment.id,
            .post = comment.post,
            .question = comment.question,
            .source = std::move(comment.source),
        };
    });
}

Result<CommentForm> open_comment_form(const Site& site, const domain::Actor& actor, PostId post) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    storage::CommentPlace place = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_comment_place(tx, post);
    }));
    TRY(domain::check_comment(actor, place.facts, site.settings.thresholds));
    CommentForm form{.question = place.question, .title = std::move(place.title), .names = {}};
    for (const domain::Participant& one : TRY(list_participants(site, post))) {
        if (one.id != actor.user) form.names.push_back(domain::mention_name(one.name));
    }
    return form;
}

Result<CommentAddress> find_comment_address(const Site& site, CommentId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<CommentAddress> {
        const storage::CommentRecord comment = TRY(storage::find_comment(tx, id));
        return CommentAddress{.question = comment.question, .post = comment.post};
    });
}

Result<std::string> find_comment_author(const Site& site, CommentId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<std::string> {
        const storage::CommentRecord comment = TRY(storage::find_comment(tx, id));
        if (!comment.facts.author) return std::string{};
        return TRY(storage::find_user(tx, *comment.facts.author)).user.user.name;
    });
}

Result<std::vector<domain::DeletedComment>>
list_deleted_comments(const Site& site, const domain::Actor& actor, QuestionId question) {
    if (!actor.is_moderator()) return fail(ErrorCode::not_found, "There is nothing here.");
    return site.database.read([&](db::ReadTransaction& tx) {
        return storage::list_deleted_comments(tx, question);
    });
}

} // namespace attest::service
