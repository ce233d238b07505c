// What is shown beside the phrase.
#pragma once

#include "dates/historical_date.h"
#include "dates/language.h"

#include <string>

namespace attest::dates {

/// "7 November 1879", "15 March 44 BC", "7 ноября 1879 г.".
std::string format_day(const Civil& civil, const Language& language);

/// "= 7 November 1879 N.S. = 26 October O.S., Friday, JD 2407661"; for more than a day from the
/// first to the last, "…" where it is open. The second year is left out where it is the first.
std::string format_hover(const HistoricalDate& date, const Language& language);

/// The days that are meant, in the calendar of the date, as a chip beside it says them: "1335 …
/// 1345", "25 October 1917 O.S.", "… 1905". The style is said where both were in use.
std::string format_chip(const HistoricalDate& date, const Language& language);

} // namespace attest::dates
