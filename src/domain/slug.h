// The readable end of a question's address: /questions/175/why-did-stalin-exile-trotsky.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attest::domain {

/// Longer slugs are cut at a word: Stack Exchange cuts at 80 characters, and search engines show
/// fewer.
inline constexpr std::size_t slug_length_max = 80;

/// Letters and digits of the title in lower case, the rest as single hyphens; accents of Latin
/// letters fall away, other scripts stay as they are. Empty for a title without letters. A title
/// that is the name of another page below a question ("Timeline") gets a word before it.
///
/// A slug is never stored: lists, pages and sitemaps all make it here, so that a link never meets a
/// redirect.
std::string make_slug(std::string_view title);

} // namespace attest::domain
