// Keeping the lists that depend on the hour: hot, week and month (decisions.md, 28).
#pragma once

#include "base/error.h"
#include "service/site.h"

#include <cstdint>

namespace attest::service {

/// Works out the three lists and stores those that have changed. Reads and ranks outside of the
/// writer.
Result<void> refresh_ranked_lists(const Site& site);

/// The number of the site's newest change, to know whether there is anything to refresh.
Result<std::int64_t> find_last_change(const Site& site);

} // namespace attest::service
