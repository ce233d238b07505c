#include "domain/voting.h"

#include <algorithm>

namespace attest::domain {

Result<void> check_vote(
    const Actor& actor,
    const VotablePost& post,
    std::optional<VoteKind> wanted,
    const Thresholds& thresholds,
    Time now
) {
    if (wanted && *wanted != VoteKind::up && *wanted != VoteKind::down) {
        return std::unexpected{
            Error{ErrorCode::invalid, "Vote up or down."}.with_field("kind", "Vote up or down.")
        };
    }
    if (post.author == actor.user) {
        return fail(ErrorCode::forbidden, "You cannot vote on your own post.");
    }
    if (post.locked_at) {
        return fail(ErrorCode::forbidden, "This post is locked: votes on it rest for now.");
    }
    if (wanted) {
        const Privilege needed =
            *wanted == VoteKind::up ? Privilege::vote_up : Privilege::vote_down;
        TRY(check_privilege(actor, needed, thresholds));
    }
    if (!post.own || post.own->kind == wanted) return {};

    const bool is_fresh = now <= post.own->at + vote_change_span;
    const bool was_edited_since = post.edited_at && *post.edited_at > post.own->at;
    if (is_fresh || was_edited_since) return {};
    return fail(ErrorCode::forbidden, "Your vote is locked in until the post is edited.");
}

Result<void> check_acceptance(const Actor& actor, const AcceptableAnswer& answer, Time now) {
    if (answer.asker != actor.user) {
        return fail(ErrorCode::forbidden, "Only who asked the question can accept an answer.");
    }
    if (answer.question_locked_at) {
        return fail(ErrorCode::forbidden, "The question is locked: nothing is accepted for now.");
    }
    if (answer.author == actor.user && now < answer.asked_at + own_acceptance_age) {
        return fail(
            ErrorCode::forbidden,
            "You can accept your own answer two days after you asked, so that others have time to "
            "answer too."
        );
    }
    return {};
}

} // namespace attest::domain
