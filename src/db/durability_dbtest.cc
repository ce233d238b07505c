// What was acknowledged is on disk: under power failures, failing writes and syncs, and a full
// disk. Every rig has a control that must fail, or it would be blind.
#include "base/time.h"
#include "db/database.h"
#include "db/fault_vfs.h"
#include "db/sqlite.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <random>
#include <semaphore>
#include <set>
#include <thread>
#include <vector>

namespace attest::db {

namespace {

constexpr std::array<Migration, 1> entry_schema{{
    {.number = 1,
     .name = "entries",
     .sql = "CREATE TABLE entries (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;"},
}};

constexpr Query insert_entry_query{
    .name = "insert_entry",
    .sql = "INSERT INTO entries (id, body) VALUES ($1, $2)",
};

constexpr Query insert_zeros_query{
    .name = "insert_zeros",
    .sql = "INSERT INTO entries (id, body) VALUES ($1, hex(zeroblob($2)))",
};

constexpr Query list_entries_query{.name = "list_entries", .sql = "SELECT id FROM entries"};
constexpr Query check_integrity_query{.name = "check_integrity", .sql = "PRAGMA integrity_check"};

std::set<std::int64_t> entries_of(SqliteConnection& connection) {
    std::set<std::int64_t> found;
    CHECK(connection.run(list_entries_query, {}, [&](const Row& row) {
        found.insert(row.integer(0));
    }));
    return found;
}

std::set<std::int64_t> entries_of(Database& database) {
    std::set<std::int64_t> found;
    CHECK(database.read([&](ReadTransaction& tx) {
        return tx.each(list_entries_query, {}, [&](const Row& row) {
            found.insert(row.integer(0));
        });
    }));
    return found;
}

/// Who wrote what: sent, and acknowledged at which moment of the disk.
class Ledger {
public:
    void send(std::int64_t id) {
        const std::lock_guard lock{mutex_};
        sent_.insert(id);
    }

    void acknowledge(std::int64_t id, std::size_t moment) {
        const std::lock_guard lock{mutex_};
        acknowledged_.emplace_back(id, moment);
    }

    [[nodiscard]] std::size_t acknowledged_count() const { return acknowledged_.size(); }

    /// Acknowledged before the power failed, and not there.
    [[nodiscard]] std::int64_t
    count_lost(const std::set<std::int64_t>& found, std::size_t moment) const {
        return std::ranges::count_if(acknowledged_, [&](const auto& entry) {
            return entry.second <= moment && !found.contains(entry.first);
        });
    }

    /// There, and never sent.
    [[nodiscard]] bool holds_all(const std::set<std::int64_t>& found) const {
        return std::ranges::includes(sent_, found);
    }

    [[nodiscard]] std::set<std::int64_t> acknowledged() const {
        std::set<std::int64_t> ids;
        for (const auto& [id, moment] : acknowledged_)
            ids.insert(id);
        return ids;
    }

private:
    std::mutex mutex_;
    std::set<std::int64_t> sent_;
    std::vector<std::pair<std::int64_t, std::size_t>> acknowledged_;
};

Result<void> write_entry(Database& database, std::int64_t id, std::string_view body) {
    return database.write([&](Transaction& tx) -> Result<void> {
        TRY(tx.execute(insert_entry_query, {id, body}));
        return {};
    });
}

std::unique_ptr<Database> open_on(const std::filesystem::path& file, const std::string& vfs) {
    auto opened = Database::open({.file = file, .migrations = entry_schema, .vfs = vfs});
    REQUIRE(opened);
    return std::move(*opened);
}

/// Opens what a power failure has left, sees that it is sound, and says what is in it.
std::optional<std::set<std::int64_t>>
entries_of_remains(const FaultDisk& disk, std::size_t moment, std::uint64_t seed) {
    const TestFolder folder;
    disk.write_remains(moment, seed, folder.path());
    auto opened =
        SqliteConnection::open({.file = folder.file("test.sqlite"), .durability = Durability::off});
    if (!opened) return std::nullopt;
    std::string verdict;
    const auto checked =
        (*opened)->run(check_integrity_query, {}, [&](const Row& row) { verdict = row.string(0); });
    if (!checked || verdict != "ok") return std::nullopt;
    return entries_of(**opened);
}

/// States in which something acknowledged was lost, of `states`, after 200 commits with this
/// durability.
int count_losing_states(Durability durability, int states) {
    const TestFolder folder;
    FaultDisk disk;
    {
        open_on(folder.file("test.sqlite"), disk.name());
    }
    auto opened = SqliteConnection::open(
        {.file = folder.file("test.sqlite"), .durability = durability, .vfs = disk.name()}
    );
    REQUIRE(opened);
    Ledger ledger;
    const std::size_t begun_at = disk.moment();
    for (std::int64_t id = 1; id <= 200; ++id) {
        ledger.send(id);
        REQUIRE((*opened)->begin_write());
        REQUIRE((*opened)->run(insert_entry_query, {id, "a vote"}, {}));
        REQUIRE((*opened)->commit());
        ledger.acknowledge(id, disk.moment());
    }
    std::mt19937_64 chance{20'261'125};
    int losing = 0;
    for (int state = 0; state < states; ++state) {
        const std::size_t moment = begun_at + chance() % (disk.moment() - begun_at + 1);
        const auto found = entries_of_remains(disk, moment, chance());
        REQUIRE(found); // every mode leaves a sound database, which is why nobody notices
        CHECK(ledger.holds_all(*found));
        if (ledger.count_lost(*found, moment) > 0) ++losing;
    }
    return losing;
}

} // namespace

TEST_CASE("A power failure loses no acknowledged commit; with weaker settings it does") {
    constexpr int states = 60;
    CHECK(count_losing_states(Durability::full, states) == 0);
    CHECK(count_losing_states(Durability::normal, states) > states / 2);
    CHECK(count_losing_states(Durability::off, states) > states / 2);
}

TEST_CASE("Writers in groups lose nothing either, while checkpoints run") {
    const TestFolder folder;
    FaultDisk disk;
    auto database = open_on(folder.file("test.sqlite"), disk.name());
    Ledger ledger;
    const std::size_t begun_at = disk.moment();
    const std::string body(20'000, 'b'); // enough of them for checkpoints to run
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                for (int number = 0; number < 100; ++number) {
                    const std::int64_t id = thread * 1'000 + number;
                    ledger.send(id);
                    if (write_entry(*database, id, body)) ledger.acknowledge(id, disk.moment());
                }
            });
        }
    }
    CHECK(ledger.acknowledged_count() == 400);
    std::mt19937_64 chance{7};
    for (int state = 0; state < 60; ++state) {
        const std::size_t moment = begun_at + chance() % (disk.moment() - begun_at + 1);
        const auto found = entries_of_remains(disk, moment, chance());
        REQUIRE(found);
        CHECK(ledger.holds_all(*found));
        CHECK(ledger.count_lost(*found, moment) == 0);
    }
}

TEST_CASE("After a failed sync nothing is written any more, reading goes on, and a restart heals") {
    const TestFolder folder;
    FaultDisk disk;
    auto database = open_on(folder.file("test.sqlite"), disk.name());
    REQUIRE(write_entry(*database, 1, "before"));
    CHECK(database->is_writable());

    disk.fail_sync(1);
    const Result<void> unknown = write_entry(*database, 2, "unknown");
    REQUIRE(!unknown);
    CHECK(unknown.error().code() == ErrorCode::unavailable);
    CHECK(!database->is_writable());
    const std::size_t moment = disk.moment();
    const Result<void> refused = write_entry(*database, 3, "refused"); // the disk is well again
    REQUIRE(!refused);
    CHECK(refused.error().code() == ErrorCode::unavailable);
    CHECK(refused.error().message().contains("started the server again"));
    CHECK(entries_of(*database) == std::set<std::int64_t>{1});
    database.reset();
    CHECK(disk.moment() == moment); // not even a checkpoint at closing

    database = open_on(folder.file("test.sqlite"), disk.name());
    CHECK(database->is_writable());
    CHECK(write_entry(*database, 4, "after"));
    std::set<std::int64_t> found = entries_of(*database);
    found.erase(2); // there or not: its outcome was unknown
    CHECK(found == std::set<std::int64_t>{1, 4});
}

TEST_CASE("A disk that fails at the start is not written to") {
    const TestFolder folder;
    FaultDisk disk;
    {
        CHECK(write_entry(*open_on(folder.file("test.sqlite"), disk.name()), 1, "before"));
    }
    for (std::int64_t count = 1; count <= 2; ++count) {
        disk.fail_sync(count);
        const auto opened = Database::open(
            {.file = folder.file("test.sqlite"), .migrations = entry_schema, .vfs = disk.name()}
        );
        if (opened) continue; // fewer syncs than that
        CHECK(opened.error().code() == ErrorCode::unavailable);
    }
    disk.fail_sync(1);
    CHECK(!Database::open(
        {.file = folder.file("test.sqlite"), .migrations = entry_schema, .vfs = disk.name()}
    ));
    disk.mend();
    CHECK(
        entries_of(*open_on(folder.file("test.sqlite"), disk.name())) == std::set<std::int64_t>{1}
    );
}

TEST_CASE("A full disk refuses writes and takes them again when there is room") {
    const TestFolder folder;
    FaultDisk disk;
    auto database = open_on(folder.file("test.sqlite"), disk.name());
    REQUIRE(write_entry(*database, 1, "before"));

    disk.set_room(0);
    for (std::int64_t id = 2; id <= 5; ++id) {
        const Result<void> refused = write_entry(*database, id, "refused");
        REQUIRE(!refused);
        CHECK(refused.error().code() == ErrorCode::unavailable);
        CHECK(refused.error().message().contains("full"));
    }
    CHECK(database->is_writable());
    CHECK(entries_of(*database) == std::set<std::int64_t>{1});

    disk.mend();
    CHECK(write_entry(*database, 2, "after"));
    CHECK(entries_of(*database) == std::set<std::int64_t>{1, 2});
}

TEST_CASE("A work that fills the disk does not take the others of its group with it") {
    const TestFolder folder;
    FaultDisk disk;
    auto database = open_on(folder.file("test.sqlite"), disk.name());
    Ledger ledger;
    std::atomic<int> refused{0};
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
    const auto write_as = [&](std::int64_t id, std::int64_t bytes) {
        const auto outcome = database->write([&](Transaction& tx) {
            return tx.execute(insert_zeros_query, {id, bytes});
        });
        outcome ? ledger.acknowledge(id, 0) : static_cast<void>(++refused);
    };
    {
        std::vector<std::jthread> threads;
        for (std::int64_t id = 1; id <= 12; ++id) {
            // Number 6 is larger than the writer's cache: the disk is full in the middle of its
            // statement, and the whole transaction gone, while others of the group wait before and
            // after it.
            threads.emplace_back([&, id] { write_as(id, id == 6 ? 20'000'000 : 100); });
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        disk.set_room(8'000'000);
        goes_on.release();
    }
    CHECK(refused == 1);
    CHECK(ledger.acknowledged_count() == 11);
    CHECK(entries_of(*database) == ledger.acknowledged());
    CHECK(!ledger.acknowledged().contains(6));
}

TEST_CASE("A work that overlooks the failure of the disk is not acknowledged") {
    const TestFolder folder;
    FaultDisk disk;
    auto database = open_on(folder.file("test.sqlite"), disk.name());
    disk.set_room(8'000'000);
    const auto outcome = database->write([&](Transaction& tx) -> Result<void> {
        CHECK(!tx.execute(insert_zeros_query, {1, 20'000'000}));
        CHECK(!tx.execute(insert_entry_query, {2, "in no transaction"}));
        return {};
    });
    REQUIRE(!outcome);
    CHECK(outcome.error().code() == ErrorCode::unavailable);
    CHECK(entries_of(*database).empty());
}

TEST_CASE(
    "Whichever write or sync fails, what was acknowledged is there and the rest is whole or not"
) {
    enum class What : std::uint8_t { write_error, write_full, sync_error };
    int failures = 0;
    for (const What what : {What::write_error, What::write_full, What::sync_error}) {
        for (const bool for_ever : {false, true}) {
            for (std::int64_t count = 1; count <= 24; ++count) {
                const TestFolder folder;
                FaultDisk disk;
                auto database = open_on(folder.file("test.sqlite"), disk.name());
                if (what == What::sync_error) {
                    disk.fail_sync(count, for_ever);
                } else {
                    disk.fail_write(
                        count,
                        what == What::write_full ? Fault::disk_full : Fault::io_error,
                        for_ever
                    );
                }
                Ledger ledger;
                for (std::int64_t id = 1; id <= 12; ++id) {
                    ledger.send(id);
                    const Result<void> outcome = write_entry(*database, id, "entry");
                    outcome ? ledger.acknowledge(id, 0) : static_cast<void>(++failures);
                    if (!outcome) CHECK(outcome.error().code() == ErrorCode::unavailable);
                }
                const std::set<std::int64_t> read = entries_of(*database);
                CHECK(read == ledger.acknowledged());
                database.reset();
                disk.mend();
                const std::set<std::int64_t> found =
                    entries_of(*open_on(folder.file("test.sqlite"), disk.name()));
                CHECK(ledger.count_lost(found, 0) == 0);
                CHECK(ledger.holds_all(found));
            }
        }
    }
    CHECK(failures > 200);
}

TEST_CASE("Readers do not feel a slow disk") {
    const TestFolder folder;
    FaultDisk disk;
    auto database = open_on(folder.file("test.sqlite"), disk.name());
    REQUIRE(write_entry(*database, 1, "before"));
    constexpr int slow_milliseconds = 400;
    disk.set_sync_milliseconds(slow_milliseconds);
    std::atomic<bool> written{false};
    std::jthread writing{[&] {
        CHECK(write_entry(*database, 2, "slow"));
        written = true;
    }};
    int reads = 0;
    std::int64_t longest = 0;
    while (!written) {
        const std::int64_t begun_at = monotonic_milliseconds();
        CHECK(!entries_of(*database).empty());
        longest = std::max(longest, monotonic_milliseconds() - begun_at);
        ++reads;
    }
    CHECK(reads > 100);
    CHECK(longest < slow_milliseconds / 2);
}

} // namespace attest::db
