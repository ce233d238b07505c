#include "db/database.h"

#include "base/time.h"
#include "db/limits.h"
#include "db/migrations.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <semaphore>
#include <stdexcept>
#include <thread>
#include <vector>

namespace attest::db {

namespace {

constexpr std::array<Migration, 1> note_schema{{
    {.number = 1, .name = "notes", .sql = R"sql(
        CREATE TABLE authors (id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE notes (
            id INTEGER PRIMARY KEY,
            author_id INTEGER REFERENCES authors (id) DEFERRABLE INITIALLY DEFERRED,
            body TEXT NOT NULL UNIQUE,
            weight REAL,
            picture BLOB
        ) STRICT;
        INSERT INTO authors (id) VALUES (1);
     )sql"},
}};

constexpr Query insert_note_query{
    .name = "insert_note",
    .sql = "INSERT INTO notes (body, author_id) VALUES ($1, $2)",
};

constexpr Query count_notes_query{.name = "count_notes", .sql = "SELECT count(*) FROM notes"};

constexpr Query insert_large_query{
    .name = "insert_large",
    .sql = "INSERT INTO notes (body, picture) VALUES ($1, zeroblob($2))",
};

class TestDatabase {
public:
    explicit TestDatabase(DatabaseOptions options = {}) {
        options.file = folder_.file("test.sqlite");
        options.migrations = note_schema;
        auto opened = Database::open(std::move(options));
        REQUIRE(opened);
        database_ = std::move(*opened);
    }

    Database* operator->() { return database_.get(); }

    Result<void> write_note(std::string_view body, std::optional<std::int64_t> author = {}) {
        return database_->write([&](Transaction& tx) -> Result<void> {
            TRY(tx.execute(insert_note_query, {body, author}));
            return {};
        });
    }

    std::int64_t count_notes() {
        const Result<std::int64_t> count =
            database_->read([](ReadTransaction& tx) { return count_notes_of(tx); });
        REQUIRE(count);
        return *count;
    }

    static Result<std::int64_t> count_notes_of(ReadTransaction& tx) {
        const auto count =
            TRY(tx.first(count_notes_query, {}, [](const Row& row) { return row.integer(0); }));
        return *count;
    }

    [[nodiscard]] const TestFolder& folder() const { return folder_; }

    void close() { database_.reset(); }

private:
    TestFolder folder_;
    std::unique_ptr<Database> database_;
};

} // namespace

TEST_CASE("What was written is read, in every type") {
    TestDatabase database;
    constexpr Query insert_query{
        .name = "insert_all_types",
        .sql = "INSERT INTO notes (picture, weight, body) VALUES ($3, $2, $1)",
    };
    const std::string text{"Grüße\0und mehr", 16};
    REQUIRE(database->write([&](Transaction& tx) -> Result<void> {
        CHECK(*tx.execute(insert_query, {text, 1.5, Blob{std::string_view{"\0\xff", 2}}}) == 1);
        CHECK(*tx.execute(insert_query, {"", std::nullopt, Blob{}}) == 1);
        return {};
    }));

    constexpr Query list_query{
        .name = "list_notes",
        .sql = "SELECT id, body, weight, picture, author_id FROM notes ORDER BY id",
    };
    const auto seen = database->read([&](ReadTransaction& tx) -> Result<int> {
        int rows = 0;
        TRY(tx.each(list_query, {}, [&](const Row& row) {
            ++rows;
            CHECK(row.integer(0) == rows);
            CHECK(row.text(1) == (rows == 1 ? text : ""));
            CHECK(row.is_null(2) == (rows == 2));
            if (rows == 1) CHECK(row.real(2) == 1.5);
            CHECK(row.blob(3) == (rows == 1 ? std::string_view{"\0\xff", 2} : ""));
            CHECK(row.optional_integer(4) == std::nullopt);
        }));
        return rows;
    });
    CHECK(*seen == 2);
}

TEST_CASE("Parameters are bound by their number, wherever they stand") {
    TestDatabase database;
    constexpr Query query{.name = "order_of_parameters", .sql = "SELECT $2, $1, $3, $1"};
    const auto seen = database->read([&](ReadTransaction& tx) {
        return tx.first(query, {"one", "two", "three"}, [](const Row& row) {
            return fmt::format("{} {} {} {}", row.text(0), row.text(1), row.text(2), row.text(3));
        });
    });
    CHECK(seen->value() == "two one three one");
}

TEST_CASE("A query may be run again while its rows are being read") {
    TestDatabase database;
    REQUIRE(database.write_note("a"));
    REQUIRE(database.write_note("b"));
    constexpr Query list_query{
        .name = "list_bodies", .sql = "SELECT body FROM notes ORDER BY body"
    };
    std::string seen;
    const auto outcome = database->read([&](ReadTransaction& tx) -> Result<void> {
        return tx.each(list_query, {}, [&](const Row& outer) {
            const std::string body = outer.string(0);
            CHECK(tx.each(list_query, {}, [&](const Row& inner) { seen += body + inner.string(0); })
            );
        });
    });
    CHECK(outcome);
    CHECK(seen == "aaabbabb");
}

TEST_CASE("A work that fails leaves nothing, and says why") {
    TestDatabase database;
    REQUIRE(database.write_note("first"));

    const auto refused = database->write([&](Transaction& tx) -> Result<int> {
        TRY(tx.execute(insert_note_query, {"second", std::nullopt}));
        return fail(ErrorCode::forbidden, "You may not.");
    });
    CHECK(refused.error().code() == ErrorCode::forbidden);
    CHECK(database.count_notes() == 1);

    const Result<void> twice = database.write_note("first");
    CHECK(twice.error().code() == ErrorCode::conflict);
    CHECK(twice.error().detail().contains("UNIQUE"));
    CHECK(database.count_notes() == 1);
}

TEST_CASE("A missing foreign row is a conflict, found at commit") {
    TestDatabase database;
    CHECK(database.write_note("by nobody", 7).error().code() == ErrorCode::conflict);
    CHECK(database.write_note("by somebody", 1));
    CHECK(database.count_notes() == 1);
}

TEST_CASE("A snapshot does not move, and does not wait for the writer") {
    TestDatabase database;
    REQUIRE(database.write_note("before"));
    const auto outcome = database->read([&](ReadTransaction& tx) -> Result<void> {
        CHECK(*TestDatabase::count_notes_of(tx) == 1);
        std::jthread{[&] { CHECK(database.write_note("during")); }}.join();
        CHECK(*TestDatabase::count_notes_of(tx) == 1);
        return {};
    });
    CHECK(outcome);
    CHECK(database.count_notes() == 2);
}

TEST_CASE("A reader sees what has been answered, while a work is still running") {
    TestDatabase database;
    std::binary_semaphore inserted{0};
    std::binary_semaphore goes_on{0};
    std::jthread writing{[&] {
        CHECK(database->write([&](Transaction& tx) -> Result<void> {
            TRY(tx.execute(insert_note_query, {"slow", std::nullopt}));
            inserted.release();
            goes_on.acquire();
            return {};
        }));
    }};
    inserted.acquire();
    CHECK(database.count_notes() == 0);
    goes_on.release();
    writing.join();
    CHECK(database.count_notes() == 1);
}

TEST_CASE("Works that wait together are committed together, and one that fails is undone alone") {
    std::vector<std::size_t> groups;
    TestDatabase database{
        {.file = {},
         .migrations = {},
         .on_commit = [&](std::span<const std::uint64_t> notes) { groups.push_back(notes.size()); }}
    };
    // While the first work runs, 20 others queue up behind it.
    std::binary_semaphore started{0};
    std::binary_semaphore goes_on{0};
    std::jthread first{[&] {
        CHECK(database->write([&](Transaction& tx) -> Result<void> {
            tx.announce(0);
            started.release();
            goes_on.acquire();
            return {};
        }));
    }};
    started.acquire();
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> threads;
        for (int number = 1; number <= 20; ++number) {
            threads.emplace_back([&, number] {
                const auto outcome = database->write([&](Transaction& tx) -> Result<void> {
                    tx.announce(static_cast<std::uint64_t>(number));
                    TRY(tx.execute(
                        insert_note_query, {fmt::format("note {}", number), std::nullopt}
                    ));
                    if (number % 4 == 0) return fail(ErrorCode::invalid, "No.");
                    return {};
                });
                if (!outcome) ++refused;
            });
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        goes_on.release();
    }
    first.join();
    CHECK(refused == 5);
    CHECK(database.count_notes() == 15);
    CHECK(groups == std::vector<std::size_t>{1, 15});
}

TEST_CASE("When a commit is refused, the works of its group are run again, each alone") {
    TestDatabase database;
    std::binary_semaphore started{0};
    std::binary_semaphore goes_on{0};
    std::jthread first{[&] {
        CHECK(database->write([&](Transaction&) -> Result<void> {
            started.release();
            goes_on.acquire();
            return {};
        }));
    }};
    started.acquire();
    std::atomic<int> written{0};
    std::atomic<int> conflicts{0};
    {
        std::vector<std::jthread> threads;
        for (int number = 1; number <= 10; ++number) {
            threads.emplace_back([&, number] {
                // Number 5 hangs on an author that is not there, which only COMMIT finds out.
                const auto author = number == 5 ? std::optional<std::int64_t>{99} : std::nullopt;
                const Result<void> outcome =
                    database.write_note(fmt::format("note {}", number), author);
                outcome ? ++written : ++conflicts;
            });
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        goes_on.release();
    }
    CHECK(written == 9);
    CHECK(conflicts == 1);
    CHECK(database.count_notes() == 9);
}

TEST_CASE("An exception of a work comes back to its caller, and nothing is written") {
    TestDatabase database;
    const auto throwing = [&] {
        return database->write([&](Transaction& tx) -> Result<void> {
            TRY(tx.execute(insert_note_query, {"lost", std::nullopt}));
            throw std::bad_alloc{};
        });
    };
    CHECK_THROWS_AS(static_cast<void>(throwing()), std::bad_alloc);
    CHECK(database.count_notes() == 0);
    CHECK(database.write_note("the writer is still there"));
}

TEST_CASE("A writer that is full refuses at once") {
    TestDatabase database;
    std::binary_semaphore started{0};
    std::binary_semaphore goes_on{0};
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
        CHECK(database->write([&](Transaction&) -> Result<void> {
            started.release();
            goes_on.acquire();
            return {};
        }));
    });
    started.acquire();
    std::atomic<std::size_t> refused{0};
    std::atomic<std::size_t> written{0};
    constexpr std::size_t beyond = 10;
    for (std::size_t number = 0; number < waiting_works_max + beyond; ++number) {
        threads.emplace_back([&, number] {
            const Result<void> outcome = database.write_note(fmt::format("{}", number));
            if (outcome) {
                ++written;
            } else if (outcome.error().code() == ErrorCode::unavailable) {
                ++refused;
            }
        });
    }
    while (refused < beyond)
        std::this_thread::yield();
    CHECK(written == 0);
    goes_on.release();
    threads.clear();
    CHECK(refused == beyond);
    CHECK(written == waiting_works_max);
}

TEST_CASE("Writing inside a read or a write stops the process") {
    const auto dies = [](bool inside_write) {
        const TestFolder folder; // the parent's, which lives to remove it
        const pid_t child = fork();
        if (child == 0) {
            std::ignore = freopen("/dev/null", "w", stderr);
            std::signal(SIGABRT, SIG_DFL);
            const auto opened =
                Database::open({.file = folder.file("test.sqlite"), .migrations = note_schema});
            if (!opened) _exit(1);
            Database& database = **opened;
            const auto nothing = [](Transaction&) -> Result<void> { return {}; };
            if (inside_write) {
                std::ignore = database.write([&](Transaction&) { return database.write(nothing); });
            } else {
                std::ignore =
                    database.read([&](ReadTransaction&) { return database.write(nothing); });
            }
            _exit(0);
        }
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    };
    CHECK(dies(false));
    CHECK(dies(true));
}

TEST_CASE("More readers than connections wait for one") {
    TestDatabase database{{.file = {}, .migrations = {}, .readers_max = 2}};
    std::atomic<int> inside{0};
    std::atomic<int> inside_most{0};
    std::vector<std::jthread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&] {
            CHECK(database->read([&](ReadTransaction& tx) -> Result<void> {
                const int now = ++inside;
                int most = inside_most;
                while (most < now && !inside_most.compare_exchange_weak(most, now)) {
                }
                CHECK(TestDatabase::count_notes_of(tx));
                std::this_thread::sleep_for(std::chrono::milliseconds{5});
                --inside;
                return {};
            }));
        });
    }
    threads.clear();
    CHECK(inside_most == 2);
}

TEST_CASE("A read that lasts too long is broken off, and the connection is good afterwards") {
    TestDatabase database{{.file = {}, .migrations = {}, .readers_max = 1}};
    constexpr Query endless_query{
        .name = "endless",
        .sql = R"sql(
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
            SELECT count(*) FROM numbers
        )sql",
    };
    const std::int64_t begun_at = monotonic_milliseconds();
    const auto outcome = database->read([&](ReadTransaction& tx) {
        return tx.each(endless_query, {}, [](const Row&) {});
    });
    CHECK(outcome.error().code() == ErrorCode::unavailable);
    const std::int64_t took = monotonic_milliseconds() - begun_at;
    CHECK(took >= snapshot_milliseconds_max);
    CHECK(took < 2 * snapshot_milliseconds_max);
    CHECK(database.count_notes() == 0);
}

TEST_CASE("Statements are counted for the thread that waits for them") {
    TestDatabase database;
    const std::int64_t before = statements_run_on_this_thread();
    REQUIRE(database.write_note("one"));
    CHECK(statements_run_on_this_thread() - before == 1);
    CHECK(database.count_notes() == 1);
    CHECK(statements_run_on_this_thread() - before == 2);
}

TEST_CASE("Costs are kept by name when asked for") {
    TestDatabase database{{.file = {}, .migrations = {}, .counts_costs = true}};
    for (int number = 0; number < 10; ++number)
        REQUIRE(database.write_note(fmt::format("{}", number)));
    std::ignore = database->take_costs();

    constexpr Query sorted_query{
        .name = "sorted_notes",
        .sql = "SELECT body FROM notes ORDER BY length(body), id DESC",
    };
    CHECK(database->read([&](ReadTransaction& tx) {
        return tx.each(sorted_query, {}, [](const Row&) {});
    }));
    const std::vector<StatementCost> costs = database->take_costs();
    const auto found = std::ranges::find(costs, "sorted_notes", &StatementCost::name);
    REQUIRE(found != costs.end());
    CHECK(found->runs == 1);
    CHECK(found->rows == 10);
    CHECK(found->sorts == 1);
    CHECK(found->steps > 10);
    CHECK(found->full_scan_steps == 9);
}

TEST_CASE("The WAL stays small under writes, and a held snapshot cannot make it grow for ever") {
    constexpr std::int64_t megabyte = 1 << 20;
    constexpr WalLimits limits{.restart_bytes = 8 * megabyte, .refuse_bytes = 64 * megabyte};
    TestDatabase database{{.file = {}, .migrations = {}, .wal_limits = limits}};
    const auto write_large = [&](std::int64_t bytes) {
        static std::atomic<int> number{0};
        return database->write([&](Transaction& tx) -> Result<void> {
            TRY(tx.execute(insert_large_query, {fmt::format("large {}", ++number), bytes}));
            return {};
        });
    };
    const auto wal_bytes = [&] {
        return static_cast<std::int64_t>(
            std::filesystem::file_size(database.folder().file("test.sqlite-wal"))
        );
    };

    SUBCASE("without readers in the way") {
        for (int number = 0; number < 200; ++number)
            REQUIRE(write_large(megabyte));
        CHECK(wal_bytes() <= limits.refuse_bytes); // of 200 MB
    }
    SUBCASE("with a snapshot that is held") {
        Result<void> refused;
        const auto outcome = database->read([&](ReadTransaction& tx) -> Result<void> {
            CHECK(TestDatabase::count_notes_of(tx));
            std::jthread{[&] {
                for (int number = 0; number < 100 && refused; ++number)
                    refused = write_large(megabyte);
            }}.join();
            return {};
        });
        CHECK(outcome);
        REQUIRE(!refused);
        CHECK(refused.error().code() == ErrorCode::unavailable);
        CHECK(wal_bytes() >= limits.refuse_bytes);
        CHECK(wal_bytes() < limits.refuse_bytes + 3 * megabyte);

        // With the reader gone, writing goes on as soon as the WAL has been copied.
        const std::int64_t give_up_at = monotonic_milliseconds() + 20'000;
        while (!refused && monotonic_milliseconds() < give_up_at) {
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
            refused = write_large(1);
        }
        CHECK(refused);
        // The file keeps its size, and is filled again from its beginning.
        const std::int64_t high_water = wal_bytes();
        for (int number = 0; number < 50; ++number)
            REQUIRE(write_large(megabyte));
        CHECK(wal_bytes() <= high_water);
    }
}

TEST_CASE("A file that is not ours is refused with one clear sentence") {
    TestFolder folder;
    const std::filesystem::path file = folder.file("test.sqlite");
    const auto refusal = [&](bool create = true) {
        auto opened = Database::open({.file = file, .migrations = note_schema, .create = create});
        REQUIRE(!opened);
        CHECK(opened.error().message().contains(file.string()));
        return std::move(opened).error();
    };
    SUBCASE("no file, and none wanted") {
        CHECK(refusal(false).code() == ErrorCode::unavailable);
    }
    SUBCASE("a folder that is not there") {
        auto opened =
            Database::open({.file = folder.file("no/such.sqlite"), .migrations = note_schema});
        CHECK(opened.error().code() == ErrorCode::unavailable);
    }
    SUBCASE("a text") {
        std::ofstream{file} << std::string(5'000, 'x');
        CHECK(refusal().code() == ErrorCode::internal);
    }
    SUBCASE("ours, with its header zeroed") {
        REQUIRE(Database::open({.file = file, .migrations = note_schema}));
        std::fstream{file, std::ios::in | std::ios::out} << std::string(100, '\0');
        CHECK(refusal().code() == ErrorCode::internal);
    }
    SUBCASE("ours, cut short") {
        {
            auto opened = Database::open({.file = file, .migrations = note_schema});
            REQUIRE(opened);
            REQUIRE((*opened)->write([](Transaction& tx) {
                return tx.execute(insert_large_query, {"large", 100'000});
            }));
        }
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        CHECK(refusal().code() == ErrorCode::internal);
    }
}

} // namespace attest::db
