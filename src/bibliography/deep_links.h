// Addresses that lead into a work at a page and its words, where the site has no scan of it
// (evidence.md, B8a). Nothing is fetched: what an address looks like says how its site opens a
// page.
#pragma once

#include <string>
#include <string_view>

namespace attest::bibliography {

/// `page` is a printed page label, `quote` the words; either may be empty. Known are archive.org,
/// Google Books, and PDF files; any other page is opened at the words (a text fragment). What
/// cannot be led into comes back as it is.
std::string deep_link(std::string_view url, std::string_view page, std::string_view quote);

} // namespace attest::bibliography
