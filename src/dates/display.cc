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

/// Days of the centuries when people said by which calendar they counted.
bool may_differ_by_style(const HistoricalDate& date) {
    static const DayNumber first = day_number(Calendar::gregorian, {1582, 10, 15});
    static const DayNumber last = day_number(Calendar::gregorian, {1923, 3, 1});
    return date.hi >= first && date.lo <= last;
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

std::string format_chip(const HistoricalDate& date, const Language& language) {
    const bool is_open = date.lo == open_start || date.hi == open_end;
    const Civil first = is_open ? Civil{} : civil_of(date.calendar, date.lo);
    const Civil last = is_open ? Civil{} : civil_of(date.calendar, date.hi);
    const auto day = [&](DayNumber number) {
        if (number == open_start || number == open_end) return std::string{"…"};
        return format_day(civil_of(date.calendar, number), language);
    };
    std::string text;
    if (date.lo == date.hi) {
        text = day(date.lo);
    } else if (!is_open && first.month == 1 && first.day == 1 && last.month == 12
               && last.day == 31) {
        const auto year = [&](std::int32_t number) {
            return number < 1 ? format_year(number, language) : fmt::to_string(number);
        };
        text = year(first.year);
        if (last.year != first.year) text += " … " + year(last.year);
        return text;
    } else {
        text = fmt::format("{} … {}", day(date.lo), day(date.hi));
    }
    if (!may_differ_by_style(date)) return text;
    const std::string_view style = date.calendar == Calendar::gregorian ? language.new_style
                                   : date.calendar == Calendar::julian  ? language.old_style
                                                                        : language.swedish_style;
    return fmt::format("{} {}", text, style);
}

} // namespace attest::dates
