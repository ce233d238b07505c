// Boxes from the database or from a child: what is taken lies within the text and the page, and
// packs again to bytes that read the same. Smoke runs: 300000
#include "scans/word_boxes.h"

#include "base/verify.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace attest::scans;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::size_t text_bytes = data[0] | data[1] << 8;
    const std::string_view packed{reinterpret_cast<const char*>(data) + 2, size - 2};
    const auto words = parse_word_boxes(packed, text_bytes);
    if (!words) return 0;
    for (const WordBox& word : *words) {
        VERIFY(std::size_t{word.begin} + word.length <= text_bytes);
        VERIFY(word.box.left <= word.box.right && word.box.bottom <= box_scale);
    }
    VERIFY(parse_word_boxes(pack_word_boxes(*words), text_bytes) == words);
    VERIFY(boxes_of(*words, 0, text_bytes).size() <= words->size());
    return 0;
}
