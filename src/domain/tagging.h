// The tags of a question as one text, the way they stand in a column and in newer dumps: "|a|b|".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attest::domain {

/// "|a|b|" and the older dumps' "<a><b>" to {"a", "b"}.
std::vector<std::string> parse_tags(std::string_view text);

/// {"a", "b"} to "|a|b|"; no tags give an empty text.
std::string format_tags(const std::vector<std::string>& tags);

} // namespace attest::domain
