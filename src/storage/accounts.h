// Accounts: who signs in, in the network database.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>

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

} // namespace attest::storage
