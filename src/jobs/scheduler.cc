#include "jobs/scheduler.h"

#include "base/log.h"
#include "base/verify.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace attest::jobs {

namespace {

/// The longest sleep: a clock that is set back must not stop the jobs for hours.
constexpr Duration sleep_max = minutes(1);

/// Runs a job; true if it wants to be run again at once.
bool run_logged(const Job& job) {
    const Result<bool> outcome = job.run();
    if (outcome) return *outcome;
    log_error("job_failed", outcome.error(), {{"job", std::string_view{job.name}}});
    return false;
}

} // namespace

Scheduler::Scheduler(Clock clock, std::vector<Job> jobs) : clock_{std::move(clock)} {
    const Time now = clock_();
    for (Job& job : jobs)
        entries_.push_back({.job = std::move(job), .due = now});
}

Scheduler::~Scheduler() {
    for (Bell* bell : bells_)
        bell->connect(nullptr, "");
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
    for (const Entry& entry : entries_) {
        if (entry.job.runs_at_end) run_logged(entry.job);
    }
}

void Scheduler::start() {
    VERIFY(!thread_.joinable());
    thread_ = std::jthread{[this](const std::stop_token& stop) { work(stop); }};
}

void Scheduler::wake(std::string_view name) {
    const std::scoped_lock lock{mutex_};
    const auto entry = std::ranges::find(entries_, name, [](const Entry& candidate) {
        return std::string_view{candidate.job.name};
    });
    VERIFY(entry != entries_.end());
    entry->is_woken = true;
    woken_ = true;
    stopped_.notify_all();
}

void Scheduler::listen_to(Bell& bell, std::string name) {
    bells_.push_back(&bell);
    bell.connect(this, std::move(name));
}

bool Scheduler::take_woken(Entry& entry) {
    const std::scoped_lock lock{mutex_};
    return std::exchange(entry.is_woken, false);
}

Time Scheduler::run_due() {
    Time next = clock_() + sleep_max;
    for (Entry& entry : entries_) {
        const Time now = clock_();
        if (take_woken(entry) || entry.due <= now) {
            const bool has_more = run_logged(entry.job);
            entry.due = has_more ? now : now + entry.job.every;
        }
        next = std::min(next, entry.due);
    }
    return next;
}

void Scheduler::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const Duration pause = run_due() - clock_();
        const Duration bounded = std::clamp(pause, Duration{0}, sleep_max);
        std::unique_lock lock{mutex_};
        stopped_.wait_for(lock, stop, std::chrono::milliseconds{bounded.milliseconds}, [this] {
            return woken_;
        });
        woken_ = false;
    }
}

} // namespace attest::jobs
