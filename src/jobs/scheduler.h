// Work that comes back: one thread that runs each job when it is due. Jobs are short, and run one
// after another, so none waits for longer than the others take.
//
// The clock is a seam: a test moves it and calls `run_due` itself.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "jobs/bell.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace attest::jobs {

struct Job {
    std::string name; ///< In the log.
    Duration every;
    /// Answers true if there is more to do at once.
    std::function<Result<bool>()> run;
    bool runs_at_end =
        false; ///< Once more when the scheduler stops: what is in memory must be written.
};

class Scheduler {
public:
    /// Every job is due at once.
    Scheduler(Clock clock, std::vector<Job> jobs);
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// Stops after the running job, and runs those that run at the end.
    ~Scheduler();

    void start();

    /// Makes a job due now: what it waited for has come. From any thread; does not wait. A name
    /// that no job has is a bug.
    void wake(std::string_view name);

    /// Wakes the job whenever the bell is rung, until the scheduler ends. The bell must outlive it.
    void listen_to(Bell& bell, std::string name);

    /// Runs what is due, each job once; answers when the next is. A job that fails is logged and
    /// tried again when it is due next. Not to be called once `start` was.
    Time run_due();

private:
    struct Entry {
        Job job;
        Time due;
        bool is_woken = false; ///< Under the mutex.
    };

    bool take_woken(Entry& entry);
    void work(const std::stop_token& stop);

    Clock clock_;
    std::vector<Entry> entries_;
    std::vector<Bell*> bells_;
    std::mutex mutex_;
    std::condition_variable_any stopped_; ///< Or woken.
    bool woken_ = false;
    std::jthread thread_;
};

} // namespace attest::jobs
