// A phrase cut into words and signs whose meaning is known: the only part of the reader that sees
// letters.
#pragma once

#include "dates/language.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::dates {

struct Token {
    Word word = Word::unknown;
    std::int32_t value = 0;
    /// Of a number, an ordinal or a decade that was written in digits: how many.
    std::uint8_t digits = 0;
    /// Where it stands in the phrase, in bytes.
    std::uint16_t begin = 0;
    std::uint16_t end = 0;
};

struct Tokens {
    std::vector<Token> all;
    /// The first word that no table has, as it is written.
    std::string_view unknown_word;
    bool too_many = false;
};

/// `phrase` is UTF-8 of at most `phrase_bytes_max` bytes.
Tokens read_tokens(std::string_view phrase);

} // namespace attest::dates
