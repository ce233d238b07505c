// Doing the jobs of one kind that stand in a database's queue, in the order in which they are due.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/database.h"
#include "jobs/scheduler.h"
#include "storage/job_queue.h"

#include <functional>
#include <string>
#include <string_view>

namespace attest::jobs {

struct Queue {
    std::string name; ///< Of the scheduler's job, to be woken by.
    std::string_view kind;
    db::Database& database;
    Clock clock;
    /// Does a job and deletes its row. After `invalid`, `not_found` or `forbidden` it is given up;
    /// after any other error tried again later.
    std::function<Result<void>(const storage::QueuedJob&)> run;
};

/// The database must outlive it.
Job queue_job(Queue queue);

/// The pause before a job is tried again that has failed so often (from 1 on).
Duration retry_pause(std::int64_t failures);

} // namespace attest::jobs
