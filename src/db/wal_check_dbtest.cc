#include "db/wal_check.h"

#include "db/database.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>

#include <array>

namespace attest::db {

namespace {

constexpr std::array<Migration, 1> leaf_schema{
    {{.number = 1, .name = "leaves", .sql = "CREATE TABLE leaves (id INTEGER PRIMARY KEY) STRICT;"}}
};

constexpr Query insert_leaf_query{
    .name = "insert_leaf", .sql = "INSERT INTO leaves DEFAULT VALUES"
};
constexpr Query count_leaves_query{.name = "count_leaves", .sql = "SELECT count(*) FROM leaves"};

auto open(const std::filesystem::path& file) {
    return Database::open({.file = file, .migrations = leaf_schema});
}

/// Starts on `file`, writes a leaf, and copies both files as a power failure would leave them.
void write_and_copy(const std::filesystem::path& file, const std::filesystem::path& copy) {
    const auto database = open(file);
    REQUIRE(database);
    REQUIRE((*database)->write([](Transaction& tx) { return tx.execute(insert_leaf_query); }));
    constexpr auto over = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::copy_file(file, copy, over);
    std::filesystem::copy_file(file.string() + "-wal", copy.string() + "-wal", over);
}

} // namespace

TEST_CASE("A WAL left by a power failure is taken by its own database") {
    const TestFolder folder;
    for (int start = 1; start <= 3; ++start) {
        write_and_copy(folder.file("a.sqlite"), folder.file("copy.sqlite"));
        const auto database = open(folder.file("copy.sqlite"));
        REQUIRE(database);
        const auto leaves = (*database)->read([](ReadTransaction& tx) {
            return tx.first(count_leaves_query, {}, [](const Row& row) { return row.integer(0); });
        });
        CHECK(leaves->value() == start);
    }
}

TEST_CASE("A WAL of another database or of an old backup is refused") {
    const TestFolder folder;
    const auto refusal_with_wal = [&](const std::string& wal) {
        std::filesystem::copy_file(
            folder.file(wal + "-wal"),
            folder.file("victim.sqlite-wal"),
            std::filesystem::copy_options::overwrite_existing
        );
        const auto opened = open(folder.file("victim.sqlite"));
        return opened ? "" : opened.error().message();
    };
    write_and_copy(folder.file("a.sqlite"), folder.file("old_a.sqlite"));
    write_and_copy(folder.file("b.sqlite"), folder.file("copy_b.sqlite"));
    for (int start = 0; start < 3; ++start)
        write_and_copy(folder.file("a.sqlite"), folder.file("victim.sqlite"));

    CHECK(refusal_with_wal("copy_b.sqlite").contains("does not belong to"));
    CHECK(refusal_with_wal("old_a.sqlite").contains("does not belong to"));
    // The way out that the sentence names.
    std::filesystem::remove(folder.file("victim.sqlite-wal"));
    CHECK(open(folder.file("victim.sqlite")));
}

} // namespace attest::db
