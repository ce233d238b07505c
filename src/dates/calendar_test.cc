#include "dates/calendar.h"

#include <date/date.h>
#include <date/julian.h>
#include <doctest/doctest.h>
#include <unicode/gregocal.h>

#include <chrono>
#include <cstdint>
#include <limits>

using namespace attest;
using namespace attest::dates;

namespace {

// From 1 January 4713 BC in the Julian calendar to the last day of AD 3000.
constexpr DayNumber first_day = 0;
constexpr DayNumber last_day = 2'817'152;
constexpr DayNumber unix_epoch = 2'440'588;

/// Days on which our arithmetic and Howard Hinnant's differ, there or back.
template <typename YearMonthDay>
std::int64_t count_differences(Calendar calendar) {
    std::int64_t differences = 0;
    for (DayNumber day = first_day; day <= last_day; ++day) {
        const YearMonthDay theirs{date::sys_days{date::days{day - unix_epoch}}};
        const Civil expected{
            static_cast<int>(theirs.year()),
            static_cast<std::int32_t>(static_cast<unsigned>(theirs.month())),
            static_cast<std::int32_t>(static_cast<unsigned>(theirs.day()))
        };
        if (civil_of(calendar, day) != expected) ++differences;
        if (day_number(calendar, expected) != day) ++differences;
    }
    return differences;
}

/// The same against ICU, which is slower: `step` days apart.
std::int64_t count_icu_differences(Calendar calendar, DayNumber step) {
    UErrorCode status = U_ZERO_ERROR;
    icu::GregorianCalendar theirs{*icu::TimeZone::getGMT(), status};
    constexpr double never = 8.64e15;
    theirs.setGregorianChange(calendar == Calendar::julian ? never : -never, status);
    std::int64_t differences = 0;
    for (DayNumber day = first_day; day <= last_day; day += step) {
        theirs.setTime((double{1} * day - unix_epoch) * 86'400'000, status);
        const Civil expected{
            theirs.get(UCAL_EXTENDED_YEAR, status),
            theirs.get(UCAL_MONTH, status) + 1,
            theirs.get(UCAL_DATE, status)
        };
        if (civil_of(calendar, day) != expected) ++differences;
        const int weekday = theirs.get(UCAL_DAY_OF_WEEK, status) - 2; // ICU: Sunday is 1
        if (weekday_of(day) != (weekday + 7) % 7) ++differences;
    }
    REQUIRE(U_SUCCESS(status));
    return differences;
}

} // namespace

TEST_CASE("Every day from 4713 BC to AD 3000 is that of Hinnant's library") {
    CHECK(civil_of(Calendar::julian, first_day) == Civil{-4712, 1, 1});
    CHECK(civil_of(Calendar::gregorian, last_day) == Civil{3000, 12, 31});
    CHECK(count_differences<julian::year_month_day>(Calendar::julian) == 0);
    CHECK(count_differences<date::year_month_day>(Calendar::gregorian) == 0);
}

TEST_CASE("Every day from 4713 BC to AD 3000 is that of ICU") {
    CHECK(count_icu_differences(Calendar::julian, 1) == 0);
    CHECK(count_icu_differences(Calendar::gregorian, 1) == 0);
}

TEST_CASE("Every day of the three calendars comes back from its name") {
    constexpr DayNumber margin = 4'000'000; // about 10,000 years before and after
    std::int64_t differences = 0;
    for (const Calendar calendar : calendars) {
        for (DayNumber day = -margin; day <= margin; day += 7) {
            const Civil civil = civil_of(calendar, day);
            if (!is_day(calendar, civil) || day_number(calendar, civil) != day) ++differences;
        }
    }
    CHECK(differences == 0);
}

TEST_CASE("Sweden's calendar runs day by day through its twelve years") {
    const DayNumber before = day_number(Calendar::swedish, {1700, 2, 28});
    CHECK(day_number(Calendar::swedish, {1700, 3, 1}) == before + 1);
    CHECK(
        day_number(Calendar::swedish, {1712, 2, 30}) + 1
        == day_number(Calendar::swedish, {1712, 3, 1})
    );
    DayNumber day = before;
    for (std::int32_t year = 1700; year <= 1712; ++year) {
        for (std::int32_t month = 1; month <= 12; ++month) {
            const std::int32_t length = days_in_month(Calendar::swedish, year, month);
            for (std::int32_t of_month = 1; of_month <= length; ++of_month) {
                if (Civil{year, month, of_month} <= Civil{1700, 2, 28}) continue;
                REQUIRE(day_number(Calendar::swedish, {year, month, of_month}) == ++day);
                REQUIRE(civil_of(Calendar::swedish, day) == Civil{year, month, of_month});
            }
        }
    }
}

TEST_CASE("Days that a calendar does not have are none") {
    for (const std::int32_t year : {1700, 1800, 1900, 2100}) {
        CHECK_FALSE(is_day(Calendar::gregorian, {year, 2, 29}));
        CHECK(is_day(Calendar::julian, {year, 2, 29}));
    }
    CHECK(is_day(Calendar::gregorian, {2000, 2, 29}));
    CHECK_FALSE(is_day(Calendar::gregorian, {1917, 2, 29}));
    CHECK_FALSE(is_day(Calendar::swedish, {1700, 2, 29}));
    CHECK(is_day(Calendar::swedish, {1712, 2, 30}));
    CHECK_FALSE(is_day(Calendar::julian, {1712, 2, 30}));
    CHECK_FALSE(is_day(Calendar::gregorian, {1712, 2, 30}));
    CHECK_FALSE(is_day(Calendar::gregorian, {1917, 13, 1}));
    CHECK_FALSE(is_day(Calendar::gregorian, {1917, 1, 32}));
    CHECK_FALSE(is_day(Calendar::gregorian, {1917, 0, 1}));
    CHECK_FALSE(is_day(Calendar::gregorian, {1917, 1, 0}));
    CHECK(is_day(Calendar::gregorian, {1582, 10, 10}));
    CHECK(is_day(Calendar::julian, {-4, 2, 29}));
}

TEST_CASE("Days are printed as ISO 8601 prints them, with a year 0") {
    CHECK(format_iso(Civil{-43, 3, 15}) == "-0043-03-15");
    CHECK(format_iso(DayNumber{0}) == "-4713-11-24");
    CHECK(format_iso(open_start) == "-inf");
    CHECK(format_iso(open_end) == "+inf");
}
