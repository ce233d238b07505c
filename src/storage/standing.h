// What the keeper decides about a user of a site: whose it is, whether it moderates, and for how
// long it may not write.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/ids.h"

#include <optional>
#include <string>

namespace attest::db {
class ReadTransaction;
class Transaction;
} // namespace attest::db

namespace attest::storage {

struct Standing {
    UserId user;
    std::string display_name;
    std::optional<AccountId> account;
    bool is_moderator = false;
    std::optional<Time> suspended_until;
    std::int64_t reputation = 0;
};

/// Nothing if there is no such user, or it was deleted.
Result<std::optional<Standing>> find_standing(db::ReadTransaction& tx, UserId user);

/// The account's user on this site.
Result<std::optional<Standing>> find_standing(db::ReadTransaction& tx, AccountId account);

Result<void> update_moderator(db::Transaction& tx, UserId user, bool is_moderator);
Result<void> update_suspension(db::Transaction& tx, UserId user, std::optional<Time> until);

/// `conflict` if the account has a user here already.
Result<void> update_owner(db::Transaction& tx, UserId user, AccountId account);

/// Whether a user has written, edited, voted or flagged here.
Result<bool> has_acted(db::ReadTransaction& tx, UserId user);

struct Heir {
    UserId from;
    UserId to;
};

/// Drafts, bookmarks, followed posts and tags, and what mails are wanted become another user's.
Result<void> move_marks(db::Transaction& tx, const Heir& heir);

} // namespace attest::storage
