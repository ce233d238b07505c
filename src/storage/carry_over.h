// What people have done on a site, brought from its old file into the one that an import has built
// of a newer dump (decisions.md, 2). Local rows have ids of their own range, so they never meet
// imported ones.
#pragma once

#include "base/error.h"

#include <cstdint>

namespace attest::db {
class Database;
class ReadTransaction;
class Transaction;
} // namespace attest::db

namespace attest::storage {

struct CarriedOver {
    std::int64_t posts = 0;
    std::int64_t edited_posts = 0; ///< Imported posts whose newest revision was made here.
    std::int64_t comments = 0;
    std::int64_t votes = 0;
    std::int64_t users = 0;
    std::int64_t kept_deleted =
        0; ///< Gone from the dump; kept because something local hangs on them.
};

/// Copies everything local from `live` into the built file. Scores are added up again; counts are
/// not (recount.h follows).
Result<CarriedOver> carry_over(db::Database& live, db::Transaction& built);

/// Whether the site holds any post at all.
Result<bool> has_posts(db::ReadTransaction& tx);

} // namespace attest::storage
