// Whether two spellings can be of one name (evidence.md, D2).
#pragma once

#include "names/keys.h"

#include <cstdint>
#include <string_view>

namespace attest::names {

/// How two names agree, the better the greater. From `consonants` on it is a match.
enum class NameMatch : std::uint8_t {
    none,
    candidate,  ///< One has fewer words, and all of them are in the other: Trotsky, Leon Trotsky.
    consonants, ///< In what an abjad writes: محمد, Muhammad.
    skeleton,   ///< In sound, across scripts and spellings, or by initials.
    fold,       ///< But for capitals, accents, order and the reform of 1918.
};

NameMatch match(const NameKeys& left, const NameKeys& right);

constexpr bool is_match(NameMatch agreement) {
    return agreement >= NameMatch::consonants;
}

std::string_view format_match(NameMatch agreement);

} // namespace attest::names
