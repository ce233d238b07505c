#include "storage/import_state.h"

#include "db/bulk.h"
#include "db/transaction.h"

#include <fmt/format.h>

#include <vector>

namespace attest::storage {

namespace {

/// Under this name the options hold how an index is made.
constexpr std::string_view index_prefix = "index:";

constexpr db::Query list_import_options_query{
    .name = "list_import_options",
    .sql = "SELECT name, value FROM import_options ORDER BY name",
};

constexpr db::Query insert_import_option_query{
    .name = "insert_import_option",
    .sql = "INSERT INTO import_options (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE "
           "SET value = $2",
};

constexpr db::Query find_import_progress_query{
    .name = "find_import_progress",
    .sql = R"sql(
        SELECT read_count, kept_count, bytes, line, is_done
        FROM import_progress
        WHERE step = $1
    )sql",
};

constexpr db::Query save_import_progress_query{
    .name = "save_import_progress",
    .sql = R"sql(
        INSERT INTO import_progress (step, read_count, kept_count, bytes, line, is_done)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (step) DO UPDATE
        SET read_count = $2, kept_count = $3, bytes = $4, line = $5, is_done = $6
    )sql",
};

constexpr db::Query insert_import_reject_query{
    .name = "insert_import_reject",
    .sql = R"sql(
        INSERT INTO import_rejects (step, line, object_id, reason)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (step, line) DO UPDATE SET reason = import_rejects.reason || '; ' || $4
    )sql",
};

constexpr db::Query list_import_rejects_query{
    .name = "list_import_rejects",
    .sql = "SELECT line, object_id, reason FROM import_rejects WHERE step = $1 ORDER BY line",
};

constexpr db::Query count_import_rejects_query{
    .name = "count_import_rejects",
    .sql = "SELECT count(*) FROM import_rejects WHERE step = $1",
};

constexpr db::Query delete_import_options_query{
    .name = "delete_import_options", .sql = "DELETE FROM import_options"
};
constexpr db::Query delete_import_progress_query{
    .name = "delete_import_progress", .sql = "DELETE FROM import_progress"
};
constexpr db::Query delete_import_rejects_query{
    .name = "delete_import_rejects", .sql = "DELETE FROM import_rejects"
};

constexpr db::Query list_indexes_query{
    .name = "list_indexes",
    .sql = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
           "ORDER BY name",
};

/// A text as it may stand in a script.
std::string sql_literal(std::string_view text) {
    std::string literal = "'";
    for (const char c : text) {
        if (c == '\'') literal += '\'';
        literal += c;
    }
    return literal + "'";
}

} // namespace

Result<ImportOptionValues> list_import_options(db::ReadTransaction& tx) {
    ImportOptionValues values;
    TRY(tx.each(list_import_options_query, {}, [&](const db::Row& row) {
        values[row.string(0)] = row.string(1);
    }));
    return values;
}

Result<void>
insert_import_option(db::Transaction& tx, std::string_view name, std::string_view value) {
    TRY(tx.execute(insert_import_option_query, {name, value}));
    return {};
}

Result<std::optional<ImportProgress>>
find_import_progress(db::ReadTransaction& tx, std::string_view step) {
    return tx.first(find_import_progress_query, {step}, [&](const db::Row& row) {
        return ImportProgress{
            .step = std::string{step},
            .read_count = row.integer(0),
            .kept_count = row.integer(1),
            .bytes = row.integer(2),
            .line = row.integer(3),
            .is_done = row.boolean(4),
        };
    });
}

Result<void> save_import_progress(db::Transaction& tx, const ImportProgress& progress) {
    TRY(tx.execute(
        save_import_progress_query,
        {progress.step,
         progress.read_count,
         progress.kept_count,
         progress.bytes,
         progress.line,
         progress.is_done}
    ));
    return {};
}

Result<void> insert_import_reject(db::Transaction& tx, const ImportReject& reject) {
    TRY(tx.execute(
        insert_import_reject_query, {reject.step, reject.line, reject.object_id, reject.reason}
    ));
    return {};
}

Result<void> list_import_rejects(
    db::ReadTransaction& tx,
    std::string_view step,
    const std::function<void(const ImportReject&)>& take
) {
    return tx.each(list_import_rejects_query, {step}, [&](const db::Row& row) {
        take(
            {.step = std::string{step},
             .line = row.integer(0),
             .object_id = row.string(1),
             .reason = row.string(2)}
        );
    });
}

Result<std::int64_t> count_import_rejects(db::ReadTransaction& tx, std::string_view step) {
    const auto count = [](const db::Row& row) { return row.integer(0); };
    const std::optional<std::int64_t> counted =
        TRY(tx.first(count_import_rejects_query, {step}, count));
    return counted.value_or(0);
}

Result<void> clear_import(db::Transaction& tx) {
    TRY(tx.execute(delete_import_options_query));
    TRY(tx.execute(delete_import_progress_query));
    TRY(tx.execute(delete_import_rejects_query));
    return {};
}

Result<void> set_indexes_aside(db::BulkConnection& connection) {
    std::string script;
    TRY(connection.each(list_indexes_query, {}, [&](const db::Row& row) {
        script += fmt::format(
            "INSERT INTO import_options (name, value) VALUES ({}, {}); DROP INDEX \"{}\";\n",
            sql_literal(fmt::format("{}{}:{}", index_prefix, row.text(1), row.text(0))),
            sql_literal(row.text(2)),
            row.text(0)
        );
    }));
    return connection.run_script(script);
}

Result<void> make_indexes(
    db::BulkConnection& connection,
    std::string_view table,
    const std::function<void(std::string_view)>& begin_index
) {
    ImportOptionValues options;
    TRY(connection.each(list_import_options_query, {}, [&](const db::Row& row) {
        options[row.string(0)] = row.string(1);
    }));
    const std::string prefix =
        table.empty() ? std::string{index_prefix} : fmt::format("{}{}:", index_prefix, table);
    for (const auto& [name, sql] : options) {
        if (!name.starts_with(prefix)) continue;
        if (begin_index) begin_index(name.substr(name.rfind(':') + 1));
        TRY(connection.run_script(
            fmt::format("{};\nDELETE FROM import_options WHERE name = {};", sql, sql_literal(name))
        ));
    }
    return {};
}

} // namespace attest::storage
