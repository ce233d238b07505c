#include "domain/names.h"

#include "base/text.h"

namespace attest::domain {

namespace {

/// Two bytes of UTF-8 for a code point from U+0080 to U+07FF.
std::string two_bytes(unsigned point) {
    return {static_cast<char>(0xC0U | point >> 6U), static_cast<char>(0x80U | (point & 0x3FU))};
}

struct Shift {
    unsigned capital_first;
    unsigned capital_last;
    unsigned distance; ///< From a capital to its small letter.
};

constexpr Shift shifts[] = {
    {.capital_first = 0xC0, .capital_last = 0xDE, .distance = 0x20},   // Latin-1
    {.capital_first = 0x391, .capital_last = 0x3A9, .distance = 0x20}, // Greek
    {.capital_first = 0x400, .capital_last = 0x40F, .distance = 0x50}, // Cyrillic, Ѐ to Џ
    {.capital_first = 0x410, .capital_last = 0x42F, .distance = 0x20}, // Cyrillic, А to Я
};

/// `start` with its first letter in the other case; empty if it has none that we know.
std::string with_other_case(std::string_view start) {
    if (utf8_sequence_length(start) != 2) return {};
    const unsigned point = (static_cast<unsigned char>(start[0]) & 0x1FU) << 6U
                           | (static_cast<unsigned char>(start[1]) & 0x3FU);
    for (const Shift& shift : shifts) {
        const bool is_capital = point >= shift.capital_first && point <= shift.capital_last;
        if (is_capital) return two_bytes(point + shift.distance).append(start.substr(2));
        const bool is_small = point >= shift.capital_first + shift.distance
                              && point <= shift.capital_last + shift.distance;
        if (is_small) return two_bytes(point - shift.distance).append(start.substr(2));
    }
    return {};
}

NameStretch stretch_of(std::string start) {
    std::string end = start + "\xF4\x8F\xBF\xBF"; // U+10FFFF, after which no name goes on
    return {.first = std::move(start), .end = std::move(end)};
}

} // namespace

std::vector<NameStretch> stretches_of_names(std::string_view start) {
    if (start.empty()) return {};
    std::vector<NameStretch> stretches;
    stretches.push_back(stretch_of(std::string{start}));
    std::string other = with_other_case(start);
    if (!other.empty()) stretches.push_back(stretch_of(std::move(other)));
    return stretches;
}

} // namespace attest::domain
