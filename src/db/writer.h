// The writer: one thread that runs the works of all others and commits as many as wait together.
//
// Each work of a group has a savepoint, so that one that fails is undone alone. But SQLite ends the
// *whole* transaction by itself when the disk is full or fails, and what is run afterwards would be
// committed statement by statement; so after every failed work the writer looks whether the
// transaction is still there, and if not, runs the other works again, each alone. A work is
// answered only after the sync that holds it.
//
// A sync that failed leaves unknown what is on disk, and the next one may lie (the kernel drops the
// dirty pages). So the writer closes for good, and with it every checkpoint; readers go on
// (decisions.md, 21).
#pragma once

#include "base/error.h"
#include "db/database.h"
#include "db/sqlite.h"
#include "db/transaction.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace attest::db {

struct WriterConnections {
    std::unique_ptr<SqliteConnection> writer;
    std::unique_ptr<SqliteConnection> checkpointer;
};

class Writer {
public:
    using Work = std::function<Result<void>(Transaction&)>;
    using OnCommit = std::function<void(std::span<const std::uint64_t>)>;

    Writer(WriterConnections connections, OnCommit on_commit, const WalLimits& wal_limits);

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Finishes what waits, and leaves an empty WAL.
    ~Writer();

    /// Waits until `work` is on disk or refused. An exception of the work comes back to the caller.
    Result<void> run(const Work& work);

    [[nodiscard]] bool is_open() const { return is_open_; }

private:
    struct Waiting;
    enum class Attempt : std::uint8_t { settled, spoilt };

    void serve();
    std::vector<Waiting*> next_group();
    void serve_group(std::vector<Waiting*> group);
    Attempt attempt(std::span<Waiting*> works);
    void run_in_savepoint(Waiting& waiting);
    void commit(std::span<Waiting* const> works);
    void close(const Error& cause);

    Result<void> check_acceptance();
    void tend_wal();
    bool restart_wal();
    void copy_wal();
    void keep_checkpoints();
    bool checkpoint_is_due();

    std::unique_ptr<SqliteConnection> connection_;
    std::unique_ptr<SqliteConnection> checkpoint_connection_;
    OnCommit on_commit_;
    WalLimits wal_limits_;
    std::atomic<bool> is_open_{true};
    std::int64_t restart_not_before_ = 0;

    std::mutex queue_mutex_;
    std::condition_variable queued_;
    std::deque<Waiting*> queue_;
    bool is_stopping_ = false;

    // Held during a checkpoint: SQLite does not let one wait for another.
    std::mutex checkpoint_running_;
    std::mutex checkpoint_mutex_;
    std::condition_variable checkpoint_wanted_;
    bool wants_checkpoint_ = false;
    bool checkpoints_end_ = false;

    std::jthread thread_;
    std::jthread checkpoint_thread_;
};

/// Calling the writer while this thread reads or writes is a bug: the two would wait for each
/// other, or the work would decide by an old snapshot. Marks the time in which it would be one.
class InsideTransaction {
public:
    InsideTransaction();
    InsideTransaction(const InsideTransaction&) = delete;
    InsideTransaction& operator=(const InsideTransaction&) = delete;
    ~InsideTransaction();

    static bool is_now();
};

} // namespace attest::db
