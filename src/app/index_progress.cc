#include "app/index_progress.h"

#include "dump/progress.h"
#include "search/updater.h"

#include <fmt/format.h>

#include <cstdio>
#include <mutex>

namespace attest::app {

Result<void> build_index(OpenSite& site, IndexBuild build) {
    dump::Progress progress{stderr};
    std::mutex mutex; // the two shards report from threads of their own
    bool has_begun = false;
    const search::UpdaterOptions options{
        .rebuilds = build == IndexBuild::anew,
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
