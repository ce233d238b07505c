// What was done to an account and from where: shown to its owner, who thereby notices a stranger.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct AccountEvent {
    AccountId account;
    std::string kind; ///< "signed_in", "password_changed" …
    std::string detail = {};
    std::string address = {};
    Time created_at;
};

Result<void> insert_account_event(db::Transaction& tx, const AccountEvent& event);

/// The newest first.
Result<std::vector<AccountEvent>>
list_account_events(db::ReadTransaction& tx, AccountId account, std::int64_t limit);

/// Whether the account was signed in to from there before.
Result<bool>
has_signed_in_from(db::ReadTransaction& tx, AccountId account, std::string_view address);

Result<void> delete_old_account_events(db::Transaction& tx, Time before);

} // namespace attest::storage
