// What a link in a mail carries, in the network database: each is good once, for a while, and
// stored as a hash only.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::storage {

enum class TokenKind : std::uint8_t {
    confirm_address = 1,
    reset_password = 2,
    change_address = 3,
    first_keeper = 4,
};

struct AccountToken {
    TokenKind kind = TokenKind::confirm_address;
    std::optional<AccountId> account;      ///< Nothing: the first keeper, who has none yet.
    std::optional<std::string> email = {}; ///< The new address.
    Time created_at;
    Time expires_at;
};

/// In the place of those of its kind that the account has: the newest mail's link is the one that
/// works.
Result<void>
replace_account_token(db::Transaction& tx, std::string_view hash, const AccountToken& token);

/// Nothing for one that is unknown, used up, or too old.
Result<std::optional<AccountToken>>
find_account_token(db::ReadTransaction& tx, std::string_view hash, TokenKind kind, Time now);

/// Uses up every token of its kind that the account has.
Result<void>
delete_account_tokens(db::Transaction& tx, TokenKind kind, std::optional<AccountId> account);

/// Uses up all that the account has: a new password ends what was asked for with the old one.
Result<void> delete_all_account_tokens(db::Transaction& tx, AccountId account);

Result<void> delete_expired_account_tokens(db::Transaction& tx, Time now);

} // namespace attest::storage
