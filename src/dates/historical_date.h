// A historical date: what somebody wrote, what it says, and the days that are meant.
//
// The phrase is what is printed, EDTF with its calendar what is exported, and the two day numbers
// what is sorted, searched and drawn. The phrase is never changed, since every interpretation of it
// can be wrong; the other three are computed once, here, and stored.
#pragma once

#include "base/error.h"
#include "dates/calendar.h"
#include "dates/edtf.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::dates {

struct HistoricalDate {
    std::string phrase; ///< as written
    std::string edtf;   ///< what it says, in the calendar that it names
    Calendar calendar = Calendar::gregorian;
    bool is_assumed = false;   ///< the calendar was not stated, the site chose
    bool is_span = false;      ///< false: at some moment within lo … hi; true: lasted from lo to hi
    DayNumber lo = open_start; ///< inclusive, widened
    DayNumber hi = open_end;
    Qualifiers qualifiers = 0;

    bool operator==(const HistoricalDate&) const = default;
};

/// The days that an EDTF text means in a calendar; for reading back what is stored, and for the
/// button that turns N.S. into O.S. `invalid` if it is no EDTF or names a day that is none there.
Result<HistoricalDate> read_in(std::string_view edtf, Calendar calendar);

/// The same phrase, understood in the other calendar, which is then no longer assumed.
Result<HistoricalDate> read_in(const HistoricalDate& date, Calendar calendar);

/// The order of lists and timelines: by first day, then the wider first, so that "1917" stands
/// before "February 1917" before "23 February 1917". What has no beginning is sorted by its end.
/// Equal days are equivalent, whatever the phrases; the caller breaks ties by its own id.
std::weak_ordering compare(const HistoricalDate& a, const HistoricalDate& b);

bool is_surely_before(const HistoricalDate& a, const HistoricalDate& b);

/// They share a day.
bool overlap(const HistoricalDate& a, const HistoricalDate& b);

bool is_surely_within(const HistoricalDate& date, Bounds days);

/// Two dates for one event that become the same when the one whose calendar was assumed is read in
/// the other calendar.
struct StyleHint {
    std::int32_t days_apart = 0;
    bool is_first = false; ///< which of the two has to be read again
    Calendar calendar = Calendar::julian;

    bool operator==(const StyleHint&) const = default;
};

std::optional<StyleHint> find_style_hint(const HistoricalDate& a, const HistoricalDate& b);

/// "The same day, Old and New Style? …"
std::string
format_style_hint(const StyleHint& hint, const HistoricalDate& a, const HistoricalDate& b);

/// Two moments given for one event that cannot both be right, not even as Old and New Style. A span
/// contradicts nothing: what lasted may have been seen on any of its days.
bool contradict(const HistoricalDate& a, const HistoricalDate& b);

/// What it says is days, not only months or years: "7 November 1879", "5–9 May 1945", "before 1 May
/// 1917". The days that "the end of May 1917" is widened to are not what it says.
bool is_to_the_day(const HistoricalDate& date);

/// A day of the centuries when both calendars were in use, whose calendar was assumed: worth a chip
/// "N.S. assumed", one click from O.S.
bool may_be_other_style(const HistoricalDate& date);

} // namespace attest::dates
