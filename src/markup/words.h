// Words in any script, by a rule on code points that is simple enough to be told in one sentence:
// letters, digits and marks that stand together are a word, an ideograph is one by itself, and so
// is any other sign.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace attest::markup {

/// The code point that begins at the byte `at`, which is moved behind it; U+FFFD for a byte that is
/// no UTF-8.
char32_t code_point_at(std::string_view text, std::size_t& at);

/// `text` cut into words, runs of blanks, line breaks and single signs; together they are the text.
std::vector<std::string_view> split_words(std::string_view text);

/// `text` cut after each line break.
std::vector<std::string_view> split_lines(std::string_view text);

} // namespace attest::markup
