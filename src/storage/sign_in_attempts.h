// What is between two requests of somebody who is signing in: the second step after a password, a
// passkey's challenge, the way to another site and back. The browser holds the token.
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

/// As numbered in the database.
enum class AttemptKind : std::uint8_t { second_step = 1, passkey = 2, openid = 3 };

struct AttemptRecord {
    AttemptKind kind;
    std::optional<AccountId> account = {};
    std::string payload; ///< JSON.
    std::int64_t failures = 0;
    Time created_at;
    Time expires_at;
};

/// Forgets what has expired while it is there.
Result<void>
insert_attempt(db::Transaction& tx, std::string_view token_hash, const AttemptRecord& attempt);

/// Nothing if there is none of this kind or it has expired.
Result<std::optional<AttemptRecord>>
find_attempt(db::ReadTransaction& tx, std::string_view token_hash, AttemptKind kind, Time now);

Result<void> count_attempt_failure(db::Transaction& tx, std::string_view token_hash);

/// False if it was gone: who deletes it is the one who used it.
Result<bool> delete_attempt(db::Transaction& tx, std::string_view token_hash);

} // namespace attest::storage
