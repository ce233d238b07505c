#include "dates/historical_date.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace attest::dates {

namespace {

/// From the first Gregorian day in Rome to the last Julian day in Greece.
constexpr DayNumber both_in_use_from = 2299161;
constexpr DayNumber both_in_use_to = 2423479;

auto order_key(const HistoricalDate& date) {
    const std::int64_t start = date.lo == open_start ? date.hi : date.lo;
    return std::tuple{start, -std::int64_t{date.hi}, date.lo};
}

Calendar other_style(Calendar calendar) {
    return calendar == Calendar::gregorian ? Calendar::julian : Calendar::gregorian;
}

std::optional<StyleHint>
reread(const HistoricalDate& assumed, const HistoricalDate& other, bool is_first) {
    if (!assumed.is_assumed || assumed.lo == open_start || assumed.hi == open_end) {
        return std::nullopt;
    }
    const Calendar calendar = other_style(assumed.calendar);
    const Result<HistoricalDate> again = read_in(assumed, calendar);
    if (!again || again->lo != other.lo || again->hi != other.hi) return std::nullopt;
    const std::int32_t days_apart = std::max(assumed.lo, other.lo) - std::min(assumed.lo, other.lo);
    if (days_apart == 0) return std::nullopt;
    return StyleHint{.days_apart = days_apart, .is_first = is_first, .calendar = calendar};
}

} // namespace

Result<HistoricalDate> read_in(std::string_view edtf, Calendar calendar) {
    const Edtf parsed = TRY(parse_edtf(edtf));
    const std::optional<Bounds> bounds = bounds_of(parsed, calendar);
    if (!bounds) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "{} has no such day in calendar {}. Choose the other calendar.",
                edtf,
                static_cast<char>(calendar)
            )
        );
    }
    return HistoricalDate{
        .phrase = std::string{edtf},
        .edtf = std::string{edtf},
        .calendar = calendar,
        .is_span = parsed.form == Edtf::Form::interval,
        .lo = bounds->lo,
        .hi = bounds->hi,
        .qualifiers = qualifiers_of(parsed)
    };
}

Result<HistoricalDate> read_in(const HistoricalDate& date, Calendar calendar) {
    HistoricalDate again = TRY(read_in(date.edtf, calendar));
    again.phrase = date.phrase;
    return again;
}

std::weak_ordering compare(const HistoricalDate& a, const HistoricalDate& b) {
    return order_key(a) <=> order_key(b);
}

bool is_surely_before(const HistoricalDate& a, const HistoricalDate& b) {
    return a.hi < b.lo;
}

bool overlap(const HistoricalDate& a, const HistoricalDate& b) {
    return a.lo <= b.hi && b.lo <= a.hi;
}

bool is_surely_within(const HistoricalDate& date, Bounds days) {
    return date.lo >= days.lo && date.hi <= days.hi;
}

std::optional<StyleHint> find_style_hint(const HistoricalDate& a, const HistoricalDate& b) {
    if (overlap(a, b)) return std::nullopt;
    if (const auto hint = reread(a, b, true)) return hint;
    return reread(b, a, false);
}

std::string
format_style_hint(const StyleHint& hint, const HistoricalDate& a, const HistoricalDate& b) {
    const std::string_view style = hint.calendar == Calendar::julian ? "O.S." : "N.S.";
    return fmt::format(
        "The same day, Old and New Style? “{}” and “{}” are {} days apart, and become one day if "
        "the "
        "{} is read as {}",
        a.phrase,
        b.phrase,
        hint.days_apart,
        hint.is_first ? "first" : "second",
        style
    );
}

bool contradict(const HistoricalDate& a, const HistoricalDate& b) {
    return !a.is_span && !b.is_span && !overlap(a, b) && !find_style_hint(a, b);
}

namespace {

/// Whether the number of a day, "07" or "07~", stands in the phrase.
bool names_day(std::string_view phrase, std::string_view day) {
    constexpr std::string_view digits = "0123456789";
    const auto number = parse_number<int>(day.substr(0, day.find_first_not_of(digits)));
    while (!phrase.empty()) {
        phrase.remove_prefix(std::min(phrase.find_first_of(digits), phrase.size()));
        const std::string_view run = phrase.substr(0, phrase.find_first_not_of(digits));
        if (!run.empty() && parse_number<int>(run) == number) return true;
        phrase.remove_prefix(run.size());
    }
    return false;
}

} // namespace

bool is_to_the_day(const HistoricalDate& date) {
    // Days, months and years are parted by hyphens, ends and members by the other signs.
    constexpr std::string_view joints = "/.,[]";
    std::string_view rest = date.edtf;
    bool has_day = false;
    while (!rest.empty()) {
        const std::string_view part = rest.substr(0, rest.find_first_of(joints));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        if (part.empty()) continue;
        if (part.contains('X') || std::ranges::count(part.substr(1), '-') != 2) return false;
        has_day = has_day || names_day(date.phrase, part.substr(part.rfind('-') + 1));
    }
    return has_day;
}

bool may_be_other_style(const HistoricalDate& date) {
    return date.is_assumed && date.lo == date.hi && date.lo >= both_in_use_from
           && date.hi <= both_in_use_to;
}

} // namespace attest::dates
