// Checks that wait for an account: what a reader without one has found. The reader holds the token.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::storage {

struct WaitingCheck {
    CitationId citation{};
    domain::Verdict verdict{};
    bool is_of_translation = false;
    domain::SeenHow seen{};
    std::string note;
    std::string passage;
    std::string wording_hash;
    std::string content_hash;
    std::string address_hash;
    Time created_at{};
    Time expires_at{};
};

/// Those that have expired are forgotten on the way.
Result<void>
insert_waiting_check(db::Transaction& tx, std::string_view token_hash, const WaitingCheck& check);

/// Nothing if there is none, or it has expired.
Result<std::optional<WaitingCheck>>
find_waiting_check(db::ReadTransaction& tx, std::string_view token_hash, Time now);

Result<void> delete_expired_waiting_checks(db::Transaction& tx, Time now);

Result<void> delete_waiting_check(db::Transaction& tx, std::string_view token_hash);

struct WaitingCheckCounts {
    std::int64_t all = 0;
    std::int64_t of_address = 0;
};

/// Those that have not expired.
Result<WaitingCheckCounts>
count_waiting_checks(db::ReadTransaction& tx, std::string_view address_hash, Time now);

} // namespace attest::storage
