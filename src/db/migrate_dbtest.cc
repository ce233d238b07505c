#include "db/migrate.h"

#include "db/database.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>

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

TEST_CASE("The embedded migrations can be applied") {
    TestSchema site;
    CHECK(site.open(site_migrations()));
    CHECK(!site_migrations().empty());
    TestSchema network;
    CHECK(network.open(network_migrations()));
    CHECK(!network_migrations().empty());
}

} // namespace attest::db
