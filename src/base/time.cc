#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <optional>

namespace attest {

namespace {

using Milliseconds = std::chrono::sys_time<std::chrono::milliseconds>;

constexpr std::array<std::string_view, 7> weekday_names{
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"
};
constexpr std::array<std::string_view, 12> month_names{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

Milliseconds to_chrono(Time time) {
    return Milliseconds{std::chrono::milliseconds{time.milliseconds}};
}

/// Takes `count` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

/// The part after the minutes: ":ss" and ".fff…". False if it cannot be read.
bool take_seconds(std::string_view& text, CivilTime& civil) {
    if (!take(text, ':')) return true;
    const std::optional<int> second = take_digits(text, 2);
    if (!second) return false;
    civil.second = *second;
    if (!take(text, '.')) return true;

    int scale = 100;
    bool any = false;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        civil.millisecond += (text.front() - '0') * scale;
        scale /= 10;
        any = true;
        text.remove_prefix(1);
    }
    return any;
}

std::optional<CivilTime> take_civil(std::string_view text) {
    CivilTime civil{};
    const std::optional<int> year = take_digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const std::optional<int> month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const std::optional<int> day = take_digits(text, 2);
    if (!day) return std::nullopt;
    civil.year = *year;
    civil.month = *month;
    civil.day = *day;

    if (take(text, 'T')) {
        const std::optional<int> hour = take_digits(text, 2);
        if (!hour || !take(text, ':')) return std::nullopt;
        const std::optional<int> minute = take_digits(text, 2);
        if (!minute) return std::nullopt;
        civil.hour = *hour;
        civil.minute = *minute;
        if (!take_seconds(text, civil)) return std::nullopt;
    }
    take(text, 'Z');
    if (!text.empty()) return std::nullopt;
    return civil;
}

bool exists(const CivilTime& civil) {
    const std::chrono::year_month_day day{
        std::chrono::year{civil.year},
        std::chrono::month{static_cast<unsigned>(civil.month)},
        std::chrono::day{static_cast<unsigned>(civil.day)}
    };
    return day.ok() && civil.hour < 24 && civil.minute < 60 && civil.second < 60;
}

} // namespace

CivilTime civil_time(Time time) {
    const Milliseconds moment = to_chrono(time);
    const auto midnight = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day day{midnight};
    const auto rest = (moment - midnight).count();
    return {
        .year = static_cast<int>(day.year()),
        .month = static_cast<int>(static_cast<unsigned>(day.month())),
        .day = static_cast<int>(static_cast<unsigned>(day.day())),
        .hour = static_cast<int>(rest / 3'600'000),
        .minute = static_cast<int>(rest / 60'000 % 60),
        .second = static_cast<int>(rest / 1'000 % 60),
        .millisecond = static_cast<int>(rest % 1'000),
    };
}

Time time_of(const CivilTime& civil) {
    const std::chrono::sys_days midnight{std::chrono::year_month_day{
        std::chrono::year{civil.year},
        std::chrono::month{static_cast<unsigned>(civil.month)},
        std::chrono::day{static_cast<unsigned>(civil.day)}
    }};
    const std::int64_t days_since_1970 = midnight.time_since_epoch().count();
    return {
        ((days_since_1970 * 24 + civil.hour) * 60 + civil.minute) * 60'000 + civil.second * 1'000
        + civil.millisecond
    };
}

std::string format_dump_time(Time time) {
    const CivilTime civil = civil_time(time);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}",
        civil.year,
        civil.month,
        civil.day,
        civil.hour,
        civil.minute,
        civil.second,
        civil.millisecond
    );
}

std::string format_rfc3339(Time time) {
    std::string text = format_dump_time(time);
    text.resize(text.size() - 4);
    text += 'Z';
    return text;
}

std::string format_http_date(Time time) {
    const CivilTime civil = civil_time(time);
    const std::chrono::weekday weekday{std::chrono::floor<std::chrono::days>(to_chrono(time))};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        weekday_names.at(weekday.c_encoding()),
        civil.day,
        month_names.at(static_cast<std::size_t>(civil.month - 1)),
        civil.year,
        civil.hour,
        civil.minute,
        civil.second
    );
}

Result<Time> parse_time(std::string_view text) {
    const std::optional<CivilTime> civil = take_civil(text);
    if (!civil || !exists(*civil)) {
        return fail(
            ErrorCode::invalid, fmt::format("“{}” is not a date and time.", text.substr(0, 40))
        );
    }
    return time_of(*civil);
}

Clock system_clock() {
    return [] {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return Time{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
    };
}

std::int64_t monotonic_milliseconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

} // namespace attest
