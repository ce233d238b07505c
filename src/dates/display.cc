#include "dates/display.h"

#include <fmt/format.h>

namespace attest::dates {

namespace {

std::string day_and_month(const Civil& civil, const Language& language) {
    return fmt::format(
        "{} {}", civil.day, language.months.at(static_cast<std::size_t>(civil.month - 1))
    );
}

std::string format_year(std::int32_t year, const Language& language) {
    if (year < 1) return fmt::format(fmt::runtime(language.before_christ), 1 - year);
    return fmt::format(fmt::runtime(language.year), year);
}

/// Both ends of a date in one calendar.
std::string format_days(
    const HistoricalDate& date, Calendar calendar, bool with_year, const Language& language
) {
    const auto side = [&](DayNumber day) -> std::string {
        if (day == open_start || day == open_end) return "…";
        const Civil civil = civil_of(calendar, day);
        return with_year ? format_day(civil, language) : day_and_month(civil, language);
    };
    if (date.lo == date.hi) return side(date.lo);
    return side(date.lo) + " – " + side(date.hi);
}

} // namespace

std::string format_day(const Civil& civil, const Language& language) {
    return day_and_month(civil, language) + " " + format_year(civil.year, language);
}

std::string format_hover(const HistoricalDate& date, const Language& language) {
    const bool is_day = date.lo == date.hi;
    const auto year_in = [&](Calendar calendar) { return civil_of(calendar, date.lo).year; };
    std::string text = fmt::format(
        "= {} {}", format_days(date, Calendar::gregorian, true, language), language.new_style
    );
    const auto add = [&](Calendar calendar, std::string_view style) {
        const bool with_year = !is_day || year_in(calendar) != year_in(Calendar::gregorian);
        text += fmt::format(" = {} {}", format_days(date, calendar, with_year, language), style);
    };
    add(Calendar::julian, language.old_style);
    if (date.calendar == Calendar::swedish) add(Calendar::swedish, language.swedish_style);
    if (is_day) {
        const auto weekday = static_cast<std::size_t>(weekday_of(date.lo));
        return text + fmt::format(", {}, JD {}", language.weekdays.at(weekday), date.lo);
    }
    const auto number = [](DayNumber day) {
        return day == open_start || day == open_end ? "…" : fmt::to_string(day);
    };
    return text + fmt::format(", JD {} – {}", number(date.lo), number(date.hi));
}

} // namespace attest::dates
