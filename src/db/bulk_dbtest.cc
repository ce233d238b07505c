#include "db/bulk.h"

#include "db/database.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace attest::db {

namespace {

constexpr std::array<Migration, 1> row_schema{{
    {.number = 1, .name = "rows", .sql = R"sql(
        CREATE TABLE rows (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES rows (id), body TEXT NOT NULL) STRICT;
        CREATE TABLE progress (id INTEGER PRIMARY KEY, done INTEGER NOT NULL) STRICT;
        INSERT INTO progress VALUES (1, 0);
     )sql"},
}};

constexpr Query insert_row_query{
    .name = "insert_row",
    .sql = "INSERT INTO rows (id, parent_id, body) VALUES ($1, $2, $3)",
};

constexpr Query note_progress_query{
    .name = "note_progress", .sql = "UPDATE progress SET done = $1"
};
constexpr Query find_progress_query{.name = "find_progress", .sql = "SELECT done FROM progress"};

constexpr Query sum_rows_query{
    .name = "sum_rows",
    .sql = "SELECT count(*), coalesce(sum(id), 0), coalesce(sum(length(body)), 0) FROM rows",
};

constexpr std::int64_t batch_rows = 200;
constexpr std::int64_t rows_wanted = 20'000;

std::unique_ptr<BulkConnection> open_built(const std::filesystem::path& file) {
    auto opened = BulkConnection::open(file);
    REQUIRE(opened);
    REQUIRE((*opened)->apply_migrations(row_schema));
    return std::move(*opened);
}

/// Goes on from where the file is to `rows_wanted`, as an import does.
Result<void> load(BulkConnection& bulk) {
    std::int64_t done = 0;
    TRY(bulk.each(find_progress_query, {}, [&](const Row& row) { done = row.integer(0); }));
    while (done < rows_wanted) {
        TRY(bulk.begin());
        for (std::int64_t id = done + 1; id <= done + batch_rows; ++id) {
            TRY(bulk.execute(insert_row_query, {id, std::nullopt, fmt::format("row {}", id)}));
        }
        done += batch_rows;
        TRY(bulk.execute(note_progress_query, {done}));
        TRY(bulk.commit());
    }
    return {};
}

std::string sums(BulkConnection& bulk) {
    std::string sums;
    REQUIRE(bulk.each(sum_rows_query, {}, [&](const Row& row) {
        sums = fmt::format("{} {} {}", row.integer(0), row.integer(1), row.integer(2));
    }));
    return sums;
}

std::unique_ptr<Database> open_live(const std::filesystem::path& file) {
    auto opened = Database::open({.file = file, .migrations = row_schema});
    REQUIRE(opened);
    return std::move(*opened);
}

std::int64_t count_rows(Database& database) {
    const auto count = database.read([](ReadTransaction& tx) {
        return tx.first(sum_rows_query, {}, [](const Row& row) { return row.integer(0); });
    });
    REQUIRE(count);
    return count->value();
}

} // namespace

TEST_CASE("A load that is killed at any moment goes on and ends the same") {
    const TestFolder folder;
    const auto whole = open_built(folder.file("whole.sqlite"));
    REQUIRE(load(*whole));
    const std::string expected = sums(*whole);

    int killed = 0;
    for (unsigned delay = 0; delay < 12; ++delay) {
        const std::filesystem::path file = folder.file(fmt::format("killed{}.sqlite", delay));
        const pid_t child = fork();
        if (child == 0) {
            auto bulk = BulkConnection::open(file);
            const bool done = bulk && (*bulk)->apply_migrations(row_schema) && load(**bulk);
            _exit(done ? 0 : 1);
        }
        usleep(delay * 3'000);
        kill(child, SIGKILL);
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        if (WIFSIGNALED(status)) ++killed;
        const auto bulk = open_built(file);
        REQUIRE(load(*bulk));
        CHECK(sums(*bulk) == expected);
    }
    CHECK(killed > 0);
}

TEST_CASE("A batch that is rolled back leaves nothing") {
    const TestFolder folder;
    const auto bulk = open_built(folder.file("test.sqlite"));
    REQUIRE(bulk->begin());
    REQUIRE(bulk->execute(insert_row_query, {1, std::nullopt, "one"}));
    bulk->roll_back();
    CHECK(sums(*bulk) == "0 0 0");
}

TEST_CASE("Foreign keys are checked at the end") {
    const TestFolder folder;
    const auto bulk = open_built(folder.file("test.sqlite"));
    REQUIRE(bulk->begin());
    REQUIRE(bulk->execute(insert_row_query, {1, 2, "before its parent"}));
    REQUIRE(bulk->commit());
    const Result<void> broken = bulk->check_references();
    REQUIRE(!broken);
    CHECK(broken.error().detail() == "rows 1 refers to a missing row of rows");

    REQUIRE(bulk->begin());
    REQUIRE(bulk->execute(insert_row_query, {2, std::nullopt, "the parent"}));
    REQUIRE(bulk->commit());
    CHECK(bulk->check_references());
}

TEST_CASE("Indexes can be made after the rows") {
    const TestFolder folder;
    const auto bulk = open_built(folder.file("test.sqlite"));
    REQUIRE(load(*bulk));
    CHECK(bulk->run_script(
        "CREATE INDEX rows_by_body ON rows (body); CREATE INDEX rows_by_parent ON rows (parent_id);"
    ));
    CHECK(!bulk->run_script(
        "CREATE INDEX one_more ON rows (id); CREATE INDEX broken ON no_such (body);"
    ));
    CHECK(bulk->run_script("CREATE INDEX one_more ON rows (id);")
    ); // nothing of the failed one was left
}

TEST_CASE("A built database takes the place of the live one") {
    const TestFolder folder;
    const std::filesystem::path target = folder.file("live.sqlite");
    const std::filesystem::path built = folder.file("built.sqlite");
    SUBCASE("where there was none") {}
    SUBCASE("where there was one") {
        const auto live = open_live(target);
        REQUIRE(live->write([](Transaction& tx) {
            return tx.execute(insert_row_query, {1, std::nullopt, "old"});
        }));
    }
    SUBCASE("where one has been killed, with a WAL full of commits") {
        if (fork() == 0) {
            const auto live = Database::open({.file = target, .migrations = row_schema});
            const bool written = live && (*live)->write([](Transaction& tx) {
                return tx.execute(insert_row_query, {1, std::nullopt, "old"});
            });
            _exit(written ? 0 : 1);
        }
        int status = 0;
        wait(&status);
        REQUIRE(status == 0);
        REQUIRE(std::filesystem::file_size(folder.file("live.sqlite-wal")) > 0);
    }
    auto bulk = open_built(built);
    REQUIRE(load(*bulk));
    REQUIRE(replace_database(std::move(bulk), target));
    CHECK(!std::filesystem::exists(built));
    CHECK(!std::filesystem::exists(folder.file("built.sqlite-wal")));
    CHECK(!std::filesystem::exists(folder.file("live.sqlite-wal")));
    CHECK(count_rows(*open_live(target)) == rows_wanted);
}

TEST_CASE("A database that another process reads is not replaced") {
    const TestFolder folder;
    const std::filesystem::path target = folder.file("live.sqlite");
    const auto live = open_live(target);
    REQUIRE(live->write([](Transaction& tx) {
        return tx.execute(insert_row_query, {1, std::nullopt, "old"});
    }));
    CHECK(live->read([&](ReadTransaction& tx) -> Result<void> {
        TRY(tx.each(sum_rows_query, {}, [](const Row&) {}));
        auto bulk = open_built(folder.file("built.sqlite"));
        const Result<void> refused = replace_database(std::move(bulk), target);
        CHECK(refused.error().code() == ErrorCode::unavailable);
        return {};
    }));
    CHECK(count_rows(*live) == 1);
}

} // namespace attest::db
