// The guid of an act in a post's history: 16 bytes in the database, digits and hyphens in
// addresses.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace attest::domain {

inline constexpr std::size_t guid_bytes = 16;

/// "8ef06a0e-2d1a-4d0d-9f7c-0b9b1f6e2a11", in either case and with or without its hyphens, to 16
/// bytes in the order of the digits; nothing for anything else.
std::optional<std::string> parse_guid(std::string_view text);

/// 16 bytes to 36 characters in lower case; an empty text for an empty one.
std::string format_guid(std::string_view bytes);

} // namespace attest::domain
