// "Same claim as": two answers often say the same, and then what is found for the one holds for the
// other (evidence.md, B8a). And what an inference rests on.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/actor.h"
#include "domain/evidence.h"
#include "service/evidence.h"
#include "service/site.h"

namespace attest::service {

/// More answers than that do not say the same thing.
inline constexpr std::size_t same_claims_max = 20;

/// Fills in what a claim's page shows of its neighbours, with the citations of those that are the
/// same.
Result<void> read_claim_links(db::ReadTransaction& tx, ClaimPage& page);

/// A reader says that two claims of different posts of one question are the same: their evidence is
/// shown with both, and both have one status. `invalid` at "other" where they cannot be.
Result<void>
join_claims(const Site& site, const domain::Actor& actor, ClaimId claim, ClaimId other);

/// Takes a claim out again: by who joined it, the writer of its post or a moderator.
Result<void> part_claim(const Site& site, const domain::Actor& actor, ClaimId claim);

/// Posts whose live claims are the same as some of this one's.
Result<std::vector<PostId>> find_same_posts(db::ReadTransaction& tx, PostId post);

/// After a post was brought back: what its claims share with others counts again.
Result<void> judge_same_posts(db::Transaction& tx, PostId post);

/// Judges a post, and those that find_same_posts answered before its claims were parted from them.
Result<void> judge_parted(db::Transaction& tx, PostId post, const std::vector<PostId>& same);

} // namespace attest::service
