// Every limit of the names library.
#pragma once

#include <cstddef>

namespace attest::names {

/// Bytes of a name that are read; what stands behind is left out of its keys.
///
/// The longest titles of rulers and offices have some 200 letters, which are 400 bytes in Cyrillic.
inline constexpr std::size_t name_bytes_max = 500;

/// Words of a name that have keys. Matching tries words against words, so this bounds it.
inline constexpr std::size_t name_tokens_max = 16;

/// Ways in which one word may be read (evidence.md, D2).
inline constexpr std::size_t token_skeletons_max = 4;

} // namespace attest::names
