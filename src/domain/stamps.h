// What a page may depend on, as the slot of a version stamp (decisions.md, 18). The writer
// announces the slots of what it changes; the page cache compares the stamps in them. Two things
// may share a slot, which only costs a miss.
#pragma once

#include "domain/ids.h"

#include <cstdint>
#include <string_view>

namespace attest::domain {

using StampSlot = std::uint16_t;

inline constexpr std::size_t stamp_count = 65'536;

namespace detail {

/// The finaliser of SplitMix64: spreads neighbouring ids over all slots.
constexpr StampSlot spread(std::uint64_t key) {
    key = (key ^ (key >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    key = (key ^ (key >> 27U)) * 0x94D049BB133111EBULL;
    return static_cast<StampSlot>((key ^ (key >> 31U)) >> 48U);
}

} // namespace detail

/// The last change of anything on the site: all that lists, tag pages and profiles depend on.
inline constexpr StampSlot stamp_of_site = 0;

/// A question with its answers and all comments, and its title wherever it is shown.
constexpr StampSlot stamp_of_question(QuestionId id) {
    return detail::spread(static_cast<std::uint64_t>(id.value) * 4 + 1);
}

/// A user's name, reputation and badges wherever they are shown.
constexpr StampSlot stamp_of_user(UserId id) {
    return detail::spread(static_cast<std::uint64_t>(id.value) * 4 + 2);
}

constexpr StampSlot stamp_of_tag(std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325ULL; // FNV-1a
    for (const char letter : name) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
    }
    return detail::spread(hash * 4 + 3);
}

} // namespace attest::domain
