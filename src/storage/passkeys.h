// Passkeys of accounts, in the network database. Nothing of them is secret.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct PasskeyRecord {
    PasskeyId id{};
    AccountId account;
    std::string credential_id; ///< Bytes.
    std::string public_key;    ///< Bytes.
    std::int64_t algorithm = 0;
    std::int64_t sign_count = 0;
    std::string name;
    Time created_at;
    std::optional<Time> used_at = {};
};

/// `conflict` if an account has this passkey already.
Result<PasskeyId> insert_passkey(db::Transaction& tx, const PasskeyRecord& passkey);

Result<std::optional<PasskeyRecord>>
find_passkey(db::ReadTransaction& tx, std::string_view credential_id);

/// The newest last.
Result<std::vector<PasskeyRecord>> list_passkeys(db::ReadTransaction& tx, AccountId account);

/// One use of a passkey: the count it had, as the caller read it, and the one it has now.
struct PasskeyUse {
    PasskeyId passkey;
    std::int64_t sign_count_before = 0;
    std::int64_t sign_count = 0;
    Time at;
};

/// False if another use came between: the same answer of an authenticator is good once.
Result<bool> use_passkey(db::Transaction& tx, const PasskeyUse& use);

/// False if the account has no such passkey.
Result<bool> delete_passkey(db::Transaction& tx, AccountId account, PasskeyId passkey);

Result<void> delete_passkeys(db::Transaction& tx, AccountId account);

} // namespace attest::storage
