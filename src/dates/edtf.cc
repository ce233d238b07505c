#include "dates/edtf.h"

#include "base/text.h"
#include "dates/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::dates {

namespace {

constexpr std::size_t year_digits = 4;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The number that `text` is made of, if nothing but digits.
std::optional<std::int32_t> read_digits(std::string_view text) {
    std::int32_t value = 0;
    for (const char c : text) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

Qualifiers take_qualifiers(std::string_view& text) {
    if (text.empty()) return 0;
    Qualifiers found = 0;
    switch (text.back()) {
    case '?':
        found = uncertain;
        break;
    case '~':
        found = approximate;
        break;
    case '%':
        found = uncertain | approximate;
        break;
    default:
        return 0;
    }
    text.remove_suffix(1);
    return found;
}

/// "1917", "-0043", "192X", "17XX".
bool read_year(std::string_view text, EdtfPart& part) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.size() != year_digits) return false;
    std::size_t said = year_digits;
    std::int32_t scale = 1;
    while (said > 2 && text[said - 1] == 'X') {
        --said;
        scale *= 10;
    }
    const std::optional<std::int32_t> digits = read_digits(text.substr(0, said));
    if (!digits) return false;
    // A year −0000 is none, and `-00XX` would lose its sign.
    if (negative && *digits == 0) return false;
    constexpr std::array precisions{Precision::year, Precision::decade, Precision::century};
    part.precision = precisions.at(year_digits - said);
    part.year = *digits * scale * (negative ? -1 : 1);
    return true;
}

/// "-07" or "-XX" after a month.
bool read_day(std::string_view text, EdtfPart& part) {
    if (part.precision == Precision::season || text[0] != '-') return false;
    if (text.substr(1) == "XX") {
        part.masked = 1;
        return true;
    }
    const std::optional<std::int32_t> day = read_digits(text.substr(1));
    if (!day || *day < 1 || *day > 31) return false;
    part.day = *day;
    part.precision = Precision::day;
    return true;
}

/// "-11", "-11-07", "-22", "-XX", "-11-XX", "-XX-XX", or nothing.
bool read_after_year(std::string_view text, EdtfPart& part) {
    if (text.empty()) return true;
    if (part.precision != Precision::year) return false;
    if (text == "-XX" || text == "-XX-XX") {
        part.masked = text.size() == 3 ? 1 : 2;
        return true;
    }
    if ((text.size() != 3 && text.size() != 6) || text[0] != '-') return false;
    const std::optional<std::int32_t> month = read_digits(text.substr(1, 2));
    if (!month) return false;
    const bool is_season = *month >= 21 && *month <= 24;
    if (!is_season && (*month < 1 || *month > 12)) return false;
    part.month = *month;
    part.precision = is_season ? Precision::season : Precision::month;
    return text.size() == 3 || read_day(text.substr(3), part);
}

std::unexpected<Error> unreadable(std::string_view text) {
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "“{}” is not a date in EDTF as it is read here. Write 1917, 1917-11, 1917-11-07, 192X, "
            "1340~, 1928/1929, [1928..1929] or [1928,1929].",
            text
        )
    );
}

/// One side of a slash or of two dots.
bool read_end(std::string_view text, EdtfPart& part) {
    const std::optional<EdtfPart> read = parse_edtf_part(text);
    if (read) part = *read;
    return read.has_value();
}

std::optional<EdtfMember> read_interval(std::string_view first, std::string_view last) {
    EdtfMember member{.first = {}, .last = {}, .is_range = true};
    const auto side = [](std::string_view text, EdtfPart& part, EdtfEnd& end) {
        if (text.empty()) end = EdtfEnd::unknown;
        if (text == "..") end = EdtfEnd::open;
        return end != EdtfEnd::given || read_end(text, part);
    };
    if (!side(first, member.first, member.start) || !side(last, member.last, member.end)) {
        return std::nullopt;
    }
    if (member.start != EdtfEnd::given && member.end != EdtfEnd::given) return std::nullopt;
    return member;
}

std::optional<EdtfMember> read_member(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) {
        const std::optional<EdtfPart> part = parse_edtf_part(text);
        if (!part) return std::nullopt;
        return EdtfMember{.first = *part, .last = *part};
    }
    const std::string_view first = text.substr(0, dots);
    const std::string_view last = text.substr(dots + 2);
    if (first.empty() && last.empty()) return std::nullopt;
    EdtfMember member{
        .first = {},
        .last = {},
        .start = first.empty() ? EdtfEnd::open : EdtfEnd::given,
        .end = last.empty() ? EdtfEnd::open : EdtfEnd::given,
        .is_range = true
    };
    if (!first.empty() && !read_end(first, member.first)) return std::nullopt;
    if (!last.empty() && !read_end(last, member.last)) return std::nullopt;
    return member;
}

Result<Edtf> parse_set(std::string_view text) {
    Edtf edtf{.form = Edtf::Form::one_of, .members = {}};
    const std::vector<std::string_view> members = split(text.substr(1, text.size() - 2), ',');
    if (members.size() > members_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format("A set of dates may have {} members. Write a range.", members_max)
        );
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::optional<EdtfMember> member = read_member(trim(members[i]));
        // Only the first may be open to the past, only the last to the future.
        if (!member || (member->start == EdtfEnd::open && i > 0)
            || (member->end == EdtfEnd::open && i + 1 < members.size())) {
            return unreadable(text);
        }
        edtf.members.push_back(*member);
    }
    return edtf;
}

Bounds days_of_season(const EdtfPart& part, Calendar calendar) {
    // Northern; the meteorologists' and the astronomers' seasons united, for nobody says which he
    // means. A winter may be that which ends or that which begins in its year.
    struct Season {
        Civil first;
        Civil last;
    };

    const std::int32_t year = part.year;
    const std::array<Season, 4> seasons{
        Season{{year, 3, 1}, {year, 6, 20}},
        Season{{year, 6, 1}, {year, 9, 22}},
        Season{{year, 9, 1}, {year, 12, 20}},
        Season{{year, 1, 1}, {year + 1, 3, 20}},
    };
    const Season& season = seasons.at(static_cast<std::size_t>(part.month - 21));
    return {day_number(calendar, season.first), day_number(calendar, season.last)};
}

/// First and last year of a year, decade or century, widened.
Bounds days_of_years(const EdtfPart& part, Calendar calendar) {
    std::int32_t length = 1;
    std::int32_t about = about_year_years;
    if (part.precision == Precision::decade) {
        length = 10;
        about = about_decade_years;
    }
    if (part.precision == Precision::century) {
        // 1701 to 1800 is the century, 1700 to 1799 what EDTF says: both. Before Christ they agree.
        length = part.year >= 0 ? 101 : 100;
        about = about_century_years;
    }
    if ((part.qualifiers & approximate) == 0) about = 0;
    const std::int32_t first = part.year >= 0 ? part.year : part.year - length + 1;
    return {
        day_number(calendar, {first - about, 1, 1}),
        day_number(calendar, {first + length - 1 + about, 12, 31}),
    };
}

} // namespace

std::optional<EdtfPart> parse_edtf_part(std::string_view text) {
    EdtfPart part;
    part.qualifiers = take_qualifiers(text);
    const std::size_t length = year_digits + (text.starts_with('-') ? 1 : 0);
    if (text.size() < length || !read_year(text.substr(0, length), part)) return std::nullopt;
    if (!read_after_year(text.substr(length), part)) return std::nullopt;
    return part;
}

Result<Edtf> parse_edtf(std::string_view text) {
    if (text.size() > phrase_bytes_max) return unreadable(utf8_prefix(text, phrase_bytes_max));
    if (text.starts_with('[') && text.ends_with(']')) return parse_set(text);
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) {
        const auto member = read_interval(text.substr(0, slash), text.substr(slash + 1));
        if (!member) return unreadable(text);
        return Edtf{.form = Edtf::Form::interval, .members = {*member}};
    }
    const std::optional<EdtfPart> part = parse_edtf_part(text);
    if (!part) return unreadable(text);
    return Edtf{.form = Edtf::Form::date, .members = {{.first = *part, .last = *part}}};
}

std::string format_edtf(const EdtfPart& part) {
    constexpr std::array<std::string_view, 4> marks{"", "?", "~", "%"};
    const std::int32_t digits = part.year < 0 ? -part.year : part.year;
    std::string text = part.year < 0 ? "-" : "";
    switch (part.precision) {
    case Precision::decade:
        text += fmt::format("{:03}X", digits / 10);
        break;
    case Precision::century:
        text += fmt::format("{:02}XX", digits / 100);
        break;
    case Precision::day:
        text += fmt::format("{:04}-{:02}-{:02}", digits, part.month, part.day);
        break;
    case Precision::month:
    case Precision::season:
        text += fmt::format("{:04}-{:02}", digits, part.month);
        break;
    case Precision::year:
        text += fmt::format("{:04}", digits);
        break;
    }
    for (int i = 0; i < part.masked; ++i) {
        text += "-XX";
    }
    text += marks.at(part.qualifiers & (uncertain | approximate));
    return text;
}

std::string format_edtf(const Edtf& edtf) {
    const auto side = [](const EdtfPart& part, EdtfEnd end, std::string_view open) {
        if (end == EdtfEnd::given) return format_edtf(part);
        return std::string{end == EdtfEnd::open ? open : ""};
    };
    if (edtf.form == Edtf::Form::date) return format_edtf(edtf.members.front().first);
    if (edtf.form == Edtf::Form::interval) {
        const EdtfMember& member = edtf.members.front();
        return side(member.first, member.start, "..") + "/" + side(member.last, member.end, "..");
    }
    std::string text = "[";
    for (const EdtfMember& member : edtf.members) {
        if (text.size() > 1) text += ',';
        text += side(member.first, member.start, "");
        if (member.is_range) text += ".." + side(member.last, member.end, "");
    }
    return text + "]";
}

std::optional<Bounds> bounds_of(const EdtfPart& part, Calendar calendar) {
    const bool is_about = (part.qualifiers & approximate) != 0;
    const auto widened = [&](Bounds bounds, std::int32_t about) {
        if (is_about) {
            bounds.lo -= about;
            bounds.hi += about;
        }
        return bounds;
    };
    switch (part.precision) {
    case Precision::day: {
        const Civil civil{part.year, part.month, part.day};
        if (!is_day(calendar, civil)) return std::nullopt;
        const DayNumber day = day_number(calendar, civil);
        return widened({day, day}, about_day_days);
    }
    case Precision::month: {
        const std::int32_t length = days_in_month(calendar, part.year, part.month);
        return widened(
            {day_number(calendar, {part.year, part.month, 1}),
             day_number(calendar, {part.year, part.month, length})},
            about_month_days
        );
    }
    case Precision::season:
        return widened(days_of_season(part, calendar), about_month_days);
    case Precision::year:
    case Precision::decade:
    case Precision::century:
        return days_of_years(part, calendar);
    }
    std::unreachable();
}

std::optional<Bounds> bounds_of(const Edtf& edtf, Calendar calendar) {
    Bounds all{open_end, open_start};
    for (const EdtfMember& member : edtf.members) {
        Bounds days{};
        if (member.start == EdtfEnd::given) {
            const std::optional<Bounds> first = bounds_of(member.first, calendar);
            if (!first) return std::nullopt;
            days.lo = first->lo;
            if (!member.is_range) days.hi = first->hi;
        }
        if (member.is_range && member.end == EdtfEnd::given) {
            const std::optional<Bounds> last = bounds_of(member.last, calendar);
            if (!last) return std::nullopt;
            days.hi = last->hi;
        }
        all.lo = std::min(all.lo, days.lo);
        all.hi = std::max(all.hi, days.hi);
    }
    return all;
}

std::optional<EdtfPart> find_absent_day(const Edtf& edtf, Calendar calendar) {
    for (const EdtfMember& member : edtf.members) {
        if (member.start == EdtfEnd::given && !bounds_of(member.first, calendar)) {
            return member.first;
        }
        if (member.is_range && member.end == EdtfEnd::given && !bounds_of(member.last, calendar)) {
            return member.last;
        }
    }
    return std::nullopt;
}

bool is_backwards(const Edtf& edtf, Calendar calendar) {
    return std::ranges::any_of(edtf.members, [calendar](const EdtfMember& member) {
        if (!member.is_range || member.start != EdtfEnd::given || member.end != EdtfEnd::given) {
            return false;
        }
        EdtfPart first = member.first;
        EdtfPart last = member.last;
        first.qualifiers = last.qualifiers = 0; // "about" does not turn a range round
        const std::optional<Bounds> from = bounds_of(first, calendar);
        const std::optional<Bounds> to = bounds_of(last, calendar);
        return from && to && from->lo > to->hi;
    });
}

Qualifiers qualifiers_of(const Edtf& edtf) {
    Qualifiers all = 0;
    for (const EdtfMember& member : edtf.members) {
        all |= member.first.qualifiers | member.last.qualifiers;
    }
    return all;
}

} // namespace attest::dates
