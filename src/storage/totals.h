// A counter for every total that a page prints, since counting rows takes longer the larger a site
// is.
#pragma once

#include "base/error.h"
#include "db/transaction.h"

#include <cstdint>
#include <string_view>

namespace attest::storage {

/// Not deleted ones, all of them.
struct Totals {
    std::int64_t questions = 0;
    std::int64_t answers = 0;
    std::int64_t unanswered = 0;
    std::int64_t comments = 0;
    std::int64_t users = 0;
    std::int64_t tags = 0;
    std::int64_t badges = 0;
};

Result<Totals> find_totals(db::ReadTransaction& tx);

/// One of them: `name` is a member of Totals.
Result<std::int64_t> find_total(db::ReadTransaction& tx, std::string_view name);
Result<void> count_total(db::Transaction& tx, std::string_view name, std::int64_t change);

} // namespace attest::storage
