#include "domain/deleting.h"

namespace attest::domain {

namespace {

Result<DeletionRight> check_vote(const Actor& actor, const Thresholds& thresholds) {
    TRY(check_privilege(actor, Privilege::see_deleted, thresholds));
    return DeletionRight::votes;
}

} // namespace

Result<DeletionRight>
check_delete(const Actor& actor, const DeletionFacts& facts, const Thresholds& thresholds) {
    TRY(check_not_locked(actor, facts.post));
    if (actor.is_moderator()) return DeletionRight::decides;
    const bool is_own = facts.post.author == actor.user;
    if (!is_own) return check_vote(actor, thresholds);
    if (facts.is_question && facts.has_good_answer) {
        return fail(
            ErrorCode::forbidden,
            "Your question has an answer that is accepted or voted up: it helps others, and stays. "
            "If there is a reason why it must go, flag it for a moderator."
        );
    }
    if (facts.is_accepted) {
        return fail(
            ErrorCode::forbidden,
            "Your answer is the accepted one, so it stays. If there is a reason why it must go, "
            "flag it for a moderator."
        );
    }
    return DeletionRight::decides;
}

Result<DeletionRight>
check_undelete(const Actor& actor, const DeletedFacts& facts, const Thresholds& thresholds) {
    TRY(check_not_locked(actor, facts.post));
    if (actor.is_moderator()) return DeletionRight::decides;
    const bool is_own = facts.post.author == actor.user;
    if (is_own && facts.deleted_by == actor.user) return DeletionRight::decides;
    const bool by_votes = facts.deleted_by == community_user;
    const bool by_author = facts.deleted_by.has_value() && facts.deleted_by == facts.post.author;
    if (by_votes || by_author) return check_vote(actor, thresholds);
    return fail(
        ErrorCode::forbidden, "A moderator has deleted this. Only moderators can bring it back."
    );
}

bool may_see_deleted(
    const std::optional<Actor>& reader, std::optional<UserId> author, const Thresholds& thresholds
) {
    if (!reader) return false;
    return author == reader->user || has_privilege(*reader, Privilege::see_deleted, thresholds);
}

Result<void>
check_make_wiki(const Actor& actor, const PostStanding& post, const Thresholds& thresholds) {
    TRY(check_not_locked(actor, post));
    if (actor.is_moderator()) return {};
    if (post.author != actor.user) {
        return fail(
            ErrorCode::forbidden, "Only its author or a moderator can make a post community wiki."
        );
    }
    return check_privilege(actor, Privilege::make_wiki, thresholds);
}

} // namespace attest::domain
