#include "db/page_checks.h"

#include "db/database.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <fstream>
#include <random>

namespace attest::db {

namespace {

constexpr std::array<Migration, 1> text_schema{{
    {.number = 1,
     .name = "texts",
     .sql = "CREATE TABLE texts (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;"},
}};

constexpr Query insert_text_query{
    .name = "insert_text", .sql = "INSERT INTO texts (body) VALUES ($1)"
};
constexpr Query delete_texts_query{
    .name = "delete_texts", .sql = "DELETE FROM texts WHERE id % 3 = 0"
};
constexpr Query sum_texts_query{
    .name = "sum_texts", .sql = "SELECT count(*), sum(length(body)) FROM texts"
};

Result<std::unique_ptr<Database>> open(const std::filesystem::path& file) {
    return Database::open({.file = file, .migrations = text_schema});
}

/// A database heavy with text, some of it deleted again, closed.
void make_texts(const std::filesystem::path& file) {
    const auto database = open(file);
    REQUIRE(database);
    REQUIRE((*database)->write([](Transaction& tx) -> Result<void> {
        for (int number = 0; number < 500; ++number) {
            TRY(tx.execute(insert_text_query, {fmt::format("{:1>{}}", number, 100 + number * 20)}));
        }
        TRY(tx.execute(delete_texts_query));
        return {};
    }));
}

void turn_bit(const std::filesystem::path& file, std::int64_t bit) {
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.seekg(bit / 8);
    const auto byte = static_cast<char>(stream.get() ^ (1 << (bit % 8)));
    stream.seekp(bit / 8);
    stream.put(byte);
}

} // namespace

TEST_CASE("A turned bit anywhere in the file is found") {
    const TestFolder folder;
    const std::filesystem::path file = folder.file("texts.sqlite");
    make_texts(file);
    CHECK(find_damaged_pages(file)->empty());

    const auto bits = static_cast<std::int64_t>(std::filesystem::file_size(file)) * 8;
    std::mt19937_64 chance{6};
    for (int time = 0; time < 400; ++time) {
        const std::int64_t bit = static_cast<std::int64_t>(chance()) & 0x7fff'ffff'ffff;
        turn_bit(file, bit % bits);
        CHECK(*find_damaged_pages(file) == std::vector{bit % bits / 8 / page_bytes + 1});
        turn_bit(file, bit % bits);
    }
    CHECK(find_damaged_pages(file)->empty());
}

TEST_CASE("A page that is damaged is never served, and the others are") {
    const TestFolder folder;
    const std::filesystem::path file = folder.file("texts.sqlite");
    make_texts(file);
    // In the middle of a text, where SQLite itself sees nothing.
    std::ifstream in{file, std::ios::binary};
    const std::string content{std::istreambuf_iterator<char>{in}, {}};
    const std::size_t place = content.find(std::string(2'000, '1'), 20'000);
    REQUIRE(place != std::string::npos);
    turn_bit(file, static_cast<std::int64_t>(place + 1'000) * 8);

    const auto database = open(file);
    REQUIRE(database);
    const auto read = (*database)->read([](ReadTransaction& tx) {
        return tx.each(sum_texts_query, {}, [](const Row&) {});
    });
    REQUIRE(!read);
    CHECK(read.error().code() == ErrorCode::internal);
    CHECK(read.error().message().contains("damaged"));
    constexpr Query first_query{
        .name = "first_text", .sql = "SELECT body FROM texts ORDER BY id LIMIT 1"
    };
    CHECK((*database)->read([&](ReadTransaction& tx) {
        return tx.first(first_query, {}, [](const Row& row) { return row.string(0); });
    }));
}

TEST_CASE("A page in another's place is found") {
    const TestFolder folder;
    const std::filesystem::path file = folder.file("texts.sqlite");
    make_texts(file);
    std::array<char, page_bytes> page{};
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.seekg(std::streamoff{10} * page_bytes);
    stream.read(page.data(), page_bytes);
    stream.seekp(std::streamoff{12} * page_bytes);
    stream.write(page.data(), page_bytes);
    stream.close();
    CHECK(*find_damaged_pages(file) == std::vector<std::int64_t>{13});
}

} // namespace attest::db
