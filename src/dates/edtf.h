// EDTF, the Extended Date/Time Format of the Library of Congress, as far as the site speaks it: all
// of levels 0 and 1 without time of day, and of level 2 the sets `[a..b]`, `[..a]`, `[a..]`,
// `[a,b]`.
//
// EDTF is what a date says, in the words of a machine: it names no calendar and no days. Which days
// are meant, and how wide "about" is, says `bounds_of`, once for the whole site.
#pragma once

#include "base/error.h"
#include "dates/calendar.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::dates {

/// From fine to coarse.
enum class Precision : std::uint8_t { day, month, season, year, decade, century };

/// Bits: '?' is uncertain, '~' approximate, '%' both.
using Qualifiers = std::uint8_t;
inline constexpr Qualifiers uncertain = 1;
inline constexpr Qualifiers approximate = 2;

/// "1917-11-07", "1917-11", "1923-22", "1917", "192X", "17XX", "1917-XX".
struct EdtfPart {
    /// Of a decade or a century the digits that are said, then zeros: 1920, 1700, −200 for `-02XX`.
    std::int32_t year = 0;
    /// 21 to 24 for a season; 0 if none is said.
    std::int32_t month = 0;
    std::int32_t day = 0;
    Precision precision = Precision::year;
    /// Groups `-XX` after what is said: `1917-XX-XX` has two.
    std::uint8_t masked = 0;
    Qualifiers qualifiers = 0;

    bool operator==(const EdtfPart&) const = default;
};

enum class EdtfEnd : std::uint8_t {
    given,
    open,    ///< `..`
    unknown, ///< nothing at that side of the slash
};

/// One date, or from one to another.
struct EdtfMember {
    EdtfPart first;
    EdtfPart last; ///< the same as `first` if this is one date
    EdtfEnd start = EdtfEnd::given;
    EdtfEnd end = EdtfEnd::given;
    bool is_range = false;

    bool operator==(const EdtfMember&) const = default;
};

struct Edtf {
    enum class Form : std::uint8_t {
        date,     ///< `1917`
        interval, ///< `1928/1929`: lasted from the one to the other
        one_of,   ///< `[1928..1929]`, `[1928,1929]`: happened at some moment of these
    };

    Form form = Form::date;
    std::vector<EdtfMember> members; ///< one, unless this is a set

    bool operator==(const Edtf&) const = default;
};

/// `invalid`, with a sentence, for anything else. Months and seasons are checked, days only up to
/// 31: whether a day exists is a question to a calendar.
Result<Edtf> parse_edtf(std::string_view text);

/// One date of EDTF without signs around it, or nothing.
std::optional<EdtfPart> parse_edtf_part(std::string_view text);

std::string format_edtf(const Edtf& edtf);
std::string format_edtf(const EdtfPart& part);

/// First and last day, inclusive.
struct Bounds {
    DayNumber lo = open_start;
    DayNumber hi = open_end;

    bool operator==(const Bounds&) const = default;
};

/// The days that are meant, widened where the date says "about". Nothing for a day that the
/// calendar does not have.
std::optional<Bounds> bounds_of(const EdtfPart& part, Calendar calendar);
std::optional<Bounds> bounds_of(const Edtf& edtf, Calendar calendar);

/// The first day that is named and that the calendar does not have.
std::optional<EdtfPart> find_absent_day(const Edtf& edtf, Calendar calendar);

/// `1929/1928` and the like, which end before they begin.
bool is_backwards(const Edtf& edtf, Calendar calendar);

Qualifiers qualifiers_of(const Edtf& edtf);

} // namespace attest::dates
