#include "service/flagging.h"

#include "base/text.h"
#include "domain/privileges.h"
#include "service/act_limits.h"
#include "service/writing.h"
#include "storage/answers.h"
#include "storage/flags.h"
#include "storage/moderation_log.h"
#include "storage/post_history.h"
#include "storage/posts.h"
#include "storage/questions.h"
#include "storage/reputation.h"

#include <fmt/format.h>

#include <utility>

namespace attest::service {

namespace {

/// Flags that the moderators' page shows at once: the oldest, which are to be looked at first.
constexpr std::int64_t open_flags_shown_max = 200;

Result<void> check_form(const FlagPost& form, domain::Flagged what) {
    if (!domain::fits(form.kind, what)) {
        return refuse("kind", "Choose one of the reasons that fit.");
    }
    const std::size_t length = utf8_length(trim(form.note));
    if (length > domain::flag_note_length_max) {
        return refuse(
            "note", fmt::format("Shorten this to {} characters.", domain::flag_note_length_max)
        );
    }
    const bool needs_note = form.kind == domain::FlagKind::needs_moderator;
    if (needs_note && length < domain::flag_note_length_min) {
        return refuse(
            "note",
            fmt::format(
                "Say in at least {} characters what a moderator should look at.",
                domain::flag_note_length_min
            )
        );
    }
    return {};
}

Result<FlaggedThing>
find_thing(db::ReadTransaction& tx, PostId post, std::optional<CommentId> comment) {
    const storage::PostPlace place = TRY(storage::find_post_place(tx, post));
    if (comment && TRY(storage::find_flagged_comment(tx, *comment)) != post) {
        return fail(ErrorCode::not_found, "There is no such comment here.");
    }
    return FlaggedThing{
        .post = post,
        .comment = comment,
        .question = place.question,
        .title = place.title,
        .what = comment        ? domain::Flagged::comment
                : place.answer ? domain::Flagged::answer
                               : domain::Flagged::question,
    };
}

/// Enough people call it spam or abuse: it goes until a moderator has looked.
Result<void> take_away(db::Transaction& tx, const FlaggedThing& thing, storage::Act act) {
    const storage::PostRecord post = TRY(storage::find_post(tx, thing.post));
    if (thing.what == domain::Flagged::question) {
        TRY(storage::delete_question(tx, thing.question, act.at));
    } else {
        TRY(storage::delete_answer(
            tx, {.answer = AnswerId{thing.post.value}, .question = thing.question}, act.at
        ));
    }
    TRY(storage::update_locked(tx, thing.post, act.at));
    act.actor = community_user;
    act.summary = "Spam or abuse";
    TRY(storage::insert_history(tx, thing.post, act, {.kind = domain::HistoryKind::deleted}));
    TRY(storage::insert_history(tx, thing.post, act, {.kind = domain::HistoryKind::locked}));
    TRY(storage::decide_flags_of_post(tx, thing.post, std::nullopt, act.at));
    if (post.author) {
        TRY(storage::apply_reputation(
            tx,
            {.user = *post.author,
             .kind = domain::ReputationKind::spam_or_abuse,
             .post = thing.post,
             .actor = community_user,
             .at = act.at}
        ));
    }
    return storage::log_moderation(
        tx,
        {.moderator = std::nullopt,
         .kind = "deleted",
         .post = thing.post,
         .user = post.author,
         .note = "Flagged as spam or abuse by several people"},
        act.at
    );
}

} // namespace

Result<void> check_may_flag(const Site& site, const domain::Actor& actor) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    return domain::check_privilege(actor, domain::Privilege::flag, site.settings.thresholds);
}

Result<void> flag_post(const Site& site, const domain::Actor& actor, const FlagPost& form) {
    TRY(check_may_flag(site, actor));
    const Time now = site.clock();
    const storage::Act act = act_of(site, actor.user);
    const storage::NewFlag flag{
        .post = form.post,
        .comment = form.comment,
        .flagger = actor.user,
        .kind = form.kind,
        .note = std::string{trim(form.note)},
    };
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const FlaggedThing thing = TRY(find_thing(tx, form.post, form.comment));
        TRY(check_form(form, thing.what));
        TRY(check_limit(tx, site, actor, domain::LimitedAct::flag));
        TRY(storage::insert_flag(tx, flag, now));
        if (form.comment) return {};
        if (TRY(storage::count_abuse_flags(tx, form.post)) < domain::flags_that_delete) return {};
        return take_away(tx, thing, act);
    });
}

Result<FlaggedThing>
find_flagged_thing(const Site& site, PostId post, std::optional<CommentId> comment) {
    return site.database.read([&](db::ReadTransaction& tx) { return find_thing(tx, post, comment); }
    );
}

Result<PostId> find_post_of_comment(const Site& site, CommentId comment) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<PostId> {
        const std::optional<PostId> post = TRY(storage::find_flagged_comment(tx, comment));
        if (!post) return fail(ErrorCode::not_found, "There is no such comment here.");
        return *post;
    });
}

Result<std::vector<domain::OpenFlag>> list_open_flags(const Site& site) {
    return site.database.read([](db::ReadTransaction& tx) {
        return storage::list_open_flags(tx, open_flags_shown_max);
    });
}

Result<void>
decide_flag(const Site& site, const domain::Actor& actor, FlagId flag, bool is_helpful) {
    if (!actor.is_moderator()) {
        return fail(ErrorCode::forbidden, "Only a moderator can decide a flag.");
    }
    const Time now = site.clock();
    return site.database.write([&](db::Transaction& tx) {
        return storage::decide_flag(
            tx, {.flag = flag, .is_helpful = is_helpful, .decided_by = actor.user}, now
        );
    });
}

Result<ModerationLog> read_moderation_log(const Site& site, std::int64_t page) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<ModerationLog> {
        return ModerationLog{
            .acts = TRY(storage::list_moderation(
                tx,
                {.limit = moderation_log_page_size, .offset = (page - 1) * moderation_log_page_size}
            )),
            .total = TRY(storage::count_moderation(tx)),
        };
    });
}

} // namespace attest::service
