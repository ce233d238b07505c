// What people have done on a site, brought from its old file into the one that an import has built
// of a newer dump (decisions.md, 2). Rows made here have ids of their own range, so they never meet
// imported ones and are copied as they are. Besides them there is what was done *to* imported rows:
// edits, votes, acceptance, closing, deletion, claims.
//
// A table that comes later and holds what people do must be carried over here too.
#pragma once

#include "base/error.h"
#include "base/time.h"

#include <cstdint>

namespace attest::db {
class Database;
class ReadTransaction;
class Transaction;
} // namespace attest::db

namespace attest::storage {

struct CarriedOver {
    std::int64_t rows = 0;         ///< Made here, of all tables.
    std::int64_t edited_posts = 0; ///< Imported posts whose title, tags or body were edited here.
    std::int64_t kept_deleted =
        0; ///< Gone from the dump, kept because something local hangs on them.
};

/// Copies everything local from `live` into the built file; what the dump no longer has and
/// something local hangs on is marked as deleted `now`. Counts are not made right: recount.h
/// follows.
Result<CarriedOver> carry_over(db::Database& live, db::Transaction& built, Time now);

/// Whether the site holds any post at all.
Result<bool> has_posts(db::ReadTransaction& tx);

} // namespace attest::storage
