// What a claim's own page says of its dates.
#pragma once

#include "base/error.h"
#include "service/site.h"
#include "service/timeline.h"

#include <vector>

namespace attest::service {

/// The dates of one claim of a question, with the hints that follow from the others.
Result<std::vector<TimelineItem>>
list_dates_of_claim(const Site& site, QuestionId question, ClaimId claim);

} // namespace attest::service
