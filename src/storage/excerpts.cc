#include "storage/excerpts.h"

#include "base/text.h"
#include "storage/limits.h"

#include <algorithm>

namespace attest::storage {

std::string make_excerpt(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    constexpr std::string_view more = "…";
    std::string line;
    std::size_t length = 0;
    for (text = trim(text); !text.empty();) {
        const std::size_t word_end = std::min(text.find_first_of(spaces), text.size());
        std::string_view word = text.substr(0, word_end);
        const std::size_t needed = utf8_length(word) + (line.empty() ? 0 : 1);
        if (length + needed + 1 > excerpt_length_max) {
            // A single endless word is cut by bytes: one character has at most four.
            if (line.empty()) line = utf8_prefix(word, excerpt_length_max - 1);
            return line.append(more);
        }
        if (!line.empty()) line += ' ';
        line += word;
        length += needed;
        text.remove_prefix(word_end);
        text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
    }
    return line;
}

} // namespace attest::storage
