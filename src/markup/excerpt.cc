#include "markup/excerpt.h"

#include "base/text.h"

#include <algorithm>

namespace attest::markup {

std::string excerpt(std::string_view text, std::size_t characters_max) {
    std::string line;
    std::size_t characters = 0;
    std::size_t last_space = 0;
    text = trim(text);
    while (!text.empty()) {
        const std::size_t length =
            std::max<std::size_t>(utf8_sequence_length(text.substr(0, 4)), 1);
        const bool is_space = text[0] == ' ' || text[0] == '\n' || text[0] == '\t';
        if (is_space && line.ends_with(' ')) {
            text.remove_prefix(1);
            continue;
        }
        if (characters == characters_max) break;
        if (is_space) last_space = line.size();
        if (is_space) {
            line += ' ';
        } else {
            line += text.substr(0, length);
        }
        ++characters;
        text.remove_prefix(length);
    }
    if (text.empty()) return line;
    // A word longer than a third of the whole is cut in two.
    const bool is_between_words = text[0] == ' ' || text[0] == '\n';
    if (!is_between_words && last_space > line.size() - (line.size() / 3)) line.resize(last_space);
    while (line.ends_with(' ')) {
        line.pop_back();
    }
    return line + "…";
}

} // namespace attest::markup
