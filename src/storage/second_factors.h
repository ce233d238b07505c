// What is asked for besides a password: the secret that an authenticator app shares with us, and
// the hashes of recovery codes. In the network database.
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

struct TotpRecord {
    std::string secret; ///< Bytes.
    std::optional<Time> confirmed_at = {};
    std::optional<std::int64_t> last_step = {};
};

/// Takes the place of one that was never confirmed; `conflict` if one was.
Result<void> insert_totp(db::Transaction& tx, AccountId account, std::string_view secret, Time now);

Result<std::optional<TotpRecord>> find_totp(db::ReadTransaction& tx, AccountId account);

Result<void> confirm_totp(db::Transaction& tx, AccountId account, Time now);

/// False if the step, or a later one, was used before.
Result<bool> use_totp_step(db::Transaction& tx, AccountId account, std::int64_t step);

Result<void> delete_totp(db::Transaction& tx, AccountId account);

/// The only codes of the account from now on; none for an empty list.
Result<void> replace_recovery_codes(
    db::Transaction& tx, AccountId account, const std::vector<std::string>& hashes
);

/// False if the account has no such code, or it was used.
Result<bool>
use_recovery_code(db::Transaction& tx, AccountId account, std::string_view hash, Time now);

Result<std::int64_t> count_unused_recovery_codes(db::ReadTransaction& tx, AccountId account);

} // namespace attest::storage
