// A moment: whole milliseconds since 1970 UTC, the precision of a Stack Exchange dump. Historical
// dates are another type (dates/).
#pragma once

#include "base/error.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace attest {

struct Time {
    std::int64_t milliseconds = 0;

    constexpr auto operator<=>(const Time&) const = default;
};

struct Duration {
    std::int64_t milliseconds = 0;

    constexpr auto operator<=>(const Duration&) const = default;
};

constexpr Duration seconds(std::int64_t count) {
    return {count * 1'000};
}

constexpr Duration minutes(std::int64_t count) {
    return seconds(count * 60);
}

constexpr Duration hours(std::int64_t count) {
    return minutes(count * 60);
}

constexpr Duration days(std::int64_t count) {
    return hours(count * 24);
}

constexpr Time operator+(Time time, Duration span) {
    return {time.milliseconds + span.milliseconds};
}

constexpr Time operator-(Time time, Duration span) {
    return {time.milliseconds - span.milliseconds};
}

constexpr Duration operator-(Time later, Time earlier) {
    return {later.milliseconds - earlier.milliseconds};
}

/// Year, month (1–12) and day (1–31) of the proleptic Gregorian calendar, and the time of day, UTC.
struct CivilTime {
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
    int millisecond;
};

CivilTime civil_time(Time time);
Time time_of(const CivilTime& civil);

/// "2014-01-21T20:26:05.383": as a dump prints it, without a zone.
std::string format_dump_time(Time time);

/// "2014-01-21T20:26:05Z": for `<time datetime>`, Atom (RFC 3339) and sitemaps; whole seconds.
std::string format_rfc3339(Time time);

/// "Tue, 21 Jan 2014 20:26:05 GMT": an HTTP-date (RFC 9110, 5.6.7).
std::string format_http_date(Time time);

/// Reads "yyyy-MM-dd", "yyyy-MM-ddThh:mm", "…:ss" and "…:ss.f" with one to three or more digits of
/// a second (digits past the third are dropped), an optional "Z". `invalid` for anything else and
/// for days that do not exist.
Result<Time> parse_time(std::string_view text);

/// The seam for the clock: everything that needs to know the time is given one of these.
using Clock = std::function<Time()>;

Clock system_clock();

/// Milliseconds that never go back, for measuring and for deadlines; unrelated to the calendar.
std::int64_t monotonic_milliseconds();

} // namespace attest
