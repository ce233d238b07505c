#include "http/worker_pool.h"

#include "http/server.h"

#include <algorithm>
#include <utility>

namespace attest::http {

WorkerPool::WorkerPool(WorkerOptions options)
    : options_{options},
      costly_running_max_{std::max<std::size_t>(1, options.workers / costly_workers_divisor)} {
    threads_.reserve(options_.workers);
    for (std::size_t count = 0; count < options_.workers; ++count) {
        threads_.emplace_back([this] { work(); });
    }
}

WorkerPool::~WorkerPool() {
    stop();
}

bool WorkerPool::submit(Lane lane, Job job) {
    if (lane == Lane::change) return submit_change(std::move(job));
    const std::lock_guard lock{mutex_};
    std::deque<Job>& queue = lane == Lane::costly ? costly_ : reads_;
    const std::size_t length_max =
        lane == Lane::costly ? options_.costly_queue_max : options_.read_queue_max;
    if (is_stopping_ || queue.size() >= length_max) return false;
    queue.push_back(std::move(job));
    work_came_.notify_one();
    return true;
}

bool WorkerPool::submit_change(Job job) {
    const std::lock_guard lock{mutex_};
    if (is_stopping_ || changes_.size() >= options_.change_queue_max) return false;
    changes_.push_back(std::move(job));
    const bool is_thread_wanted = changes_.size() > change_threads_idle_;
    if (is_thread_wanted && change_threads_.size() < change_threads_max) {
        change_threads_.emplace_back([this] { work_on_changes(); });
    }
    change_came_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock{mutex_};
        is_stopping_ = true;
    }
    work_came_.notify_all();
    change_came_.notify_all();
    threads_.clear();
    change_threads_.clear();
}

WorkerCounts WorkerPool::counts() const {
    const std::lock_guard lock{mutex_};
    return {
        .read_queue = reads_.size(),
        .costly_queue = costly_.size(),
        .change_queue = changes_.size(),
        .busy = running_,
    };
}

bool WorkerPool::may_take_costly() const {
    return !costly_.empty() && costly_running_ < costly_running_max_;
}

WorkerPool::Taken WorkerPool::take() {
    // Turn about, so that neither lane starves the other even where there is but one worker.
    const bool is_costly = may_take_costly() && (is_costly_next_ || reads_.empty());
    is_costly_next_ = !is_costly;
    std::deque<Job>& queue = is_costly ? costly_ : reads_;
    Taken taken{.job = std::move(queue.front()), .is_costly = is_costly};
    queue.pop_front();
    return taken;
}

void WorkerPool::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        work_came_.wait(lock, [this] {
            return !reads_.empty() || may_take_costly() || (is_stopping_ && costly_.empty());
        });
        if (reads_.empty() && !may_take_costly()) return;
        Taken taken = take();
        ++running_;
        costly_running_ += taken.is_costly ? 1 : 0;
        lock.unlock();
        taken.job();
        taken.job = nullptr;
        lock.lock();
        --running_;
        costly_running_ -= taken.is_costly ? 1 : 0;
        // Whoever waits for a costly place to come free sleeps on the same condition.
        if (taken.is_costly) work_came_.notify_all();
    }
}

void WorkerPool::work_on_changes() {
    std::unique_lock lock{mutex_};
    while (true) {
        ++change_threads_idle_;
        change_came_.wait(lock, [this] { return !changes_.empty() || is_stopping_; });
        --change_threads_idle_;
        if (changes_.empty()) return;
        Job job = std::move(changes_.front());
        changes_.pop_front();
        ++running_;
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        --running_;
    }
}

} // namespace attest::http
