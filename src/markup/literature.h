// "Further reading" at the foot of a text: a list of works, and evidence for nothing (evidence.md,
// B8a).
#pragma once

#include <cstddef>
#include <string_view>

namespace attest::markup {

/// Where the heading of a list of literature stands, after which there is no other heading; npos if
/// there is none. A heading is one of Markdown, of HTML, or a line that is nothing but the words,
/// in bold or with a colon behind.
std::size_t find_literature(std::string_view source);

} // namespace attest::markup
