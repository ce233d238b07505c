// What happens later: a row written in the transaction of what caused it, so that it is there if
// and only if that is. The site's database has such a table, and the network's.
//
// Whoever does a job deletes its row in the transaction of what it did; what cannot be undone (a
// mail that was sent) is done before, and so at least once.
#pragma once

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "db/transaction.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest {
using JobId = Id<struct JobTag>;
}

namespace attest::storage {

struct NewJob {
    std::string_view kind; ///< Names the one who does it: "notify".
    std::string payload;   ///< JSON.
    Time created_at;
    Duration delay = {};
};

struct QueuedJob {
    JobId id;
    std::string kind;
    std::string payload;
    std::int64_t attempts = 0; ///< Those that have failed.
};

/// A note to `db::DatabaseOptions::on_commit`: there are jobs. Beyond the slots of stamps.
inline constexpr std::uint64_t jobs_note = std::numeric_limits<std::uint64_t>::max();

/// Whoever waits for jobs is woken after the commit.
Result<void> enqueue_job(db::Transaction& tx, const NewJob& job);

/// Of one kind, those due first.
Result<std::vector<QueuedJob>>
list_due_jobs(db::ReadTransaction& tx, std::string_view kind, Time now, std::int64_t count_max);

/// When the first job of a kind is due; nothing if there is none.
Result<std::optional<Time>> find_next_job_time(db::ReadTransaction& tx, std::string_view kind);

/// It is done, or given up.
Result<void> delete_job(db::Transaction& tx, JobId job);

/// All of a kind.
Result<void> delete_jobs(db::Transaction& tx, std::string_view kind);

/// It has failed once more and is due again later.
Result<void> postpone_job(db::Transaction& tx, JobId job, Time run_after);

} // namespace attest::storage
