// One database: a writer that commits waiting works in groups, and readers that never wait for it.
//
//   site.database.read([&](db::ReadTransaction& tx) -> Result<Page> { … });
//   site.database.write([&](db::Transaction& tx) -> Result<AnswerId> { … });
//
// The work given to `write` may run twice (another work of its group may have spoilt the
// transaction), so it never moves from what it captured, and inside it there is no network,
// rendering or hashing (decisions.md, 20). Calling `write` inside a read or a write is a bug and
// stops the process.
#pragma once

#include "base/error.h"
#include "db/limits.h"
#include "db/migrations.h"
#include "db/transaction.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace attest::db {

/// What one statement has cost since the statistics were last taken; only counted when asked for.
struct StatementCost {
    std::string name;
    std::int64_t runs = 0;
    std::int64_t rows = 0;
    std::int64_t steps = 0; ///< Virtual-machine steps (SQLITE_STMTSTATUS_VM_STEP).
    std::int64_t sorts = 0;
    std::int64_t full_scan_steps = 0;
};

/// How large the WAL may grow; the reasons stand in limits.h. Smaller ones are for tests.
struct WalLimits {
    std::int64_t restart_bytes = wal_restart_bytes;
    std::int64_t refuse_bytes = wal_refuse_bytes;
};

struct DatabaseOptions {
    std::filesystem::path file;
    /// Brought to the newest of these at opening, if `migrate`; otherwise an older schema is
    /// refused, as a newer one always is.
    std::span<const Migration> migrations;
    bool migrate = true;
    bool create = true;
    /// Read connections kept open at the most; a reader beyond waits for one.
    std::size_t readers_max = 16;
    /// Called on the writer's thread with the notes of a group, after COMMIT, before its works are
    /// answered.
    std::function<void(std::span<const std::uint64_t>)> on_commit = {};
    /// Keep StatementCost for every statement: for tests of growth.
    bool counts_costs = false;
    /// The disk: empty for the operating system's, else an SQLite VFS that a test has registered.
    std::string vfs = {};
    WalLimits wal_limits = {};
};

class Database {
public:
    /// Opens or creates the file; `unavailable` or `internal` with one clear sentence if it is not
    /// ours, damaged, of a newer schema, or cannot be opened.
    static Result<std::unique_ptr<Database>> open(DatabaseOptions options);

    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    /// Runs `work` on a snapshot. It must be done within 5 s (limits.h): after that its statements
    /// answer `unavailable`. It sees nothing of a write that has not been answered.
    template <typename Work>
    auto read(Work&& work) -> std::invoke_result_t<Work&, ReadTransaction&> {
        std::optional<std::invoke_result_t<Work&, ReadTransaction&>> answer;
        Result<void> outcome = run_read([&](ReadTransaction& tx) { answer.emplace(work(tx)); });
        if (!outcome) return std::unexpected{std::move(outcome).error()};
        return std::move(*answer);
    }

    /// Runs `work` on the writer's thread and answers when what it wrote is on disk. An error that
    /// it answers undoes what it wrote. `unavailable` without running it if too much waits already.
    template <typename Work>
    auto write(Work&& work) -> std::invoke_result_t<Work&, Transaction&> {
        std::optional<std::invoke_result_t<Work&, Transaction&>> answer;
        Result<void> outcome = run_write([&](Transaction& tx) -> Result<void> {
            answer.emplace(work(tx));
            if (!*answer) return std::unexpected{answer->error()};
            return {};
        });
        if (!outcome) return std::unexpected{std::move(outcome).error()};
        return std::move(*answer);
    }

    /// Costs by statement since the last call (only with `counts_costs`).
    std::vector<StatementCost> take_costs();

    /// False after a failed sync: reads go on, writes answer `unavailable` (decisions.md, 21).
    [[nodiscard]] bool is_writable() const;

private:
    class State;
    explicit Database(std::unique_ptr<State> state);

    Result<void> run_read(const std::function<void(ReadTransaction&)>& work);
    Result<void> run_write(const std::function<Result<void>(Transaction&)>& work);

    std::unique_ptr<State> state_;
};

/// Statements that this thread has run since the thread began; the difference over a request is
/// what the development header shows.
std::int64_t statements_run_on_this_thread();

} // namespace attest::db
