// How claims hang together: an inference rests on others, and claims of several answers may be the
// same.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attest::storage {

/// Says whether a claim is an inference, and what it rests on.
Result<void> replace_claim_bases(
    db::Transaction& tx, ClaimId claim, bool is_inference, std::span<const ClaimId> bases
);

struct ClaimBase {
    ClaimId claim{};
    ClaimId base{};
};

/// Of the live inferences of a post; the bases are live too.
Result<std::vector<ClaimBase>> list_claim_bases(db::ReadTransaction& tx, PostId post);

/// Two live claims that are the same, in posts that can be seen.
struct SameClaim {
    ClaimId claim{};
    ClaimId other{};
    PostId other_post{};
};

/// By the claims of a post.
Result<std::vector<SameClaim>> list_same_claims(db::ReadTransaction& tx, PostId post);

/// Makes the claims that are the same as `claim` the same as `first` too.
Result<void> join_claims(db::Transaction& tx, ClaimId claim, ClaimId first, UserId user, Time at);

/// Takes one claim out of those that are the same; it must not be the first of them.
Result<void> part_claim(db::Transaction& tx, ClaimId claim);

/// Who said that a claim is the same as another, and when.
struct ClaimJoin {
    std::optional<UserId> user;
    std::string name;
    Time at{};
};

Result<std::optional<ClaimJoin>> find_claim_join(db::ReadTransaction& tx, ClaimId claim);

} // namespace attest::storage
