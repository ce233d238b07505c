#include "app/index_progress.h"

#include "dump/progress.h"
#include "search/updater.h"
#include "service/questions.h"

#include <fmt/format.h>

#include <cstdio>
#include <mutex>

namespace attest::app {

namespace {

/// Questions for which the related ones are looked up here and now, at some 2 to 4 ms each. On
/// larger sites the keeper does not wait for them: `attest serve` finds them in the background.
constexpr std::int64_t related_at_once_max = 20'000;

} // namespace

Result<void> build_index(OpenSite& site, IndexBuild build) {
    dump::Progress progress{stderr};
    std::mutex mutex; // the two shards report from threads of their own
    bool has_begun = false;
    const service::SiteTotals totals = TRY(service::read_totals(*site.site));
    const search::UpdaterOptions options{
        .rebuilds = build == IndexBuild::anew,
        .fills_related = totals.questions <= related_at_once_max,
        .on_progress =
            [&](std::int64_t done, std::int64_t total) {
                const std::scoped_lock lock{mutex};
                if (!has_begun) progress.begin("Indexing posts", total);
                has_begun = true;
                progress.at(done);
            },
    };
    const Result<void> outcome = search::bring_up_to_date(*site.index, *site.database, options);
    if (has_begun) progress.end();
    return outcome;
}

} // namespace attest::app
