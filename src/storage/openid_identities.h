// Who an account is at other sites (OpenID Connect). In the network database. An identity is
// (issuer, subject), never an e-mail address, which another site may give to somebody else.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct OpenIdIdentityRecord {
    std::string issuer;
    std::string subject;
    AccountId account;
    Time created_at;
    std::optional<Time> used_at = {};
};

/// `conflict` if the identity belongs to an account already.
Result<void> insert_openid_identity(db::Transaction& tx, const OpenIdIdentityRecord& identity);

Result<std::optional<OpenIdIdentityRecord>>
find_openid_identity(db::ReadTransaction& tx, std::string_view issuer, std::string_view subject);

Result<std::vector<OpenIdIdentityRecord>>
list_openid_identities(db::ReadTransaction& tx, AccountId account);

Result<void>
touch_openid_identity(db::Transaction& tx, const OpenIdIdentityRecord& identity, Time now);

/// All identities of the account at this issuer; false if it has none.
Result<bool>
delete_openid_identity(db::Transaction& tx, AccountId account, std::string_view issuer);

} // namespace attest::storage
