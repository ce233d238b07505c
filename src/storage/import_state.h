// An import under way, as it stands in the file that it builds: its options, how far each step has
// come, and the rows that were rejected. All of it is written in the transactions of the rows
// themselves, so what a killed import left behind always fits together.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace attest::db {
class BulkConnection;
class ReadTransaction;
class Transaction;
} // namespace attest::db

namespace attest::storage {

using ImportOptionValues = std::map<std::string, std::string>;

struct ImportProgress {
    std::string step;
    std::int64_t read_count = 0;
    std::int64_t kept_count = 0;
    std::int64_t bytes = 0;
    std::int64_t line = 1;
    bool is_done = false;
};

struct ImportReject {
    std::string step;
    std::int64_t line = 0;
    std::string object_id;
    std::string reason;
};

Result<ImportOptionValues> list_import_options(db::ReadTransaction& tx);
Result<void>
insert_import_option(db::Transaction& tx, std::string_view name, std::string_view value);

Result<std::optional<ImportProgress>>
find_import_progress(db::ReadTransaction& tx, std::string_view step);
Result<void> save_import_progress(db::Transaction& tx, const ImportProgress& progress);

Result<void> insert_import_reject(db::Transaction& tx, const ImportReject& reject);
Result<void> list_import_rejects(
    db::ReadTransaction& tx,
    std::string_view step,
    const std::function<void(const ImportReject&)>& take
);
Result<std::int64_t> count_import_rejects(db::ReadTransaction& tx, std::string_view step);

/// Forgets the import, once it is finished.
Result<void> clear_import(db::Transaction& tx);

/// Drops the secondary indexes of a new schema and remembers how they are made: rows are written 20
/// times as fast without them.
Result<void> set_indexes_aside(db::BulkConnection& connection);

/// Makes those of them that are still missing and stand on one of `tables` (empty: on any).
Result<void> make_indexes(
    db::BulkConnection& connection,
    std::string_view table,
    const std::function<void(std::string_view)>& begin_index
);

} // namespace attest::storage
