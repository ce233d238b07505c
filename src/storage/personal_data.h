// What is stored of one person: all of it for the person themselves, and taken away when they ask.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <string>

namespace attest::storage {

/// Members of a JSON object, one a table, each a list of rows: what the network knows.
Result<std::string> read_account_data(db::ReadTransaction& tx, AccountId account);

/// The same of a site.
Result<std::string> read_user_data(db::ReadTransaction& tx, UserId user);

/// Takes name, profile and everything private away. What the person wrote stays, signed "userN",
/// and so do the votes, which nobody is shown the voter of: each still counts once.
Result<void> erase_user(db::Transaction& tx, UserId user, Time at);

} // namespace attest::storage
