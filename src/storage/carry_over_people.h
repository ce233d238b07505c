// The tables that a dump does not have, taken over as they are from a site's old file into the one
// that an import has built (carry_over.h). A table that comes later is one more line of the list in
// carry_over_people.cc.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace attest::db {
class Database;
class Transaction;
} // namespace attest::db

namespace attest::storage {

/// Copies every row; answers how many. What hangs on a row that the dump no longer has comes too:
/// carry_over has kept that row.
Result<std::int64_t> copy_people_tables(db::Database& live, db::Transaction& built);

/// The tables that are copied: a test compares them with the schema.
std::vector<std::string_view> people_tables();

/// A table of which every row is copied as it is, and its columns, with ", " between: for the same
/// test.
struct CarriedTable {
    std::string_view name;
    std::string_view columns;
};

std::vector<CarriedTable> tables_carried_whole();

} // namespace attest::storage
