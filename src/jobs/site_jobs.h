// What a served site needs done now and then.
#pragma once

#include "jobs/scheduler.h"
#include "service/site.h"
#include "service/stamps.h"
#include "service/views.h"

#include <vector>

namespace attest::jobs {

/// Views are lost for at most this long by a crash (decisions.md, 27).
inline constexpr Duration views_written_every = seconds(30);

/// Hot, week and month are looked at so often (decisions.md, 28), and worked out when something on
/// the site has changed since or another hour has begun.
inline constexpr Duration ranking_every = minutes(1);

/// Between two slices of bodies that an older renderer made: readers come first.
inline constexpr Duration rerendering_every = hours(24);

/// What has expired is taken away so often.
inline constexpr Duration expired_forgotten_every = hours(1);

/// The job that tells people of what was written, to be woken by.
inline constexpr std::string_view notices = "notices";

/// The job that judges again what cites a source that has changed, to be woken by.
inline constexpr std::string_view judging = "judging";

/// All must outlive the jobs.
struct SiteWork {
    const Site& site;
    const service::Stamps& stamps;
    service::ViewCounter& views;
};

/// Uploaded files are looked for so often: the uploader is waiting.
inline constexpr Duration scans_looked_for_every = seconds(1);

/// Reading uploaded files: for a thread of its own, since it takes seconds at a time.
std::vector<Job> scan_jobs(const Site& site);

std::vector<Job> site_jobs(const SiteWork& work);

} // namespace attest::jobs
