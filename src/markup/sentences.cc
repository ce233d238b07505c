#include "markup/sentences.h"

#include "base/text.h"
#include "markup/words.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace attest::markup {

namespace {

/// In lower case, without the full stop that ends them. "г." and "в." of a year and a century are
/// not among them: what follows them with a capital letter is more often a new sentence.
constexpr auto abbreviations = std::to_array<std::string_view>({
    "al",   "bk", "ca",    "capt", "cf",  "cm",  "col", "comp", "dr",   "ed",   "eds", "esp", "gen",
    "ibid", "jr", "lt",    "maj",  "mr",  "mrs", "ms",  "op",   "prof", "rev",  "sgt", "sr",  "ss",
    "st",   "sv", "trans", "v",    "viz", "vs",  "ген", "им",   "напр", "проф", "св",  "см",  "ср",
});

/// The same, where a number follows: "no. 1" and "He said no. Then …".
constexpr auto number_abbreviations = std::to_array<std::string_view>({
    "app", "art", "c",  "ch",   "chap", "f",  "ff", "fig", "fol",  "l",  "ll", "n",  "no",
    "nos", "nr",  "p",  "para", "pl",   "pp", "pt", "vol", "vols", "гл", "д",  "кн", "л",
    "лл",  "об",  "оп", "п",    "прим", "с",  "ст", "стр", "т",    "тт", "ф",  "ч",
});

UChar32 point_at(std::string_view text, std::size_t& at) {
    return static_cast<UChar32>(code_point_at(text, at));
}

UChar32 code_point_before(std::string_view text, std::size_t& at) {
    UChar32 point = 0;
    auto index = static_cast<std::int32_t>(at);
    U8_PREV_OR_FFFD(text.data(), 0, index, point);
    at = static_cast<std::size_t>(index);
    return point;
}

bool is_terminator(UChar32 point) {
    return point == '.' || point == '!' || point == '?' || point == 0x2026 /* … */
           || point == 0x3002 /* 。 */;
}

/// Closing quotes, brackets and Markdown's emphasis may stand between a full stop and the space.
bool is_closer(UChar32 point) {
    const auto type = u_charType(point);
    return point == '"' || point == '\'' || point == '*' || point == '_'
           || type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION
           || type == U_INITIAL_PUNCTUATION;
}

/// The word that ends at `end`: no longer than an abbreviation can be.
std::string_view word_before(std::string_view text, std::size_t end) {
    constexpr std::size_t word_bytes_max = 24;
    std::size_t start = end;
    while (start > 0 && end - start < word_bytes_max) {
        std::size_t before = start;
        if (!u_isalpha(code_point_before(text, before))) break;
        start = before;
    }
    return text.substr(start, end - start);
}

std::string folded(std::string_view word) {
    std::string out;
    std::size_t at = 0;
    while (at < word.size()) {
        const UChar32 point = u_tolower(point_at(word, at));
        std::array<char, U8_MAX_LENGTH> bytes{};
        std::int32_t length = 0;
        U8_APPEND_UNSAFE(bytes.data(), length, point);
        out.append(bytes.data(), static_cast<std::size_t>(length));
    }
    return out;
}

bool begins_with_digit(std::string_view text, std::size_t at) {
    return at < text.size() && u_isdigit(point_at(text, at)) != 0;
}

/// Whether the full stop at `stop`, after which `next` is the first that is no white space, belongs
/// to a word that was cut short ("Gen."), to an initial, or to the number after it ("p. 79").
bool is_abbreviated(std::string_view text, std::size_t stop, std::size_t next) {
    const std::string_view word = word_before(text, stop);
    if (word.empty()) return false;
    std::size_t at = 0;
    const bool is_capital = u_isupper(point_at(word, at)) != 0;
    if (at == word.size() && is_capital) return true;
    const std::string small = folded(word);
    if (std::ranges::find(abbreviations, small) != abbreviations.end()) return true;
    return begins_with_digit(text, next)
           && std::ranges::find(number_abbreviations, small) != number_abbreviations.end();
}

/// Whether what begins at `at` looks like the beginning of a sentence: no small letter before
/// anything else.
bool begins_sentence(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const UChar32 point = point_at(text, at);
        if (u_islower(point)) return false;
        if (u_isalnum(point)) return true;
        if (u_isUWhiteSpace(point)) return true;
    }
    return true;
}

std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        std::size_t next = at;
        if (!u_isUWhiteSpace(point_at(text, next))) break;
        at = next;
    }
    return at;
}

} // namespace

std::size_t next_sentence(std::string_view text, std::size_t from) {
    std::size_t at = from;
    while (at < text.size()) {
        const std::size_t stop = at;
        const UChar32 point = point_at(text, at);
        if (!is_terminator(point)) continue;
        bool is_plain_stop = point == '.';
        std::size_t end = at;
        while (end < text.size()) {
            std::size_t next = end;
            const UChar32 closer = point_at(text, next);
            if (!is_terminator(closer) && !is_closer(closer)) break;
            is_plain_stop = is_plain_stop && !is_terminator(closer);
            end = next;
        }
        at = end;
        const std::size_t begin = skip_space(text, end);
        if (begin == end && begin < text.size()) continue;
        if (begin == text.size()) return std::string_view::npos;
        if (is_plain_stop && is_abbreviated(text, stop, begin)) continue;
        if (begins_sentence(text, begin)) return begin;
    }
    return std::string_view::npos;
}

std::size_t count_sentences(std::string_view text) {
    std::size_t count = 0;
    const auto has_letter = [](std::string_view part) {
        std::size_t at = 0;
        while (at < part.size()) {
            if (u_isalpha(point_at(part, at))) return true;
        }
        return false;
    };
    for (const std::string_view line : split(text, '\n')) {
        std::size_t begin = 0;
        while (begin < line.size()) {
            const std::size_t next = std::min(next_sentence(line, begin), line.size());
            if (has_letter(line.substr(begin, next - begin))) ++count;
            begin = next;
        }
    }
    return count;
}

std::string letters_and_digits(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const UChar32 point = point_at(text, at);
        if (!u_isalnum(point)) continue;
        std::array<char, U8_MAX_LENGTH> bytes{};
        std::int32_t length = 0;
        U8_APPEND_UNSAFE(bytes.data(), length, u_foldCase(point, U_FOLD_CASE_DEFAULT));
        out.append(bytes.data(), static_cast<std::size_t>(length));
    }
    return out;
}

} // namespace attest::markup
