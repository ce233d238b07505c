#include "db/migrations.h"

#include "db/migrate.h"
#include "db/released_migrations.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <span>

namespace attest::db {

namespace {

/// The first released migration that is missing or has another text now; 0 if all are as they were.
std::int64_t first_changed(
    std::span<const ReleasedMigration> released,
    std::string_view kind,
    std::span<const Migration> now
) {
    for (const ReleasedMigration& old : released) {
        if (old.kind != kind) continue;
        const auto found = std::ranges::find(now, old.number, &Migration::number);
        if (found == now.end() || migration_checksum(*found) != old.checksum) return old.number;
    }
    return 0;
}

} // namespace

TEST_CASE("A released migration never changes") {
    CHECK(first_changed(released_migrations, "site", site_migrations()) == 0);
    CHECK(first_changed(released_migrations, "network", network_migrations()) == 0);
}

TEST_CASE("A change of a released migration would be noticed") {
    // printf 'SELECT 1;' | sha256sum
    constexpr std::array<ReleasedMigration, 1> released{
        {{.kind = "site",
          .number = 1,
          .checksum = "17db4fd369edb9244b9f91d9aeed145c3d04ad8ba6e95d06247f07a63527d11a"}}
    };
    constexpr std::array<Migration, 1> same{{{.number = 1, .name = "one", .sql = "SELECT 1;"}}};
    constexpr std::array<Migration, 1> changed{{{.number = 1, .name = "one", .sql = "SELECT 2;"}}};
    CHECK(first_changed(released, "site", same) == 0);
    CHECK(first_changed(released, "site", changed) == 1);
    CHECK(first_changed(released, "site", {}) == 1);
    CHECK(first_changed(released, "network", changed) == 0);
}

TEST_CASE("Migrations are embedded in order, each with a name and a text") {
    for (const std::span<const Migration> list : {site_migrations(), network_migrations()}) {
        std::int64_t number = 0;
        for (const Migration& migration : list) {
            CHECK(migration.number > number);
            number = migration.number;
            CHECK(!migration.name.empty());
            CHECK(!migration.sql.empty());
        }
        CHECK(number > 0);
    }
}

} // namespace attest::db
