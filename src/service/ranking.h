// Keeping the lists that depend on the hour: hot, week and month (decisions.md, 28).
#pragma once

#include "base/error.h"
#include "service/site.h"

namespace attest::service {

/// Works out the three lists and stores those that have changed. Reads and ranks outside of the
/// writer.
Result<void> refresh_ranked_lists(const Site& site);

} // namespace attest::service
