#include "scans/word_boxes.h"

#include "scans/binary.h"
#include "scans/limits.h"

#include <algorithm>

namespace attest::scans {

namespace {

bool is_box(const Box& box) {
    return box.left <= box.right && box.top <= box.bottom && box.right <= box_scale
           && box.bottom <= box_scale;
}

/// Whether the word goes on in the line of the box: it overlaps it in height by half, and does not
/// begin again at the left.
bool continues(const Box& line, const Box& word) {
    const int overlap = std::min(line.bottom, word.bottom) - std::max(line.top, word.top);
    const int height = std::min(line.bottom - line.top, word.bottom - word.top);
    return 2 * overlap >= height && word.right >= line.right;
}

} // namespace

Box join(const Box& left, const Box& right) {
    return {
        .left = std::min(left.left, right.left),
        .top = std::min(left.top, right.top),
        .right = std::max(left.right, right.right),
        .bottom = std::max(left.bottom, right.bottom),
    };
}

std::string pack_word_boxes(const std::vector<WordBox>& words) {
    ByteWriter out;
    std::uint32_t end = 0;
    for (const WordBox& word : words) {
        out.varint(word.begin - end);
        out.varint(word.length);
        for (const std::uint16_t side :
             {word.box.left, word.box.top, word.box.right, word.box.bottom}) {
            out.number(side, 2);
        }
        end = word.begin + word.length;
    }
    return std::move(out).take();
}

std::optional<std::vector<WordBox>>
parse_word_boxes(std::string_view packed, std::size_t text_bytes) {
    std::vector<WordBox> words;
    ByteReader in{packed};
    std::uint64_t end = 0;
    while (in.has_more()) {
        const std::uint64_t begin = end + in.varint();
        const std::uint32_t length = in.varint();
        Box box;
        for (std::uint16_t* side : {&box.left, &box.top, &box.right, &box.bottom}) {
            *side = static_cast<std::uint16_t>(in.number(2));
        }
        end = begin + length;
        if (!in.is_good() || !is_box(box) || end > text_bytes) return std::nullopt;
        if (words.size() == page_words_max) return std::nullopt;
        words.push_back({static_cast<std::uint32_t>(begin), length, box});
    }
    return in.is_done() ? std::optional{std::move(words)} : std::nullopt;
}

std::vector<Box> boxes_of(const std::vector<WordBox>& words, std::size_t begin, std::size_t end) {
    std::vector<Box> lines;
    for (const WordBox& word : words) {
        if (word.begin + word.length <= begin || word.begin >= end) continue;
        if (!lines.empty() && continues(lines.back(), word.box)) {
            lines.back() = join(lines.back(), word.box);
        } else {
            lines.push_back(word.box);
        }
    }
    return lines;
}

} // namespace attest::scans
