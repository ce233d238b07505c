// Keeps the reputation that checks of citations stand for in line with what they say now
// (domain/check_reputation.h).
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <string>
#include <vector>

namespace attest::service {

/// After a post's citations were judged, or the post came back: gives what its checks have earned,
/// and takes back what they no longer do. Of a deleted post nothing is touched (storage/reputation
/// has taken it back).
Result<void> settle_check_reputation(db::Transaction& tx, PostId post);

/// What `settle_check_reputation` would change, in words.
Result<std::vector<std::string>> find_wrong_check_reputation(db::ReadTransaction& tx, PostId post);

} // namespace attest::service
