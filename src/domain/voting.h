// Who may vote on what, and until when a vote can be changed; who may accept an answer.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/actor.h"
#include "domain/kinds.h"
#include "domain/privileges.h"

#include <optional>

namespace attest::domain {

/// A vote may be changed for so long, and again after the post was edited: it judged another text.
inline constexpr Duration vote_change_span = minutes(5);

/// Who asks may accept an own answer no sooner than this, so that others come to answer.
inline constexpr Duration own_acceptance_age = days(2);

struct CastVote {
    VoteKind kind = VoteKind::up;
    Time at;
};

/// What the rules ask of a post.
struct VotablePost {
    std::optional<UserId> author;
    std::optional<Time> locked_at;
    std::optional<Time> edited_at;
    std::optional<CastVote> own; ///< The actor's vote that stands.
};

/// Whether the actor may set their vote to `wanted` (up, down or nothing) now.
Result<void> check_vote(
    const Actor& actor,
    const VotablePost& post,
    std::optional<VoteKind> wanted,
    const Thresholds& thresholds,
    Time now
);

/// An answer as its acceptance is judged.
struct AcceptableAnswer {
    std::optional<UserId> asker;
    std::optional<UserId> author;
    std::optional<Time> question_locked_at;
    Time asked_at;
};

Result<void> check_acceptance(const Actor& actor, const AcceptableAnswer& answer, Time now);

} // namespace attest::domain
