// Where the words of a page stand on its image: for each word its bytes in the page's text and its
// box in thousandths of the page's width and height, so that one list serves images of every size.
// In the database a list is packed: ten bytes a word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::scans {

/// Thousandths of the page, from its upper left corner; left ≤ right and top ≤ bottom ≤ 1000.
struct Box {
    std::uint16_t left = 0;
    std::uint16_t top = 0;
    std::uint16_t right = 0;
    std::uint16_t bottom = 0;

    bool operator==(const Box&) const = default;
};

inline constexpr std::uint16_t box_scale = 1000;

struct WordBox {
    std::uint32_t begin = 0; ///< Byte in the text.
    std::uint32_t length = 0;
    Box box;

    bool operator==(const WordBox&) const = default;
};

/// The smallest box around both.
Box join(const Box& left, const Box& right);

/// The words must stand in the order of the text without overlap.
std::string pack_word_boxes(const std::vector<WordBox>& words);

/// Nothing if the bytes are malformed, say more words than a page may have, or speak of bytes that
/// the text does not have.
std::optional<std::vector<WordBox>>
parse_word_boxes(std::string_view packed, std::size_t text_bytes);

/// One box for each line of print that the bytes [begin, end) of the text touch, in reading order.
std::vector<Box> boxes_of(const std::vector<WordBox>& words, std::size_t begin, std::size_t end);

} // namespace attest::scans
