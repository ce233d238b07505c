#include "db/snapshot.h"

#include "db/database.h"
#include "db/page_checks.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <fstream>
#include <string>
#include <thread>

namespace attest::db {

namespace {

constexpr std::array<Migration, 1> pair_schema{{
    {.number = 1,
     .name = "pairs",
     .sql =
         "CREATE TABLE pairs (id INTEGER PRIMARY KEY, half INTEGER NOT NULL, body TEXT NOT NULL) "
         "STRICT; CREATE INDEX pairs_by_half ON pairs (half)"},
}};

constexpr Query insert_pair_query{
    .name = "insert_pair", .sql = "INSERT INTO pairs (half, body) VALUES ($1, $2)"
};
constexpr Query count_pairs_query{
    .name = "count_pairs", .sql = "SELECT count(*), coalesce(sum(half), 0) FROM pairs"
};

Result<std::unique_ptr<Database>> open(const std::filesystem::path& file) {
    return Database::open({.file = file, .migrations = pair_schema});
}

/// Two rows in one work: a state between them is no state.
Result<void> write_pair(Database& database, std::size_t body_bytes) {
    return database.write([&](Transaction& tx) -> Result<void> {
        const std::string body(body_bytes, 'x');
        TRY(tx.execute(insert_pair_query, {1, body}));
        TRY(tx.execute(insert_pair_query, {-1, body}));
        return {};
    });
}

struct Counts {
    std::int64_t rows = 0;
    std::int64_t sum = 0;
};

template <typename Source>
Counts count(Source& source) {
    const auto counted = source.read([](ReadTransaction& tx) {
        return tx.first(count_pairs_query, {}, [](const Row& row) {
            return Counts{.rows = row.integer(0), .sum = row.integer(1)};
        });
    });
    REQUIRE(counted);
    REQUIRE(*counted);
    return **counted;
}

} // namespace

TEST_CASE("A copy made under writes holds all that was acknowledged before, and no half") {
    const TestFolder folder;
    const auto database = open(folder.file("a.sqlite"));
    REQUIRE(database);
    for (int number = 0; number < 200; ++number)
        REQUIRE(write_pair(**database, 3'000));

    std::atomic<std::int64_t> acknowledged = 400;
    std::atomic<bool> is_over = false;
    std::jthread writing{[&] {
        while (!is_over) {
            if (write_pair(**database, 3'000)) acknowledged += 2;
        }
    }};
    for (int round = 0; round < 10; ++round) {
        const std::int64_t before = acknowledged;
        const auto target = folder.file(fmt::format("copy{}.sqlite", round));
        {
            const auto snapshot = Snapshot::open(folder.file("a.sqlite"));
            REQUIRE(snapshot);
            REQUIRE((*snapshot)->copy_to(target));
        }
        const auto damaged = find_damaged_pages(target);
        REQUIRE(damaged);
        CHECK(damaged->empty());
        CHECK_FALSE(std::filesystem::exists(target.string() + "-wal"));

        const auto copy = open(target);
        REQUIRE(copy);
        const Counts counts = count(**copy);
        CHECK(counts.rows >= before);
        CHECK(counts.rows % 2 == 0);
        CHECK(counts.sum == 0);
        CHECK(write_pair(**copy, 10));
    }
    is_over = true;
}

TEST_CASE("Every page of a copy larger than its cache carries its sum") {
    const TestFolder folder;
    const auto database = open(folder.file("a.sqlite"));
    REQUIRE(database);
    // 30 MB, of which the cache of the copy holds 2.
    REQUIRE((*database)->write([](Transaction& tx) -> Result<void> {
        const std::string body(300'000, 'y');
        for (int number = 0; number < 100; ++number)
            TRY(tx.execute(insert_pair_query, {0, body}));
        return {};
    }));
    const auto snapshot = Snapshot::open(folder.file("a.sqlite"));
    REQUIRE(snapshot);
    REQUIRE((*snapshot)->copy_to(folder.file("copy.sqlite")));
    const auto damaged = find_damaged_pages(folder.file("copy.sqlite"));
    REQUIRE(damaged);
    CHECK(damaged->empty());

    // The control: one bit, and the page is named.
    std::fstream stream{
        folder.file("copy.sqlite"), std::ios::in | std::ios::out | std::ios::binary
    };
    stream.seekp(4'096 * 77 + 100);
    stream.put('z');
    stream.close();
    CHECK(find_damaged_pages(folder.file("copy.sqlite")).value() == std::vector<std::int64_t>{78});
}

TEST_CASE("A snapshot stays as it was while the database is written") {
    const TestFolder folder;
    const auto database = open(folder.file("a.sqlite"));
    REQUIRE(database);
    REQUIRE(write_pair(**database, 10));
    const auto snapshot = Snapshot::open(folder.file("a.sqlite"));
    REQUIRE(snapshot);
    REQUIRE(write_pair(**database, 10));
    CHECK(count(**snapshot).rows == 2);
    CHECK(count(**database).rows == 4);
    CHECK((*snapshot)->find_faults(Thoroughness::full).value().empty());
}

TEST_CASE("A copy that is broken off or cannot be written leaves no file") {
    const TestFolder folder;
    const auto database = open(folder.file("a.sqlite"));
    REQUIRE(database);
    REQUIRE(write_pair(**database, 10));
    const auto snapshot = Snapshot::open(folder.file("a.sqlite"));
    REQUIRE(snapshot);

    const auto target = folder.file("copy.sqlite");
    const auto broken = (*snapshot)->copy_to(target, [] { return false; });
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code() == ErrorCode::unavailable);
    CHECK_FALSE(std::filesystem::exists(target));

    CHECK_FALSE((*snapshot)->copy_to(folder.file("nowhere/copy.sqlite")));
    REQUIRE((*snapshot)->copy_to(target));
    CHECK((*snapshot)->copy_to(target).error().code() == ErrorCode::conflict);
}

} // namespace attest::db
