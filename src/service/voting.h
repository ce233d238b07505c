// Voting on posts. What is asked for is a state (up, down, nothing), so that a form sent twice, or
// by two windows at once, has one effect.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "service/site.h"

#include <cstdint>
#include <optional>

namespace attest::service {

struct Vote {
    PostId post;
    std::optional<domain::VoteKind> kind = {}; ///< Up or down; nothing takes the vote back.
};

/// How the post stands afterwards.
struct VotedPost {
    std::int64_t score = 0;
    std::optional<domain::VoteKind> own = {};
};

/// Moves the score, the voter's counts and the reputation of author and voter.
Result<VotedPost> vote(const Site& site, const domain::Actor& actor, const Vote& form);

} // namespace attest::service
