// Bare addresses in running text ("see https://example.org/a."), for Markdown and comments alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace attest::markup {

struct BareLink {
    std::size_t start;
    std::size_t length;
};

/// The first http(s) address in `text` at or after `from`. It begins at a word's start and ends
/// before white space or `<`, without the punctuation that closes the sentence around it. Each call
/// looks at what it skips once.
std::optional<BareLink> find_bare_link(std::string_view text, std::size_t from);

} // namespace attest::markup
