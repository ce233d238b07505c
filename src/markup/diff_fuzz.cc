// Both texts can be read off any diff.
// Smoke runs: 300000
#include "base/verify.h"
#include "markup/word_diff.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace attest::markup;
    const std::string_view both{reinterpret_cast<const char*>(bytes), size};
    const std::size_t middle = std::min(both.find('\0'), both.size());
    const std::string_view old_text = both.substr(0, middle);
    const std::string_view new_text = both.substr(std::min(middle + 1, both.size()));
    const auto parts = diff_words(old_text, new_text);
    std::string old_side;
    std::string new_side;
    for (const DiffPart& part : parts) {
        if (part.kind != DiffKind::inserted) old_side += part.text;
        if (part.kind != DiffKind::removed) new_side += part.text;
    }
    VERIFY(old_side == old_text);
    VERIFY(new_side == new_text);
    render_diff_inline(parts);
    render_diff_rows(parts);
    return 0;
}
