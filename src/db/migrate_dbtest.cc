#include "db/migrate.h"

#include "db/database.h"
#include "db/sqlite.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <vector>

namespace attest::db {

namespace {

const std::vector<Migration> three_migrations{
    {.number = 1, .name = "trees", .sql = "CREATE TABLE trees (id INTEGER PRIMARY KEY) STRICT;"},
    {.number = 2,
     .name = "height",
     .sql = "ALTER TABLE trees ADD COLUMN height REAL; INSERT INTO trees VALUES (1, 2.5);"},
    {.number = 3, .name = "birds", .sql = "CREATE TABLE birds (id INTEGER PRIMARY KEY) STRICT;"},
};

constexpr Query count_trees_query{.name = "count_trees", .sql = "SELECT count(*) FROM trees"};

class TestSchema {
public:
    Result<std::unique_ptr<Database>>
    open(std::span<const Migration> migrations, bool migrate = true) {
        return Database::open({
            .file = folder_.file("test.sqlite"),
            .migrations = migrations,
            .migrate = migrate,
        });
    }

    [[nodiscard]] std::filesystem::path file() const { return folder_.file("test.sqlite"); }

private:
    TestFolder folder_;
};

std::int64_t count(Database& database, const Query& query) {
    const auto found = database.read([&](ReadTransaction& tx) {
        return tx.first(query, {}, [](const Row& row) { return row.integer(0); });
    });
    REQUIRE(found);
    return found->value();
}

constexpr Query count_migrations_query{
    .name = "count_migrations", .sql = "SELECT count(*) FROM migrations"
};

} // namespace

TEST_CASE("A database is brought up to date, each migration once") {
    TestSchema schema;
    const std::span all{three_migrations};
    REQUIRE(schema.open(all.first(1)));
    for (int time = 0; time < 2; ++time) {
        const auto database = schema.open(all);
        REQUIRE(database);
        CHECK(count(**database, count_migrations_query) == 3);
        CHECK(count(**database, count_trees_query) == 1);
    }
}

TEST_CASE("A newer schema is refused") {
    TestSchema schema;
    const std::span all{three_migrations};
    REQUIRE(schema.open(all));
    const auto refused = schema.open(all.first(2));
    REQUIRE(!refused);
    CHECK(refused.error().message().contains("newer Attest"));
    CHECK(schema.open(all));
}

TEST_CASE("An older schema is refused where it may not be changed") {
    TestSchema schema;
    const std::span all{three_migrations};
    REQUIRE(schema.open(all.first(2)));
    const auto refused = schema.open(all, false);
    REQUIRE(!refused);
    CHECK(refused.error().message().contains("older Attest"));
    CHECK(schema.open(all.first(2), false));
}

TEST_CASE("A migration that has changed since it was applied is refused") {
    TestSchema schema;
    REQUIRE(schema.open(three_migrations));
    std::vector<Migration> changed = three_migrations;
    changed[1].sql = "ALTER TABLE trees ADD COLUMN height INTEGER;";
    const auto refused = schema.open(changed);
    REQUIRE(!refused);
    CHECK(refused.error().message().contains("Migration 2 (height)"));
}

TEST_CASE("A migration that fails in the middle leaves nothing of itself") {
    TestSchema schema;
    std::vector<Migration> broken = three_migrations;
    broken[2].sql =
        "CREATE TABLE birds (id INTEGER PRIMARY KEY) STRICT; INSERT INTO trees VALUES (1, 2);";
    const auto refused = schema.open(broken);
    REQUIRE(!refused);
    CHECK(refused.error().message().contains("Migration 3 (birds)"));

    // The two before it hold, and the mended third finds no table "birds" in its way.
    const auto database = schema.open(three_migrations);
    REQUIRE(database);
    CHECK(count(**database, count_migrations_query) == 3);
}

TEST_CASE("A process killed while it migrates leaves each migration whole or not begun") {
    std::vector<Migration> slow = three_migrations;
    slow[1].sql = R"sql(
        ALTER TABLE trees ADD COLUMN height REAL;
        INSERT INTO trees (id)
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 50000)
        SELECT n FROM numbers;
    )sql";
    constexpr Query count_heights_query{
        .name = "count_heights",
        .sql = "SELECT count(*) FROM pragma_table_info('trees') WHERE name = 'height'",
    };
    int killed = 0;
    for (unsigned delay = 0; delay < 16; ++delay) {
        TestSchema schema;
        const pid_t child = fork();
        if (child == 0) _exit(schema.open(slow) ? 0 : 1);
        usleep(delay * 1'500);
        kill(child, SIGKILL);
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        if (WIFSIGNALED(status)) ++killed;

        // Looked at as it was left: with the migrations that it says it has.
        auto left = SqliteConnection::open({.file = schema.file(), .create = true});
        REQUIRE(left);
        std::int64_t tables = 0;
        constexpr Query count_tables_query{
            .name = "count_tables",
            .sql =
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('migrations', 'trees', 'birds')",
        };
        REQUIRE((*left)->run(count_tables_query, {}, [&](const Row& row) {
            tables = row.integer(0);
        }));
        if (tables > 0) {
            std::int64_t applied = 0;
            std::int64_t heights = 0;
            std::int64_t trees = 0;
            REQUIRE((*left)->run(count_migrations_query, {}, [&](const Row& row) {
                applied = row.integer(0);
            }));
            CHECK(tables == 1 + (applied >= 1 ? 1 : 0) + (applied >= 3 ? 1 : 0));
            if (applied >= 1) {
                REQUIRE((*left)->run(count_heights_query, {}, [&](const Row& row) {
                    heights = row.integer(0);
                }));
                REQUIRE((*left)->run(count_trees_query, {}, [&](const Row& row) {
                    trees = row.integer(0);
                }));
                CHECK(heights == (applied >= 2 ? 1 : 0));
                CHECK(trees == (applied >= 2 ? 50'000 : 0));
            }
        }
        left->reset();
        const auto database = schema.open(slow);
        REQUIRE(database);
        CHECK(count(**database, count_trees_query) == 50'000);
    }
    CHECK(killed > 0);
}

TEST_CASE("The embedded migrations can be applied") {
    TestSchema site;
    CHECK(site.open(site_migrations()));
    CHECK(!site_migrations().empty());
    TestSchema network;
    CHECK(network.open(network_migrations()));
    CHECK(!network_migrations().empty());
}

} // namespace attest::db
