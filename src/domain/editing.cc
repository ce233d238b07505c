#include "domain/editing.h"

#include "base/text.h"

#include <fmt/format.h>

namespace attest::domain {

namespace {

bool is_author(const Actor& actor, const PostStanding& post) {
    return post.author == actor.user;
}

std::unexpected<Error> refuse(const std::string& field, const std::string& message) {
    return std::unexpected{Error{ErrorCode::invalid, message}.with_field(field, message)};
}

} // namespace

Result<void> check_not_locked(const Actor& actor, const PostStanding& post) {
    if (!post.is_locked || actor.is_moderator()) return {};
    return fail(
        ErrorCode::forbidden,
        "This post is locked. Only moderators can change it until they unlock it."
    );
}

Result<EditRight>
check_edit(const Actor& actor, const PostStanding& post, const Thresholds& thresholds) {
    TRY(check_not_locked(actor, post));
    if (is_author(actor, post)) return EditRight::applies;
    const Privilege needed = post.is_community_wiki ? Privilege::edit_wiki : Privilege::edit;
    if (has_privilege(actor, needed, thresholds)) return EditRight::applies;
    TRY(check_privilege(actor, Privilege::post, thresholds));
    return EditRight::suggests;
}

EditRight tag_wiki_right(const Actor& actor, const Thresholds& thresholds) {
    return has_privilege(actor, Privilege::approve_tag_wiki, thresholds) ? EditRight::applies
                                                                         : EditRight::suggests;
}

Result<void>
check_review(const Actor& actor, const PostStanding& post, const Thresholds& thresholds) {
    TRY(check_not_locked(actor, post));
    if (decides_alone(actor, post)) return {};
    if (has_privilege(actor, Privilege::edit, thresholds)) return {};
    return fail(
        ErrorCode::forbidden,
        fmt::format(
            "You need {} reputation to review suggested edits; you have {}.",
            thresholds.of(Privilege::edit),
            actor.reputation
        )
    );
}

bool decides_alone(const Actor& actor, const PostStanding& post) {
    return actor.is_moderator() || is_author(actor, post);
}

bool may_merge(UserId editor, Time now, const GraceFacts& newest) {
    const bool is_own = newest.author == editor;
    const bool is_fresh = now < newest.made_at + grace_period;
    return is_own && is_fresh && !newest.is_imported && !newest.has_been_seen
           && !newest.is_other_act_wanted;
}

Result<void> check_suggestion(const SuggestedChange& change) {
    if (!change.changes_heading && change.characters_changed < suggested_characters_min) {
        return refuse(
            "body",
            fmt::format(
                "Somebody will have to review this. Change at least {} characters: is there "
                "nothing else to mend in this post?",
                suggested_characters_min
            )
        );
    }
    if (trim(change.summary).empty()) {
        return refuse(
            "summary", "Say in a few words what you have changed, for those who will review it."
        );
    }
    return {};
}

} // namespace attest::domain
