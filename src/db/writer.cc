#include "db/writer.h"

#include "base/log.h"
#include "base/time.h"
#include "base/verify.h"
#include "db/costs.h"
#include "db/limits.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace attest::db {

namespace {

thread_local int transactions_open = 0;

constexpr const char* closed_message = "Nothing can be saved until the keeper has looked at the "
                                       "disk and started the server again. Reading goes on.";

constexpr const char* busy_message = "Too much is being saved at present. Try again in a minute.";

} // namespace

InsideTransaction::InsideTransaction() {
    ++transactions_open;
}

InsideTransaction::~InsideTransaction() {
    --transactions_open;
}

bool InsideTransaction::is_now() {
    return transactions_open > 0;
}

/// A work, on the stack of the thread that waits for it.
struct Writer::Waiting {
    const Work* work;
    std::int64_t start_before;
    Result<void> outcome;
    std::exception_ptr thrown;
    std::vector<std::uint64_t> notes;
    std::int64_t statements = 0;

    std::mutex mutex;
    std::condition_variable answered;
    bool is_answered = false;

    void wait() {
        std::unique_lock lock{mutex};
        answered.wait(lock, [&] { return is_answered; });
    }

    void answer() {
        // Told under the lock: as soon as it is free, the waiting thread takes this off its stack.
        const std::lock_guard lock{mutex};
        is_answered = true;
        answered.notify_one();
    }

    void answer(Error error) {
        thrown = nullptr;
        outcome = std::unexpected{std::move(error)};
        answer();
    }
};

Writer::Writer(WriterConnections connections, OnCommit on_commit, const WalLimits& wal_limits)
    : connection_{std::move(connections.writer)},
      checkpoint_connection_{std::move(connections.checkpointer)},
      on_commit_{std::move(on_commit)},
      wal_limits_{wal_limits},
      thread_{[this] { serve(); }},
      checkpoint_thread_{[this] { keep_checkpoints(); }} {}

Writer::~Writer() {
    {
        const std::lock_guard lock{queue_mutex_};
        is_stopping_ = true;
    }
    queued_.notify_all();
    thread_.join();
    {
        const std::lock_guard lock{checkpoint_mutex_};
        checkpoints_end_ = true;
    }
    checkpoint_wanted_.notify_all();
    checkpoint_thread_.join();

    if (!is_open_) return;
    const Result<bool> truncated = connection_->checkpoint(CheckpointKind::truncate);
    if (!truncated) log_error("last_checkpoint_failed", truncated.error());
}

Result<void> Writer::run(const Work& work) {
    VERIFY(!InsideTransaction::is_now());
    Waiting waiting{
        .work = &work,
        .start_before = monotonic_milliseconds() + work_wait_milliseconds_max,
        .outcome = {},
        .thrown = {},
        .notes = {},
        .mutex = {},
        .answered = {}
    };
    {
        const std::lock_guard lock{queue_mutex_};
        VERIFY(!is_stopping_);
        if (queue_.size() >= waiting_works_max) return fail(ErrorCode::unavailable, busy_message);
        queue_.push_back(&waiting);
    }
    queued_.notify_one();
    waiting.wait();
    count_statements_on_this_thread(waiting.statements);
    if (waiting.thrown) std::rethrow_exception(waiting.thrown);
    return std::move(waiting.outcome);
}

void Writer::serve() {
    const InsideTransaction inside;
    for (;;) {
        std::vector<Waiting*> group = next_group();
        if (group.empty()) return;
        serve_group(std::move(group));
        tend_wal();
    }
}

/// As many works as wait; none once the writer stops.
std::vector<Writer::Waiting*> Writer::next_group() {
    std::unique_lock lock{queue_mutex_};
    queued_.wait(lock, [&] { return is_stopping_ || !queue_.empty(); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), group_works_max));
    std::vector<Waiting*> group{queue_.begin(), queue_.begin() + count};
    queue_.erase(queue_.begin(), queue_.begin() + count);
    return group;
}

void Writer::serve_group(std::vector<Waiting*> group) {
    const std::int64_t now = monotonic_milliseconds();
    std::erase_if(group, [&](Waiting* waiting) {
        if (now < waiting->start_before) return false;
        waiting->answer(Error{ErrorCode::unavailable, busy_message});
        return true;
    });
    if (group.empty()) return;

    if (const Result<void> accepted = check_acceptance(); !accepted) {
        for (Waiting* waiting : group)
            waiting->answer(accepted.error());
        return;
    }
    if (attempt(group) == Attempt::settled) return;

    for (Waiting* waiting : group) {
        if (waiting == nullptr) continue;
        if (const Result<void> accepted = check_acceptance(); !accepted) {
            waiting->answer(accepted.error());
            continue;
        }
        const Attempt alone = attempt(std::span{&waiting, 1});
        VERIFY(alone == Attempt::settled);
    }
}

/// One transaction with all `works`. `settled`: every one has been answered. `spoilt`: nothing was
/// written; a work that has been answered is now null, for it is gone from its thread's stack, and
/// the others must be run again, each alone. A single work is always settled.
Writer::Attempt Writer::attempt(std::span<Waiting*> works) {
    if (Result<void> begun = connection_->begin_write(); !begun) {
        for (Waiting* waiting : works)
            waiting->answer(begun.error());
        return Attempt::settled;
    }
    for (Waiting*& waiting : works) {
        run_in_savepoint(*waiting);
        if (connection_->in_transaction()) continue;
        // The database has ended the transaction. Whose failure it was knows why; one that has
        // overlooked it is run again, or told.
        if (waiting->outcome && works.size() == 1) {
            waiting->outcome = fail(ErrorCode::unavailable, busy_message);
        }
        if (!waiting->outcome) std::exchange(waiting, nullptr)->answer();
        return works.size() == 1 ? Attempt::settled : Attempt::spoilt;
    }

    Result<void> committed = connection_->commit();
    if (committed) {
        commit(works);
        return Attempt::settled;
    }
    connection_->roll_back();
    if (connection_->sync_failed()) {
        close(committed.error());
        for (Waiting* waiting : works)
            waiting->answer(Error{ErrorCode::unavailable, closed_message});
        return Attempt::settled;
    }
    // What failed in this group may have failed by what another had written: all are asked again.
    if (works.size() > 1) return Attempt::spoilt;
    works.front()->answer(std::move(committed).error());
    return Attempt::settled;
}

void Writer::run_in_savepoint(Waiting& waiting) {
    waiting.thrown = nullptr;
    waiting.notes.clear();
    waiting.outcome = connection_->set_savepoint();
    if (!waiting.outcome) return;

    Transaction tx{*connection_};
    const std::int64_t statements_before = statements_run_on_this_thread();
    try {
        waiting.outcome = (*waiting.work)(tx);
    } catch (...) { // the machine failed, no memory for instance: the waiting thread hears of it
        waiting.thrown = std::current_exception();
        waiting.outcome = fail(ErrorCode::internal, "Something is wrong on our side.");
    }
    waiting.statements = statements_run_on_this_thread() - statements_before;
    waiting.notes = std::move(tx.notes());
    if (!connection_->in_transaction()) return;

    if (waiting.outcome) {
        waiting.outcome = connection_->release_savepoint();
        if (waiting.outcome) return;
    }
    const Result<void> undone = connection_->roll_back_to_savepoint();
    if (!undone) connection_->roll_back();
}

/// After COMMIT: tells what has changed, then answers.
void Writer::commit(std::span<Waiting* const> works) {
    std::vector<std::uint64_t> notes;
    for (const Waiting* waiting : works) {
        if (waiting->outcome)
            notes.insert(notes.end(), waiting->notes.begin(), waiting->notes.end());
    }
    if (on_commit_ && !notes.empty()) on_commit_(notes);
    for (Waiting* waiting : works)
        waiting->answer();
}

void Writer::close(const Error& cause) {
    if (is_open_.exchange(false)) log_error("writer_closed_after_failed_sync", cause);
}

/// May a write begin now?
Result<void> Writer::check_acceptance() {
    if (!is_open_) return fail(ErrorCode::unavailable, closed_message);
    if (connection_->wal_bytes() < wal_limits_.refuse_bytes || restart_wal()) return {};
    return fail(ErrorCode::unavailable, busy_message);
}

void Writer::tend_wal() {
    if (!is_open_) return;
    if (connection_->wal_bytes() >= wal_limits_.restart_bytes && restart_wal()) return;
    if (!checkpoint_is_due()) return;
    {
        const std::lock_guard lock{checkpoint_mutex_};
        wants_checkpoint_ = true;
    }
    checkpoint_wanted_.notify_one();
}

bool Writer::checkpoint_is_due() {
    return connection_->wal_bytes() >= checkpoint_frames_min * connection_->page_bytes();
}

/// Starts the WAL from its beginning; false if readers are in the way, now or a moment ago, or the
/// checkpointer is at work (after which the next group comes back to it).
bool Writer::restart_wal() {
    if (monotonic_milliseconds() < restart_not_before_) return false;
    const std::unique_lock running{checkpoint_running_, std::try_to_lock};
    if (!running) return false;
    const Result<bool> restarted =
        connection_->checkpoint(CheckpointKind::restart, wal_restart_wait_milliseconds);
    if (restarted && *restarted) return true;
    if (!restarted) log_error("checkpoint_failed", restarted.error());
    if (connection_->sync_failed()) close(restarted.error());
    restart_not_before_ = monotonic_milliseconds() + wal_restart_pause_milliseconds;
    return false;
}

void Writer::copy_wal() {
    if (!is_open_) return;
    const std::lock_guard running{checkpoint_running_};
    const Result<bool> copied = checkpoint_connection_->checkpoint(CheckpointKind::passive);
    if (copied) return;
    log_error("checkpoint_failed", copied.error());
    if (checkpoint_connection_->sync_failed()) close(copied.error());
}

void Writer::keep_checkpoints() {
    std::unique_lock lock{checkpoint_mutex_};
    for (;;) {
        checkpoint_wanted_.wait(lock, [&] { return wants_checkpoint_ || checkpoints_end_; });
        if (checkpoints_end_) return;
        wants_checkpoint_ = false;
        lock.unlock();
        copy_wal();
        lock.lock();
        checkpoint_wanted_.wait_for(
            lock,
            std::chrono::milliseconds{checkpoint_pause_milliseconds},
            [&] { return checkpoints_end_; }
        );
    }
}

} // namespace attest::db
