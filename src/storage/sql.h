// Pieces of SQL that several statements share (the columns of a post, of a person), joined by the
// compiler, so that each is written once and every statement is still a constant.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace attest::storage {

template <std::size_t size>
struct SqlPiece {
    // NOLINTNEXTLINE(google-explicit-constructor): a literal is a piece
    constexpr SqlPiece(const char (&literal)[size]) { std::copy_n(literal, size, text.begin()); }

    std::array<char, size> text{}; ///< With the closing zero.
};

namespace detail {

template <SqlPiece... pieces>
constexpr auto join_pieces() {
    // Every piece gives its closing zero for a space.
    std::array<char, (pieces.text.size() + ...) + 1> joined{};
    auto end = joined.begin();
    ((end = std::copy_n(pieces.text.begin(), pieces.text.size() - 1, end), *end++ = ' '), ...);
    return joined;
}

template <SqlPiece... pieces>
inline constexpr auto joined_pieces = join_pieces<pieces...>();

} // namespace detail

/// The pieces with a space after each: `.sql = joined<"SELECT ", byline_columns, " FROM users AS u
/// …">`
template <SqlPiece... pieces>
inline constexpr std::string_view joined{
    detail::joined_pieces<pieces...>.data(), detail::joined_pieces<pieces...>.size() - 1
};

} // namespace attest::storage
