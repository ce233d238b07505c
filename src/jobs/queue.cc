#include "jobs/queue.h"

#include "base/log.h"
#include "jobs/limits.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace attest::jobs {

namespace {

Duration doubled(Duration first, std::int64_t times, Duration longest) {
    Duration pause = first;
    for (std::int64_t i = 0; i < times && pause < longest; ++i)
        pause.milliseconds *= 2;
    return std::min(pause, longest);
}

bool is_for_good(ErrorCode code) {
    return code == ErrorCode::invalid || code == ErrorCode::not_found
           || code == ErrorCode::forbidden;
}

class Runner {
public:
    explicit Runner(Queue queue) : queue_{std::move(queue)} {}

    /// True if more is due at once.
    Result<bool> run_some() {
        if (queue_.clock() < resting_until_) return false;
        const std::vector<storage::QueuedJob> due =
            TRY(queue_.database.read([&](db::ReadTransaction& tx) {
                return storage::list_due_jobs(tx, queue_.kind, queue_.clock(), jobs_at_once);
            }));
        for (const storage::QueuedJob& job : due) {
            const Result<void> outcome = queue_.run(job);
            if (outcome) {
                failures_in_a_row_ = 0;
                continue;
            }
            TRY(settle_failure(job, outcome.error()));
            if (is_for_good(outcome.error().code())) continue;
            rest();
            return false;
        }
        return std::ssize(due) == jobs_at_once;
    }

private:
    Result<void> settle_failure(const storage::QueuedJob& job, const Error& error) {
        const std::int64_t failures = job.attempts + 1;
        const bool is_given_up = is_for_good(error.code()) || failures >= attempts_max;
        log_error(
            is_given_up ? "job_given_up" : "job_put_off",
            error,
            {{"kind", std::string_view{job.kind}}, {"job", job.id.value}, {"attempts", failures}}
        );
        const Time again = queue_.clock() + retry_pause(failures);
        return queue_.database.write([&](db::Transaction& tx) {
            return is_given_up ? storage::delete_job(tx, job.id)
                               : storage::postpone_job(tx, job.id, again);
        });
    }

    void rest() {
        resting_until_ = queue_.clock() + doubled(rest_first, failures_in_a_row_, rest_longest);
        ++failures_in_a_row_;
    }

    Queue queue_;
    std::int64_t failures_in_a_row_ = 0;
    Time resting_until_{};
};

} // namespace

Job queue_job(Queue queue) {
    const std::string name = queue.name;
    const auto runner = std::make_shared<Runner>(std::move(queue));
    return {.name = name, .every = queue_looked_at_every, .run = [runner] {
                return runner->run_some();
            }};
}

Duration retry_pause(std::int64_t failures) {
    return doubled(retry_first, failures - 1, retry_longest);
}

} // namespace attest::jobs
