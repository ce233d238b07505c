#include "domain/authorities.h"

#include "base/text.h"
#include "dates/phrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace attest::domain {

namespace {

constexpr double millionths = 1e6;

/// "en", "uk", "zh-Hant": letters, digits and hyphens, as many as any language tag in use has.
bool is_language_tag(std::string_view text) {
    constexpr std::size_t length_min = 2;
    constexpr std::size_t length_max = 12;
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '-';
    };
    return text.size() >= length_min && text.size() <= length_max && std::ranges::all_of(text, fits)
           && text.front() != '-' && text.back() != '-';
}

std::optional<double> parse_degrees(std::string_view text, double most) {
    const std::string_view digits = trim(text);
    double degrees = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), degrees);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    // Also refuses what is no number.
    if (!(degrees >= -most && degrees <= most)) return std::nullopt;
    return degrees;
}

} // namespace

std::string_view format_kind(AuthorityKind kind) {
    switch (kind) {
    case AuthorityKind::person:
        return "person";
    case AuthorityKind::place:
        return "place";
    case AuthorityKind::organisation:
        return "organisation";
    case AuthorityKind::other:
        return "other";
    }
    std::unreachable();
}

std::optional<AuthorityKind> parse_authority_kind(std::string_view text) {
    for (const AuthorityKind kind : all_authority_kinds) {
        if (format_kind(kind) == text) return kind;
    }
    return std::nullopt;
}

std::string_view format_kind(NameKind kind) {
    switch (kind) {
    case NameKind::main:
        return "main";
    case NameKind::other:
        return "other";
    case NameKind::birth:
        return "birth";
    case NameKind::pseudonym:
        return "pseudonym";
    case NameKind::former:
        return "former";
    case NameKind::exonym:
        return "exonym";
    }
    std::unreachable();
}

std::optional<NameKind> parse_name_kind(std::string_view text) {
    for (const NameKind kind : all_name_kinds) {
        if (format_kind(kind) == text) return kind;
    }
    return std::nullopt;
}

Result<void> check_name(const AuthorityName& name) {
    std::vector<std::pair<std::string, std::string>> wrong;
    const auto check_length = [&](std::string_view field, std::string_view text, std::size_t most) {
        if (utf8_length(text) > most) {
            wrong.emplace_back(field, fmt::format("Shorten this to {} characters.", most));
        }
    };
    if (trim(name.name).empty()) wrong.emplace_back("name", "Write the name.");
    check_length("name", name.name, authority_name_length_max);
    if (name.name.find_first_of("[]|\n") != std::string::npos) {
        wrong.emplace_back(
            "name", "Leave out brackets and bars: they stand around names in texts."
        );
    }
    if (!name.language.empty() && !is_language_tag(name.language)) {
        wrong.emplace_back("language", "Write the code of a language, such as en, ru or zh-Hant.");
    }
    check_length("valid_from", name.valid_from, name_phrase_length_max);
    check_length("valid_to", name.valid_to, name_phrase_length_max);
    check_length("citation", name.citation, name_citation_length_max);
    const auto check_date = [&](std::string_view field, const std::string& phrase) {
        if (phrase.empty()) return;
        const Result<dates::ReadDate> date = dates::read_date(phrase);
        if (!date) wrong.emplace_back(field, date.error().message());
    };
    check_date("valid_from", name.valid_from);
    check_date("valid_to", name.valid_to);
    if (wrong.empty()) return {};
    Error error{ErrorCode::invalid, wrong.front().second};
    for (auto& [field, sentence] : wrong)
        static_cast<void>(std::move(error).with_field(std::move(field), std::move(sentence)));
    return std::unexpected{std::move(error)};
}

bool is_valid_within(const AuthorityName& name, dates::Bounds days) {
    const auto read = [](const std::string& phrase) -> std::optional<dates::HistoricalDate> {
        if (phrase.empty()) return std::nullopt;
        Result<dates::ReadDate> date = dates::read_date(phrase);
        return date ? std::optional{std::move(date->date)} : std::nullopt;
    };
    // "since 1914" is open at its end, and a name may be valid from then on all the same.
    const std::optional<dates::HistoricalDate> from = read(name.valid_from);
    const std::optional<dates::HistoricalDate> to = read(name.valid_to);
    return !(from && from->lo > days.hi) && !(to && to->hi < days.lo);
}

Result<void> check_date_phrase(const std::string& field, const std::string& phrase) {
    if (phrase.empty()) return {};
    const Result<dates::ReadDate> date = dates::read_date(phrase);
    if (date) return {};
    return std::unexpected{
        Error{ErrorCode::invalid, date.error().message()}.with_field(field, date.error().message())
    };
}

Result<void> check_keeps_records(const Actor& actor, const Thresholds& thresholds) {
    return check_privilege(actor, Privilege::approve_tag_wiki, thresholds);
}

std::optional<Coordinates> parse_coordinates(std::string_view text) {
    constexpr double latitude_max = 90;
    constexpr double longitude_max = 180;
    const std::vector<std::string_view> parts = split(text, ',');
    if (parts.size() != 2) return std::nullopt;
    const std::optional<double> latitude = parse_degrees(parts[0], latitude_max);
    const std::optional<double> longitude = parse_degrees(parts[1], longitude_max);
    if (!latitude || !longitude) return std::nullopt;
    return Coordinates{
        .latitude = std::llround(*latitude * millionths),
        .longitude = std::llround(*longitude * millionths),
    };
}

std::string format_coordinates(Coordinates coordinates) {
    return fmt::format(
        "{}, {}",
        static_cast<double>(coordinates.latitude) / millionths,
        static_cast<double>(coordinates.longitude) / millionths
    );
}

} // namespace attest::domain
