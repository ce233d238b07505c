// The first words of a text.
#pragma once

#include <string>
#include <string_view>

namespace attest::markup {

/// The front of `text` (`Rendered::text`) on one line, at most `characters_max` code points, cut
/// between words where that loses little, with "…" where something was cut.
std::string excerpt(std::string_view text, std::size_t characters_max);

} // namespace attest::markup
