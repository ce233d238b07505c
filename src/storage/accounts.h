// Accounts: who signs in, in the network database.
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

struct AccountRecord {
    AccountId id{};
    std::string email;
    std::string email_key;
    std::string display_name;
    std::optional<std::string> password_hash;
    bool is_keeper = false;
    Time created_at;
    std::optional<Time> confirmed_at;
};

/// `conflict` if the address belongs to an account already.
Result<AccountId> insert_account(db::Transaction& tx, const AccountRecord& account);

/// Not the erased ones.
Result<std::optional<AccountRecord>> find_account(db::ReadTransaction& tx, AccountId id);

Result<std::optional<AccountRecord>>
find_account_by_email(db::ReadTransaction& tx, std::string_view email_key);

/// The first that was made first; keepers alone if asked for.
struct AccountFilter {
    bool keepers_only = false;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

Result<std::vector<AccountRecord>>
list_accounts(db::ReadTransaction& tx, const AccountFilter& filter);

/// Confirmed keepers: without one the server is nobody's.
Result<std::int64_t> count_keepers(db::ReadTransaction& tx);

/// What a sign-up says, for an account that was never confirmed: whoever signs up last knows the
/// password.
struct Credentials {
    AccountId account;
    std::string_view display_name;
    std::string_view password_hash;
};

Result<void> update_credentials(db::Transaction& tx, const Credentials& credentials);

/// The address is its owner's. What was confirmed before stays so.
Result<void> confirm_account(db::Transaction& tx, AccountId account, Time at);

Result<void> update_password(db::Transaction& tx, AccountId account, std::string_view hash);

struct AccountEmail {
    AccountId account;
    std::string_view email;
    std::string_view email_key;
};

/// `conflict` if the address belongs to another account.
Result<void> update_email(db::Transaction& tx, const AccountEmail& changed);

Result<void> update_account_name(db::Transaction& tx, AccountId account, std::string_view name);

Result<void> update_keeper(db::Transaction& tx, AccountId account, bool is_keeper);

/// Takes away everything that says who the person is, and every way to sign in. The row stays, so
/// that its number is never another's.
Result<void> erase_account(db::Transaction& tx, AccountId account, Time at);

/// Sign-ups that nobody has confirmed since `before`, with what hangs on them.
Result<void> delete_unconfirmed_accounts(db::Transaction& tx, Time before);

} // namespace attest::storage
