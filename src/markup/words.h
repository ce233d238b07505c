// Words in any script, by a rule on code points that is simple enough to be told in one sentence:
// letters, digits and marks that stand together are a word, an ideograph is one by itself, and so
// is any other sign.
#pragma once

#include <string_view>
#include <vector>

namespace attest::markup {

/// `text` cut into words, runs of blanks, line breaks and single signs; together they are the text.
std::vector<std::string_view> split_words(std::string_view text);

/// `text` cut after each line break.
std::vector<std::string_view> split_lines(std::string_view text);

} // namespace attest::markup
