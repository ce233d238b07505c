// Reads a date as people write it, in English and Russian.
//
// Three steps. Words: tokens.h says what each word means, by tables. Grammar: the phrase is taken
// apart from the outside in – calendar, "about", between, from–to, before, or – until single dates
// are left (partial.h), which lend each other what they leave out. Calendar: what the phrase
// states, else what its weekdays prove, else what the day and place make likely.
#pragma once

#include "base/error.h"
#include "dates/adoption.h"
#include "dates/historical_date.h"

#include <string>
#include <string_view>

namespace attest::dates {

struct ReadDate {
    HistoricalDate date;
    /// What the writer should see beside it: how something was understood that could be otherwise.
    /// Empty if nothing could.
    std::string remark;
};

/// `invalid`, with a sentence for the writer, if the phrase cannot be read or cannot be. `place`,
/// where known, says which calendar is likely.
Result<ReadDate> read_date(std::string_view phrase, const Adoption* place = nullptr);

} // namespace attest::dates
