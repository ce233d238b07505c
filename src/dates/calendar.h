// Days and calendars: integer arithmetic between a Julian day number and year, month, day.
//
// A day is one 32-bit number, whatever the calendar that names it; two dates are compared by it and
// never by their names. All calendars are proleptic: they go on before they were introduced. Years
// are counted as astronomers do, with a year 0 (1 BC), so that no arithmetic has a gap.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>

namespace attest::dates {

/// The value is what stands in the database and in exports.
enum class Calendar : char {
    gregorian = 'G',
    julian = 'J',
    /// Sweden's own from 1 March 1700 to 30 February 1712, one day ahead of the Julian; outside
    /// those years the same as the Julian.
    swedish = 'S',
};

inline constexpr std::array<Calendar, 3> calendars{
    Calendar::gregorian, Calendar::julian, Calendar::swedish
};

/// Julian day number of the day that begins at midnight (the astronomers' number of its noon).
using DayNumber = std::int32_t;

inline constexpr DayNumber open_start = std::numeric_limits<DayNumber>::min();
inline constexpr DayNumber open_end = std::numeric_limits<DayNumber>::max();

struct Civil {
    std::int32_t year = 0;
    std::int32_t month = 1;
    std::int32_t day = 1;

    constexpr auto operator<=>(const Civil&) const = default;
};

/// The year may be anything up to ±1,000,000. The day must exist.
DayNumber day_number(Calendar calendar, const Civil& civil);

Civil civil_of(Calendar calendar, DayNumber day);

/// 0 for a month that is none.
std::int32_t days_in_month(Calendar calendar, std::int32_t year, std::int32_t month);

bool is_day(Calendar calendar, const Civil& civil);

/// 0 is Monday, 6 Sunday: the same in every calendar.
int weekday_of(DayNumber day);

/// "1917-11-07", "-0043-03-15": as ISO 8601 writes it, four digits at least.
std::string format_iso(const Civil& civil);

/// The same in the proleptic Gregorian calendar; "-inf" and "+inf" for open ends.
std::string format_iso(DayNumber day);

} // namespace attest::dates
