#include "domain/slug.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace attest::domain {

namespace {

/// U+00C0 to U+00FF without their accents; "*" where the sign is no letter.
constexpr std::array<std::string_view, 64> latin_1_letters = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "*", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "*", "o", "u", "u", "u", "u", "y", "th", "y",
};

std::uint32_t decode(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1) return lead;
    std::uint32_t point = lead & (0x7FU >> sequence.size());
    for (const char c : sequence.substr(1))
        point = (point << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
    return point;
}

/// Capitals of Greek and Cyrillic, the scripts whose capitals stand at a fixed distance.
std::uint32_t lower(std::uint32_t point) {
    if (point >= 0x0391 && point <= 0x03A9) return point + 0x20;
    if (point >= 0x0410 && point <= 0x042F) return point + 0x20;
    if (point >= 0x0400 && point <= 0x040F) return point + 0x50;
    return point;
}

/// Spaces, punctuation, symbols and pictures beyond ASCII, and what is invisible or turns the
/// direction of writing.
bool is_separator(std::uint32_t point) {
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 9> ranges = {{
        {0x80, 0xBF},
        {0x02B0, 0x036F},
        {0x2000, 0x2BFF},
        {0x2E00, 0x2E7F},
        {0x3000, 0x303F},
        {0xD800, 0xF8FF},
        {0xFE00, 0xFE6F},
        {0xFF00, 0xFF0F},
        {0xFFE0, 0x1FFFF},
    }};
    for (const auto& [first, last] : ranges) {
        if (point >= first && point <= last) return true;
    }
    return point >= 0xE0000;
}

void append_point(std::string& out, std::uint32_t point) {
    if (point < 0x800) {
        out += static_cast<char>(0xC0U | (point >> 6U));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0U | (point >> 12U));
        out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (point >> 18U));
        out += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
    }
    out += static_cast<char>(0x80U | (point & 0x3FU));
}

/// What a character gives to the slug; empty for a separator.
std::string letters_of(std::uint32_t point) {
    if (point < 0x80) {
        const char c = static_cast<char>(point);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain) return {c};
        if (c >= 'A' && c <= 'Z') return {static_cast<char>(c + 0x20)};
        return {};
    }
    if (point >= 0xC0 && point <= 0xFF) {
        const std::string_view letters = latin_1_letters[point - 0xC0];
        return letters == "*" ? std::string{} : std::string{letters};
    }
    if (is_separator(point)) return {};
    std::string letters;
    append_point(letters, lower(point));
    return letters;
}

/// Apostrophes join: "don't" is "dont", as on Stack Exchange.
bool joins(std::uint32_t point) {
    return point == '\'' || point == 0x2019;
}

/// Pages below /questions/175/ that are not the question; the test of web's routes knows them all.
constexpr auto taken_words = std::to_array<std::string_view>({"answers", "map", "timeline"});

/// The letters and digits of a title, joined by hyphens.
std::string join_words(std::string_view title) {
    std::string slug;
    std::size_t length = 0;
    std::size_t word_end = 0;
    bool wants_hyphen = false;
    slug.reserve(std::min(title.size(), slug_length_max) + 1);
    while (!title.empty()) {
        // Most characters of most titles: a small letter that goes on with a word.
        const char first = title.front();
        if (first >= 'a' && first <= 'z' && !wants_hyphen && length < slug_length_max) {
            slug += first;
            ++length;
            title.remove_prefix(1);
            continue;
        }
        const std::size_t bytes = utf8_sequence_length(title);
        const std::uint32_t point = bytes == 0 ? ' ' : decode(title.substr(0, bytes));
        title.remove_prefix(bytes == 0 ? 1 : bytes);
        if (joins(point)) continue;
        const std::string letters = letters_of(point);
        if (letters.empty()) {
            if (!slug.empty() && !wants_hyphen) word_end = slug.size();
            wants_hyphen = !slug.empty();
            continue;
        }
        length += utf8_length(letters) + (wants_hyphen ? 1 : 0);
        if (length > slug_length_max) {
            if (word_end > 0) slug.resize(word_end);
            return slug;
        }
        if (std::exchange(wants_hyphen, false)) slug += '-';
        slug += letters;
    }
    return slug;
}

} // namespace

std::string make_slug(std::string_view title) {
    std::string slug = join_words(title);
    if (std::ranges::find(taken_words, slug) != taken_words.end()) slug.insert(0, "about-");
    return slug;
}

} // namespace attest::domain
