// Judging again the posts that cite a source: its kind, its links or its standing has changed. A
// handbook may be cited by ten thousand posts, and a transaction that judged them all would keep
// every other writer waiting; so the first are judged at once, and a job does the rest in slices.
// Until it has, the others show what held before.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "service/site.h"
#include "storage/job_queue.h"

#include <string_view>

namespace attest::service {

/// Kind of the job.
inline constexpr std::string_view judging_job = "judging";

/// Every post that cites the source or its kin is judged, here or by the job.
Result<void> judge_posts_citing(db::Transaction& tx, SourceId source, Time now);

/// Does a job of the kind `judging_job`: the next slice. `internal` for another payload.
Result<void> judge_more(const Site& site, const storage::QueuedJob& job);

} // namespace attest::service
