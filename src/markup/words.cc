#include "markup/words.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>

namespace attest::markup {

namespace {

enum class CharacterClass : std::uint8_t { word, blank, single };

char32_t decode(std::string_view sequence) {
    const auto byte = [&](std::size_t index) {
        return static_cast<unsigned char>(sequence[index]);
    };
    switch (sequence.size()) {
    case 2:
        return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    case 3:
        return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    case 4:
        return ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U)
               | (byte(3) & 0x3FU);
    default:
        return byte(0) < 0x80 ? byte(0) : 0xFFFD;
    }
}

bool is_between(char32_t point, char32_t first, char32_t last) {
    return point >= first && point <= last;
}

CharacterClass class_of(char32_t point) {
    if (point < 0x80) {
        const bool is_word = is_between(point, 'a', 'z') || is_between(point, 'A', 'Z')
                             || is_between(point, '0', '9') || point == '_';
        if (is_word) return CharacterClass::word;
        return point == ' ' || point == '\t' ? CharacterClass::blank : CharacterClass::single;
    }
    const bool is_sign = is_between(point, 0x80, 0xA9) || is_between(point, 0xAB, 0xB4)
                         || is_between(point, 0xB6, 0xB9) || is_between(point, 0xBB, 0xBF)
                         || point == 0xD7 || point == 0xF7 || is_between(point, 0x2000, 0x200B)
                         || is_between(point, 0x200E, 0x206F) || is_between(point, 0x20A0, 0x2BFF)
                         || is_between(point, 0x3000, 0x3004) || is_between(point, 0x3008, 0x3030)
                         || is_between(point, 0xFF00, 0xFF0F)
                         || is_between(point, 0x1F000, 0x1FAFF);
    const bool is_ideograph = is_between(point, 0x2E80, 0x2FFF) || is_between(point, 0x3005, 0x3007)
                              || is_between(point, 0x3031, 0xA4CF)
                              || is_between(point, 0xF900, 0xFAFF)
                              || is_between(point, 0x20000, 0x3FFFF);
    return is_sign || is_ideograph ? CharacterClass::single : CharacterClass::word;
}

} // namespace

char32_t code_point_at(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) {
        ++at;
        return first;
    }
    const std::string_view rest = text.substr(at, 4);
    const std::size_t length = std::max<std::size_t>(utf8_sequence_length(rest), 1);
    at += length;
    return decode(rest.substr(0, length));
}

std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> words;
    words.reserve(text.size() / 4);
    CharacterClass before = CharacterClass::single;
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const CharacterClass here = class_of(code_point_at(text, at));
        const bool joins = here == before && here != CharacterClass::single;
        if (!joins && begin > start) {
            words.push_back(text.substr(start, begin - start));
            start = begin;
        }
        before = here;
    }
    if (start < text.size()) words.push_back(text.substr(start));
    return words;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        lines.push_back(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
    return lines;
}

} // namespace attest::markup
