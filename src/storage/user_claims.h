// Claims of imported users: somebody says that a user is theirs, and puts the claim's code into
// their old profile for the keeper to see.
#pragma once

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest {
using UserClaimId = Id<struct UserClaimTag>;
}

namespace attest::storage {

struct UserClaimRecord {
    UserClaimId id{};
    AccountId account;
    SiteId site;
    UserId user;
    std::string code;
    Time created_at;
    std::optional<Time> decided_at = {};
    bool is_granted = false;
};

/// The open claim if there is one already, with the code it has; else a new one.
Result<UserClaimRecord> open_user_claim(db::Transaction& tx, const UserClaimRecord& claim);

Result<std::optional<UserClaimRecord>> find_user_claim(db::ReadTransaction& tx, UserClaimId claim);

/// Of a site, the oldest first.
Result<std::vector<UserClaimRecord>>
list_open_user_claims(db::ReadTransaction& tx, SiteId site, std::int64_t limit);

Result<std::vector<UserClaimRecord>>
list_user_claims_of(db::ReadTransaction& tx, AccountId account);

struct UserClaimDecision {
    UserClaimId claim;
    bool is_granted = false;
    std::optional<AccountId> by; ///< Nothing: the keeper's command.
    Time at;
};

/// `conflict` if it was decided meanwhile.
Result<void> decide_user_claim(db::Transaction& tx, const UserClaimDecision& decision);

} // namespace attest::storage
