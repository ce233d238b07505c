// Threads that run handlers, behind bounded queues. Three lanes: reads and costly reads share the
// workers, of which costly ones hold at most a quarter; changes have threads of their own, made as
// needed, since they mostly wait for the disk.
#pragma once

#include "http/limits.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace attest::http {

enum class Lane : std::uint8_t;

struct WorkerOptions {
    std::size_t workers = 4;
    std::size_t read_queue_max = read_queue_default;
    std::size_t costly_queue_max = costly_queue_default;
    std::size_t change_queue_max = change_queue_default;
};

struct WorkerCounts {
    std::size_t read_queue = 0;
    std::size_t costly_queue = 0;
    std::size_t change_queue = 0;
    std::size_t busy = 0;
};

class WorkerPool {
public:
    using Job = std::move_only_function<void()>;

    explicit WorkerPool(WorkerOptions options);

    /// `stop`.
    ~WorkerPool();

    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    WorkerPool(WorkerPool&&) = delete;
    WorkerPool& operator=(WorkerPool&&) = delete;

    /// False, and the job is dropped, if its lane's queue is full or the pool has stopped.
    bool submit(Lane lane, Job job);

    /// Runs what waits, then ends the threads. Call it from outside of them.
    void stop();

    [[nodiscard]] WorkerCounts counts() const;

private:
    struct Taken {
        Job job;
        bool is_costly = false;
    };

    void work();
    void work_on_changes();
    [[nodiscard]] bool may_take_costly() const;
    Taken take();
    bool submit_change(Job job);

    WorkerOptions options_;
    std::size_t costly_running_max_;

    mutable std::mutex mutex_;
    std::condition_variable work_came_;
    std::condition_variable change_came_;
    std::deque<Job> reads_;
    std::deque<Job> costly_;
    std::deque<Job> changes_;
    std::size_t costly_running_ = 0;
    std::size_t running_ = 0;
    std::size_t change_threads_idle_ = 0;
    bool is_costly_next_ = false;
    bool is_stopping_ = false;
    std::vector<std::jthread> threads_;
    std::vector<std::jthread> change_threads_;
};

} // namespace attest::http
