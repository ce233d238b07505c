#include "domain/commenting.h"

#include "base/text.h"

#include <fmt/format.h>

namespace attest::domain {

namespace {

std::unexpected<Error> refuse_text(const std::string& sentence) {
    return std::unexpected{Error{ErrorCode::invalid, sentence}.with_field("body", sentence)};
}

std::unexpected<Error> refuse_locked() {
    return fail(ErrorCode::forbidden, "The post is locked: its comments rest for now.");
}

} // namespace

Result<void> check_comment_text(std::string_view markdown) {
    const std::string_view text = trim(markdown);
    if (!is_utf8(text)) return refuse_text("The comment is not readable as text. Type it again.");
    const std::size_t length = utf8_length(text);
    if (length < comment_length_min) {
        return refuse_text(fmt::format(
            "Say a little more: a comment has at least {} characters.", comment_length_min
        ));
    }
    if (length > comment_length_max) {
        return refuse_text(fmt::format(
            "Shorten the comment to {} characters; it has {}. What needs more room is an answer.",
            comment_length_max,
            length
        ));
    }
    return {};
}

Result<void>
check_comment(const Actor& actor, const CommentedPost& post, const Thresholds& thresholds) {
    if (post.locked_at && !actor.is_moderator()) return refuse_locked();
    const bool is_own = post.author == actor.user || post.asker == actor.user;
    if (is_own) return {};
    return check_privilege(actor, Privilege::comment, thresholds);
}

bool may_edit_comment(const Actor& actor, const StandingComment& comment, Time now) {
    return check_comment_edit(actor, comment, now).has_value();
}

bool may_delete_comment(const Actor& actor, const StandingComment& comment) {
    return check_comment_deletion(actor, comment).has_value();
}

Result<void> check_comment_edit(const Actor& actor, const StandingComment& comment, Time now) {
    if (actor.is_moderator()) return {};
    if (comment.author != actor.user) {
        return fail(ErrorCode::forbidden, "You can edit only your own comments.");
    }
    if (comment.post_locked_at) return refuse_locked();
    if (now <= comment.created_at + comment_edit_span) return {};
    return fail(
        ErrorCode::forbidden,
        "A comment can be edited for five minutes. Delete it and write another one instead."
    );
}

Result<void> check_comment_deletion(const Actor& actor, const StandingComment& comment) {
    if (actor.is_moderator()) return {};
    if (comment.author != actor.user) {
        return fail(
            ErrorCode::forbidden, "You can delete only your own comments. Flag it if it is amiss."
        );
    }
    if (comment.post_locked_at) return refuse_locked();
    return {};
}

Result<void> check_comment_vote(
    const Actor& actor, const StandingComment& comment, const Thresholds& thresholds, bool gives
) {
    if (comment.author == actor.user) {
        return fail(ErrorCode::forbidden, "You cannot vote on your own comment.");
    }
    if (comment.post_locked_at) return refuse_locked();
    if (!gives) return {};
    return check_privilege(actor, Privilege::vote_up, thresholds);
}

} // namespace attest::domain
