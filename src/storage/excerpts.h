// The first words of a text, for lists and feeds.
#pragma once

#include <string>
#include <string_view>

namespace attest::storage {

/// At most excerpt_length_max characters on one line, ending with a whole word and "…" if there is
/// more.
std::string make_excerpt(std::string_view text);

} // namespace attest::storage
