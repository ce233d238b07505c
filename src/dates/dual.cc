#include "dates/dual.h"

#include "dates/display.h"

#include <fmt/format.h>

#include <utility>

namespace attest::dates {

namespace {

struct Side {
    Resolved resolved;

    [[nodiscard]] Civil civil() const {
        return {resolved.first.year, resolved.first.month, resolved.first.day};
    }

    /// Open for a day that the calendar does not have, or that is stated in another.
    [[nodiscard]] std::optional<DayNumber> day_in(Calendar calendar) const {
        if (resolved.calendar.value_or(calendar) != calendar) return std::nullopt;
        if (!is_day(calendar, civil())) return std::nullopt;
        return day_number(calendar, civil());
    }
};

bool are_same_day(const Side& first, Calendar a, const Side& second, Calendar b) {
    const std::optional<DayNumber> left = first.day_in(a);
    const std::optional<DayNumber> right = second.day_in(b);
    return left && right && *left == *right;
}

/// The calendar of the first, if there is one in which both name one day.
std::optional<Calendar> find_calendar(const Side& first, const Side& second) {
    for (const Calendar a : {Calendar::julian, Calendar::gregorian, Calendar::swedish}) {
        for (const Calendar b : {Calendar::gregorian, Calendar::julian, Calendar::swedish}) {
            if (a != b && are_same_day(first, a, second, b)) return a;
        }
    }
    return std::nullopt;
}

/// "25 December 1642 (4 January)": the year that was left out may be the next or the last.
void move_year(Side& second, std::int32_t by) {
    second.resolved.first.year += by;
    second.resolved.last.year += by;
}

std::optional<Calendar> find_calendar_near(const Side& first, Side& second, bool had_year) {
    if (const auto calendar = find_calendar(first, second)) return calendar;
    if (had_year) return std::nullopt;
    for (const std::int32_t by : {1, -2}) {
        move_year(second, by);
        if (const auto calendar = find_calendar(first, second)) return calendar;
    }
    move_year(second, 1);
    return std::nullopt;
}

std::string day_and_month(const Civil& civil) {
    return fmt::format(
        "{} {}", civil.day, english.months.at(static_cast<std::size_t>(civil.month - 1))
    );
}

void complain(const Side& first, const Side& second, Complaint& complaint) {
    // The first is taken as Old Style, as most such pairs are, unless it says otherwise.
    const bool is_first_new = first.resolved.calendar == Calendar::gregorian
                              || second.resolved.calendar == Calendar::julian;
    const Side& old_style = is_first_new ? second : first;
    const Side& new_style = is_first_new ? first : second;
    if (!is_day(Calendar::julian, old_style.civil())) {
        complaint.say(fmt::format(
            "the two dates are not the same day ({} is no day)", format_iso(old_style.civil())
        ));
        return;
    }
    const DayNumber day = day_number(Calendar::julian, old_style.civil());
    const Civil real = civil_of(Calendar::gregorian, day);
    std::string sentence = fmt::format(
        "the two dates are not the same day ({} O.S. = {} N.S.). {} O.S. was {} N.S. in {}",
        format_iso(old_style.civil()),
        format_iso(real),
        day_and_month(old_style.civil()),
        day_and_month(real),
        real.year
    );
    constexpr DayNumber distance_today = 13;
    const std::optional<DayNumber> written = new_style.day_in(Calendar::gregorian);
    const DayNumber name_of_old = day_number(Calendar::gregorian, old_style.civil());
    if (written && *written - name_of_old == distance_today) {
        sentence +=
            fmt::format("; {} is today's distance of 13 days", day_and_month(new_style.civil()));
    }
    sentence += ". Write the pair that agrees, or one date and its calendar";
    complaint.say(std::move(sentence));
}

bool is_day_only(const Partial& partial) {
    return partial.unit == Partial::Unit::day
           || (partial.unit == Partial::Unit::exact && partial.exact.precision == Precision::day);
}

} // namespace

std::optional<Draft> settle_dual(DualDate dual, Complaint& complaint) {
    const bool had_year = dual.second.has_year && dual.first.has_year;
    fill(dual.first, dual.second);
    if (!is_day_only(dual.first) || !is_day_only(dual.second)) return std::nullopt;
    if (dual.first.portion.of != 0 || dual.second.portion.of != 0) return std::nullopt;
    Complaint unresolved;
    std::optional<Resolved> first = resolve(dual.first, unresolved);
    std::optional<Resolved> second = resolve(dual.second, unresolved);
    if (!first || !second) {
        complaint.say(unresolved.sentence());
        return std::nullopt;
    }
    const Side left{*std::move(first)};
    Side right{*std::move(second)};
    // A year that one side had may still be the other side's neighbour.
    const std::optional<Calendar> calendar = find_calendar_near(left, right, had_year);
    if (!calendar) {
        complain(left, right, complaint);
        return std::nullopt;
    }
    Draft draft{
        .edtf =
            {.form = Edtf::Form::date,
             .members = {{.first = left.resolved.first, .last = left.resolved.first}}}
    };
    draft.calendar = *calendar;
    draft.remark = left.resolved.remark;
    const std::int32_t weekday =
        left.resolved.weekday >= 0 ? left.resolved.weekday : right.resolved.weekday;
    if (weekday >= 0) draft.weekdays.push_back({left.resolved.first, weekday});
    return draft;
}

} // namespace attest::dates
