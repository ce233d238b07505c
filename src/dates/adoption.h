// Where and when the Gregorian calendar was adopted: what a place says about a date whose calendar
// nobody stated.
#pragma once

#include "dates/historical_date.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attest::dates {

struct Adoption {
    std::string_view place; ///< a key: "britain"
    std::string_view name;  ///< for the reader: "Britain and its colonies"
    Civil last_julian;      ///< Sweden's is of the years after its own calendar
    Civil first_gregorian;
    /// Until which day the year began on 25 March, if it did.
    std::optional<Civil> last_lady_day_year = {};
};

std::span<const Adoption> adoptions();

/// Null for a place that is not in the table.
const Adoption* find_adoption(std::string_view place);

/// The calendar in use there on that day. Sweden's own is known.
Calendar calendar_at(const Adoption& place, DayNumber day);

/// "1731 or 1731/32?", for a British day from 1 January to 24 March in Old Style before 1752, when
/// legal documents still counted the old year. Nothing if there is nothing to ask.
std::optional<std::string> ask_year_beginning(const HistoricalDate& date, const Adoption& place);

} // namespace attest::dates
