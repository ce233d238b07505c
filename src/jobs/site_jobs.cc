#include "jobs/site_jobs.h"

#include "base/log.h"
#include "jobs/queue.h"
#include "service/citation_places.h"
#include "service/notices.h"
#include "service/ranking.h"
#include "service/rejudging.h"
#include "service/rerendering.h"
#include "service/scans.h"
#include "service/waiting_checks.h"

#include <optional>

namespace attest::jobs {

namespace {

/// What the lists were last worked out from.
struct Ranked {
    std::uint64_t stamp = 0;
    std::int64_t hour = 0;

    bool operator==(const Ranked&) const = default;
};

Job ranking_job(const SiteWork& work) {
    const auto refresh = [site = &work.site, stamps = &work.stamps, last = std::optional<Ranked>{}](
                         ) mutable -> Result<bool> {
        const Ranked now{
            .stamp = stamps->read(domain::stamp_of_site),
            .hour = site->clock().milliseconds / hours(1).milliseconds,
        };
        if (last == now) return false;
        TRY(service::refresh_ranked_lists(*site));
        last = now;
        return false;
    };
    return {.name = "ranking", .every = ranking_every, .run = refresh};
}

Job views_job(const SiteWork& work) {
    const auto write = [site = &work.site, views = &work.views]() -> Result<bool> {
        TRY(service::write_views(*site, *views));
        return false;
    };
    return {.name = "views", .every = views_written_every, .run = write, .runs_at_end = true};
}

/// Once through all posts after each start; a new renderer comes with a new program.
Job rerendering_job(const SiteWork& work) {
    const auto rerender = [site = &work.site,
                           so_far = service::Rerendering{}]() mutable -> Result<bool> {
        if (so_far.is_done) return false;
        so_far = TRY(service::rerender_some(*site, so_far));
        if (so_far.is_done && so_far.rendered > 0) {
            log_event(
                LogLevel::info,
                "bodies_rerendered",
                {{"site", std::string_view{site->settings.name}}, {"posts", so_far.rendered}}
            );
        }
        return !so_far.is_done;
    };
    return {.name = "rerendering", .every = rerendering_every, .run = rerender};
}

Job forgetting_job(const SiteWork& work) {
    const auto forget = [site = &work.site]() -> Result<bool> {
        TRY(service::forget_expired_checks(*site));
        return false;
    };
    return {.name = "forgetting", .every = expired_forgotten_every, .run = forget};
}

Job notice_job(const SiteWork& work) {
    return queue_job({
        .name = std::string{notices},
        .kind = service::notice_job,
        .database = work.site.database,
        .clock = work.site.clock,
        .run = [site = &work.site](const storage::QueuedJob& job
               ) { return service::tell_people(*site, job); },
    });
}

Job judging_job(const SiteWork& work) {
    return queue_job({
        .name = std::string{judging},
        .kind = service::judging_job,
        .database = work.site.database,
        .clock = work.site.clock,
        .run = [site = &work.site](const storage::QueuedJob& job
               ) { return service::judge_more(*site, job); },
    });
}

} // namespace

std::vector<Job> scan_jobs(const Site& site) {
    return {
        {
            .name = "scans",
            .every = scans_looked_for_every,
            .run = [&site] { return service::read_waiting_scan(site); },
        },
        {
            .name = "citation_places",
            .every = scans_looked_for_every,
            .run = [&site] { return service::place_waiting_citations(site); },
        },
    };
}

std::vector<Job> site_jobs(const SiteWork& work) {
    std::vector<Job> jobs;
    jobs.push_back(notice_job(work));
    jobs.push_back(judging_job(work));
    jobs.push_back(views_job(work));
    jobs.push_back(ranking_job(work));
    jobs.push_back(rerendering_job(work));
    jobs.push_back(forgetting_job(work));
    return jobs;
}

} // namespace attest::jobs
