// A claim's words as a reader sees them: its place in a text is kept in the Markdown of its writer.
#pragma once

#include <string>
#include <string_view>

namespace attest::markup {

/// One line of plain text: without emphasis, and a name by the words that stand for it. Words that
/// cannot be read as Markdown stay as they were typed.
std::string claim_words(std::string_view source);

} // namespace attest::markup
