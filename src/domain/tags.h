// Names of tags, and the two ways in which a dump writes a post's list of them: `<a><b>` until 2023
// and
// `|a|b|` since 2024. The second is also how `posts.tags` holds them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::domain {

enum class TagSyntax : std::uint8_t { angles, bars };

/// Longest name of a tag, in bytes. Stack Exchange allows 35 characters; of four bytes each at the
/// most.
inline constexpr std::size_t tag_name_bytes_max = 140;

/// A name that may stand in a list and in an address: not empty, not too long, without white space,
/// controls, and the signs that lists and addresses are made with (`<>|/\?"&` and the comma).
bool is_tag_name(std::string_view name);

/// The names of a list in either syntax, in order; nothing if it is neither, or holds what is no
/// name. An empty text is an empty list.
std::optional<std::vector<std::string_view>> parse_tag_list(std::string_view text);

/// An empty list gives an empty text.
std::string format_tag_list(const std::vector<std::string_view>& names, TagSyntax syntax);

/// The syntax of a list, or nothing where it does not show (an empty one).
std::optional<TagSyntax> tag_syntax_of(std::string_view text);

} // namespace attest::domain
