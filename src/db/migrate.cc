#include "db/migrate.h"

#include "base/log.h"
#include "base/verify.h"
#include "db/sqlite.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <cstddef>
#include <vector>

namespace attest::db {

namespace {

// Without the time at which it was applied: two databases made by different ways to the same
// content must be equal row by row, which is how an interrupted import is tested. The log knows the
// time.
constexpr std::string_view create_table = R"sql(
    CREATE TABLE IF NOT EXISTS migrations (
        number   INTEGER PRIMARY KEY,
        name     TEXT NOT NULL,
        checksum TEXT NOT NULL
    ) STRICT
)sql";

constexpr Query list_applied_query{
    .name = "list_applied_migrations",
    .sql = "SELECT number, name, checksum FROM migrations ORDER BY number",
};

constexpr Query insert_applied_query{
    .name = "insert_applied_migration",
    .sql = "INSERT INTO migrations (number, name, checksum) VALUES ($1, $2, $3)",
};

struct Applied {
    std::int64_t number;
    std::string name;
    std::string checksum;
};

Result<std::vector<Applied>> list_applied(SqliteConnection& connection) {
    std::vector<Applied> applied;
    TRY(connection.run(list_applied_query, {}, [&](const Row& row) {
        applied.push_back(
            {.number = row.integer(0), .name = row.string(1), .checksum = row.string(2)}
        );
    }));
    return applied;
}

/// The applied ones must be the first of ours, with the same texts.
Result<void>
check_history(std::span<const Applied> applied, std::span<const Migration> migrations) {
    for (std::size_t at = 0; at < applied.size(); ++at) {
        if (at >= migrations.size()) {
            return fail(
                ErrorCode::internal,
                fmt::format(
                    "The database was made by a newer Attest (its schema is {}, this program knows "
                    "{}). "
                    "Use that version or a later one.",
                    applied.back().number,
                    migrations.size()
                )
            );
        }
        if (applied[at].number != migrations[at].number
            || applied[at].checksum != migration_checksum(migrations[at])) {
            return std::unexpected{
                Error{
                    ErrorCode::internal,
                    fmt::format(
                        "Migration {} ({}) of the database is not the one that this program has. "
                        "Use the version of Attest that made the database.",
                        applied[at].number,
                        applied[at].name
                    )
                }
                    .with_detail(fmt::format("checksum of the database: {}", applied[at].checksum))
            };
        }
    }
    return {};
}

Result<void> apply(SqliteConnection& connection, const Migration& migration) {
    TRY(connection.begin_write());
    Result<void> done = connection.run_script(migration.sql);
    if (done && !connection.in_transaction()) {
        done = fail(
            ErrorCode::internal,
            fmt::format("Migration {} ends its transaction itself.", migration.number)
        );
    }
    const std::string checksum = migration_checksum(migration);
    if (done) {
        const auto noted =
            connection.run(insert_applied_query, {migration.number, migration.name, checksum}, {});
        if (!noted) done = std::unexpected{noted.error()};
    }
    if (done) done = connection.commit();
    if (!done) connection.roll_back();
    return done;
}

/// Numbers rise, or the embedder is wrong.
void verify_order(std::span<const Migration> migrations) {
    std::int64_t last = 0;
    for (const Migration& migration : migrations) {
        VERIFY(migration.number > last);
        last = migration.number;
    }
}

} // namespace

std::string migration_checksum(const Migration& migration) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libsodium's bytes are unsigned
    // char
    const auto* text = reinterpret_cast<const unsigned char*>(migration.sql.data());
    crypto_hash_sha256(digest.data(), text, migration.sql.size());
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

Result<void> apply_migrations(SqliteConnection& connection, std::span<const Migration> migrations) {
    verify_order(migrations);
    TRY(connection.run_script(create_table));
    const std::vector<Applied> applied = TRY(list_applied(connection));
    TRY(check_history(applied, migrations));
    for (const Migration& migration : migrations.subspan(applied.size())) {
        Result<void> done = apply(connection, migration);
        if (!done) {
            return std::unexpected{Error{
                done.error().code(),
                fmt::format(
                    "Migration {} ({}) could not be applied; the database is as it was before. {}",
                    migration.number,
                    migration.name,
                    done.error().message()
                )
            }
                                       .with_detail(done.error().detail())};
        }
        log_event(
            LogLevel::info, "migrated", {{"number", migration.number}, {"name", migration.name}}
        );
    }
    return {};
}

Result<void> check_schema(SqliteConnection& connection, std::span<const Migration> migrations) {
    verify_order(migrations);
    TRY(connection.run_script(create_table));
    const std::vector<Applied> applied = TRY(list_applied(connection));
    TRY(check_history(applied, migrations));
    if (applied.size() == migrations.size()) return {};
    return fail(
        ErrorCode::unavailable,
        fmt::format(
            "The database was made by an older Attest (its schema is {}, this program needs {}). "
            "Start the server once to bring it up to date.",
            applied.size(),
            migrations.size()
        )
    );
}

} // namespace attest::db
