#include "dates/calendar.h"

#include <fmt/format.h>

#include <utility>

namespace attest::dates {

namespace {

// Both calendars are reckoned in years that begin on 1 March, so that the leap day is the last of
// its year and the lengths of the other months follow one formula. Day 0 is 1 March −4800.
constexpr std::int32_t first_year = -4800;
constexpr DayNumber julian_day_zero = -32082;
constexpr DayNumber gregorian_day_zero = -32044;

constexpr std::int32_t days_of_4_years = 1461;
constexpr std::int32_t days_of_400_years = 146097;

// Sweden left out 29 February 1700 and put it back as 30 February 1712.
constexpr Civil swedish_first{1700, 3, 1};
constexpr Civil swedish_last{1712, 2, 30};
constexpr DayNumber swedish_first_day = 2342042;
constexpr DayNumber swedish_last_day = 2346425;

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    return value >= 0 ? value / by : -((-value + by - 1) / by);
}

struct MarchYear {
    std::int64_t year;        // since −4800, beginning in March
    std::int64_t day_of_year; // 0 is 1 March
};

MarchYear march_year(const Civil& civil) {
    const bool early = civil.month <= 2;
    const std::int64_t month = civil.month + (early ? 9 : -3);
    return {
        std::int64_t{civil.year} - first_year - (early ? 1 : 0),
        ((153 * month + 2) / 5) + civil.day - 1,
    };
}

Civil civil_of(const MarchYear& march) {
    const std::int64_t month = (5 * march.day_of_year + 2) / 153;
    const bool early = month >= 10;
    return {
        static_cast<std::int32_t>(march.year + first_year + (early ? 1 : 0)),
        static_cast<std::int32_t>(early ? month - 9 : month + 3),
        static_cast<std::int32_t>(march.day_of_year - ((153 * month + 2) / 5) + 1),
    };
}

DayNumber julian_day(const Civil& civil) {
    const MarchYear march = march_year(civil);
    return static_cast<DayNumber>(
        (365 * march.year) + floor_divide(march.year, 4) + march.day_of_year + julian_day_zero
    );
}

DayNumber gregorian_day(const Civil& civil) {
    const MarchYear march = march_year(civil);
    const std::int64_t leap_days =
        floor_divide(march.year, 4) - floor_divide(march.year, 100) + floor_divide(march.year, 400);
    return static_cast<DayNumber>(
        (365 * march.year) + leap_days + march.day_of_year + gregorian_day_zero
    );
}

Civil julian_civil(DayNumber day) {
    const std::int64_t days = std::int64_t{day} - julian_day_zero;
    const std::int64_t year = floor_divide((4 * days) + 3, days_of_4_years);
    return civil_of({year, days - floor_divide(days_of_4_years * year, 4)});
}

Civil gregorian_civil(DayNumber day) {
    const std::int64_t days = std::int64_t{day} - gregorian_day_zero;
    const std::int64_t century = floor_divide((4 * days) + 3, days_of_400_years);
    const std::int64_t rest = days - floor_divide(days_of_400_years * century, 4);
    const std::int64_t year = (4 * rest + 3) / days_of_4_years;
    return civil_of({(100 * century) + year, rest - (days_of_4_years * year / 4)});
}

bool is_leap_year(Calendar calendar, std::int32_t year) {
    switch (calendar) {
    case Calendar::gregorian:
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    case Calendar::julian:
        return year % 4 == 0;
    case Calendar::swedish:
        return year % 4 == 0 && year != swedish_first.year;
    }
    std::unreachable();
}

} // namespace

DayNumber day_number(Calendar calendar, const Civil& civil) {
    switch (calendar) {
    case Calendar::gregorian:
        return gregorian_day(civil);
    case Calendar::julian:
        return julian_day(civil);
    case Calendar::swedish: {
        const bool ahead = civil >= swedish_first && civil <= swedish_last;
        return julian_day(civil) - (ahead ? 1 : 0);
    }
    }
    std::unreachable();
}

Civil civil_of(Calendar calendar, DayNumber day) {
    switch (calendar) {
    case Calendar::gregorian:
        return gregorian_civil(day);
    case Calendar::julian:
        return julian_civil(day);
    case Calendar::swedish:
        if (day == swedish_last_day) return swedish_last;
        return julian_civil(day >= swedish_first_day && day < swedish_last_day ? day + 1 : day);
    }
    std::unreachable();
}

std::int32_t days_in_month(Calendar calendar, std::int32_t year, std::int32_t month) {
    constexpr std::array<std::int32_t, 13> lengths{
        0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    if (month < 1 || month > 12) return 0;
    if (calendar == Calendar::swedish && year == swedish_last.year && month == 2) return 30;
    return lengths.at(static_cast<std::size_t>(month))
           + (month == 2 && is_leap_year(calendar, year) ? 1 : 0);
}

bool is_day(Calendar calendar, const Civil& civil) {
    return civil.day >= 1 && civil.day <= days_in_month(calendar, civil.year, civil.month);
}

int weekday_of(DayNumber day) {
    const int weekday = day % 7; // day 0 was a Monday
    return weekday < 0 ? weekday + 7 : weekday;
}

std::string format_iso(const Civil& civil) {
    return fmt::format(
        "{}{:04}-{:02}-{:02}",
        civil.year < 0 ? "-" : "",
        civil.year < 0 ? -civil.year : civil.year,
        civil.month,
        civil.day
    );
}

std::string format_iso(DayNumber day) {
    if (day == open_start) return "-inf";
    if (day == open_end) return "+inf";
    return format_iso(civil_of(Calendar::gregorian, day));
}

} // namespace attest::dates
