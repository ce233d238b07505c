#include "dates/settle.h"

#include "dates/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::dates {

namespace {

/// The first Gregorian day in Rome. What is said to lie wholly before is Julian.
constexpr DayNumber gregorian_from = 2299161;

constexpr Civil swedish_first{1700, 3, 1};
constexpr Civil swedish_last{1712, 2, 30};

std::string_view name_of(Calendar calendar) {
    switch (calendar) {
    case Calendar::gregorian:
        return "the Gregorian";
    case Calendar::julian:
        return "the Julian";
    case Calendar::swedish:
        return "the Swedish";
    }
    std::unreachable();
}

std::string_view weekday_name(int weekday) {
    return english.weekdays.at(static_cast<std::size_t>(weekday));
}

class Settler {
public:
    Settler(Draft draft, const Adoption* place, Complaint& complaint)
        : draft_{std::move(draft)}, place_{place}, complaint_{complaint} {}

    std::optional<ReadDate> run() {
        // "[1917]" is how a library marks what it has supplied, and one of one is that one.
        const bool is_one = draft_.edtf.form == Edtf::Form::one_of
                            && draft_.edtf.members.size() == 1
                            && !draft_.edtf.members.front().is_range;
        if (is_one) draft_.edtf.form = Edtf::Form::date;
        const std::optional<Calendar> calendar = choose_calendar();
        if (!calendar) return std::nullopt;
        if (is_backwards(draft_.edtf, *calendar)) {
            complaint_.say("it ends before it begins; change the two dates round, or mend one");
            return std::nullopt;
        }
        const std::optional<Bounds> bounds = bounds_of(draft_.edtf, *calendar);
        if (!bounds) return std::nullopt;
        ReadDate read{
            .date =
                {.phrase = {},
                 .edtf = format_edtf(draft_.edtf),
                 .calendar = *calendar,
                 .is_assumed = is_assumed_,
                 .is_span = draft_.edtf.form == Edtf::Form::interval,
                 .lo = bounds->lo,
                 .hi = bounds->hi,
                 .qualifiers = qualifiers_of(draft_.edtf)},
            .remark = std::move(draft_.remark)
        };
        add_remarks(read);
        return read;
    }

private:
    [[nodiscard]] bool exists_in(Calendar calendar) const {
        return !find_absent_day(draft_.edtf, calendar);
    }

    std::optional<Calendar> choose_calendar() {
        if (draft_.calendar) return check_stated(*draft_.calendar);
        if (!draft_.weekdays.empty()) return find_by_weekday();
        const bool in_gregorian = exists_in(Calendar::gregorian);
        if (in_gregorian && exists_in(Calendar::julian)) {
            is_assumed_ = true;
            return likely_calendar();
        }
        if (in_gregorian) return Calendar::gregorian;
        if (exists_in(Calendar::julian)) {
            remark("this day exists only in the Julian calendar");
            return Calendar::julian;
        }
        if (exists_in(Calendar::swedish)) return Calendar::swedish;
        say_absent(Calendar::gregorian, "in any calendar");
        return std::nullopt;
    }

    [[nodiscard]] Calendar likely_calendar() const {
        const std::optional<Bounds> julian = bounds_of(draft_.edtf, Calendar::julian);
        if (place_ != nullptr && julian && julian->hi != open_end) {
            const Calendar there = calendar_at(*place_, julian->hi);
            return exists_in(there) ? there : Calendar::julian;
        }
        const std::optional<Bounds> days = bounds_of(draft_.edtf, Calendar::gregorian);
        return days && days->hi < gregorian_from ? Calendar::julian : Calendar::gregorian;
    }

    void say_absent(Calendar calendar, std::string_view where) {
        const EdtfPart day =
            find_absent_day(draft_.edtf, calendar).value_or(draft_.edtf.members.front().first);
        complaint_.say(fmt::format(
            "{} has no day {} {}",
            format_edtf(
                EdtfPart{.year = day.year, .month = day.month, .precision = Precision::month}
            ),
            day.day,
            where
        ));
    }

    std::optional<Calendar> check_stated(Calendar calendar) {
        if (!exists_in(calendar)) {
            say_absent(
                calendar,
                fmt::format(
                    "in calendar {}, {} one; mend the day, or name the other calendar",
                    static_cast<char>(calendar),
                    name_of(calendar)
                )
            );
            return std::nullopt;
        }
        for (const WeekdayClaim& claim : draft_.weekdays) {
            const int real = weekday_in(claim, calendar);
            if (real == claim.weekday) continue;
            complaint_.say(fmt::format(
                "{} in {} calendar was a {}, not a {}; mend the day, the weekday or the calendar",
                format_edtf(claim.day),
                name_of(calendar),
                weekday_name(real),
                weekday_name(claim.weekday)
            ));
            return std::nullopt;
        }
        return normal_calendar(calendar);
    }

    /// −1 for a day that is none there.
    static int weekday_in(const WeekdayClaim& claim, Calendar calendar) {
        EdtfPart day = claim.day;
        day.qualifiers = 0;
        const std::optional<Bounds> bounds = bounds_of(day, calendar);
        return bounds ? weekday_of(bounds->lo) : -1;
    }

    [[nodiscard]] bool weekdays_fit(Calendar calendar) const {
        return exists_in(calendar)
               && std::ranges::all_of(draft_.weekdays, [calendar](const WeekdayClaim& claim) {
                      return weekday_in(claim, calendar) == claim.weekday;
                  });
    }

    std::optional<Calendar> find_by_weekday() {
        const bool in_gregorian = weekdays_fit(Calendar::gregorian);
        const bool in_julian = weekdays_fit(Calendar::julian);
        if (in_gregorian && in_julian) {
            // Calendars a whole number of weeks apart: the weekday proves nothing.
            is_assumed_ = true;
            return likely_calendar();
        }
        const bool in_swedish = !in_gregorian && !in_julian && weekdays_fit(Calendar::swedish);
        if (!in_gregorian && !in_julian && !in_swedish) {
            say_wrong_weekday();
            return std::nullopt;
        }
        remark("calendar found from the weekday");
        if (in_swedish) return Calendar::swedish;
        return in_gregorian ? Calendar::gregorian : Calendar::julian;
    }

    void say_wrong_weekday() {
        const WeekdayClaim& claim = draft_.weekdays.front();
        const int new_style = weekday_in(claim, Calendar::gregorian);
        const int old_style = weekday_in(claim, Calendar::julian);
        if (new_style < 0 && old_style < 0) {
            say_absent(Calendar::gregorian, "in any calendar");
            return;
        }
        const auto name = [](int weekday) {
            return weekday < 0 ? std::string_view{"no day"} : weekday_name(weekday);
        };
        complaint_.say(fmt::format(
            "{} is not a {} in either calendar, but a {} N.S. and a {} O.S.; mend the day or the "
            "weekday",
            format_edtf(claim.day),
            weekday_name(claim.weekday),
            name(new_style),
            name(old_style)
        ));
    }

    /// Outside its twelve years Sweden's calendar is another.
    Calendar normal_calendar(Calendar calendar) {
        if (calendar != Calendar::swedish) return calendar;
        const std::optional<Bounds> days = bounds_of(draft_.edtf, calendar);
        const bool is_outside = days
                                && (days->hi < day_number(calendar, swedish_first)
                                    || days->lo > day_number(calendar, swedish_last));
        if (!is_outside) return calendar;
        const Adoption* sweden = find_adoption("sweden");
        const Calendar there = sweden == nullptr ? calendar : calendar_at(*sweden, days->lo);
        if (there == Calendar::swedish || !exists_in(there)) return calendar;
        remark(fmt::format("Sweden used {} calendar then", name_of(there)));
        return there;
    }

    void remark(std::string text) {
        if (draft_.remark.empty()) draft_.remark = std::move(text);
    }

    void add_remarks(ReadDate& read) const {
        if (!read.remark.empty()) return;
        const HistoricalDate& date = read.date;
        // Ten days that were left out where the calendar was made.
        constexpr DayNumber left_out_from = gregorian_from - 10;
        const bool is_left_out = date.calendar == Calendar::gregorian && date.lo == date.hi
                                 && date.lo >= left_out_from && date.hi < gregorian_from;
        if (is_left_out) read.remark = "no such day in Rome";
        if (place_ != nullptr && read.remark.empty()) {
            read.remark = ask_year_beginning(date, *place_).value_or("");
        }
    }

    Draft draft_;
    const Adoption* place_;
    Complaint& complaint_;
    bool is_assumed_ = false;
};

} // namespace

std::optional<ReadDate> settle(Draft draft, const Adoption* place, Complaint& complaint) {
    return Settler{std::move(draft), place, complaint}.run();
}

Result<Edtf> parse_edtf_quickly(std::string_view text) {
    const bool may_be = text.find_first_not_of("0123456789-.,/[]?~%X") == std::string_view::npos;
    if (!may_be) return fail(ErrorCode::invalid, {});
    return parse_edtf(text);
}

} // namespace attest::dates
