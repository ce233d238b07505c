#include "messages/language.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>

namespace attest::messages {

namespace {

Plural plural_of_english(std::int64_t count) {
    return count == 1 ? Plural::one : Plural::other;
}

/// 1, 21, 31 вопрос; 2–4, 22–24 вопроса; the rest, 11–14 among them, вопросов.
Plural plural_of_russian(std::int64_t count) {
    const std::int64_t ten = count % 10;
    const std::int64_t hundred = count % 100;
    if (ten == 1 && hundred != 11) return Plural::one;
    if (ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14)) return Plural::few;
    return Plural::many;
}

} // namespace

Plural plural_of(std::string_view language_code, std::int64_t count) {
    const std::int64_t size = count < 0 ? -(count % 1'000) : count; // as far as any rule looks
    if (language_code == "en") return plural_of_english(size);
    if (language_code == "ru") return plural_of_russian(size);
    return Plural::other;
}

std::size_t TextsBase::plural(std::int64_t count) const {
    return static_cast<std::size_t>(plural_of(facts().code, count));
}

std::string TextsBase::language_name(const std::string& code) const {
    icu::UnicodeString name;
    const icu::Locale in{std::string{facts().code}.c_str()};
    icu::Locale{code.c_str()}.getDisplayLanguage(in, name);
    std::string utf8;
    return name.toUTF8String(utf8);
}

std::string TextsBase::number(std::int64_t value) const {
    const bool has_no_groups = value >= 0 && value < 1'000; // as most numbers of a page
    if (has_no_groups) return std::to_string(value);
    std::string digits = fmt::format("{}", value);
    const bool negative = digits.front() == '-';
    if (negative) digits.erase(0, 1);

    std::string out = negative ? "−" : "";
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at > 0 && (digits.size() - at) % 3 == 0) out += facts().group_separator;
        out += digits[at];
    }
    return out;
}

std::string TextsBase::percent(double share) const {
    const auto whole = static_cast<std::int64_t>(std::clamp(share, 0.0, 1.0) * 100);
    const bool spaced = facts().code != "en"; // CLDR: a no-break space in Russian, none in English
    return fmt::format("{}{}%", whole, spaced ? "\u00A0" : "");
}

std::string TextsBase::date(Time time) const {
    const CivilTime civil = civil_time(time);
    return fmt::format(
        fmt::runtime(facts().date),
        fmt::arg("day", civil.day),
        fmt::arg("month", facts().months.at(static_cast<std::size_t>(civil.month - 1))),
        fmt::arg("year", civil.year)
    );
}

std::string TextsBase::date_time(Time time) const {
    const CivilTime civil = civil_time(time);
    return fmt::format(
        fmt::runtime(facts().date_time),
        fmt::arg("date", date(time)),
        fmt::arg("time", fmt::format("{:02}:{:02}", civil.hour, civil.minute))
    );
}

std::string TextsBase::fill(std::span<const Piece> pieces, std::span<const std::string> values) {
    std::string out;
    for (const Piece& piece : pieces) {
        out += piece.literal;
        if (piece.slot >= 0) out += values[static_cast<std::size_t>(piece.slot)];
    }
    return out;
}

} // namespace attest::messages
