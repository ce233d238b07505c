// Every limit of this layer, with its reason. What one of them refuses gets a sentence; what only
// has to stay cheap (HTML of a dump) is read in a simpler way instead and never refused.
#pragma once

#include <cstddef>

namespace attest::markup {

/// Bytes of one Markdown source. Stack Exchange takes 30,000 characters, which is 90,000 bytes in a
/// script with three bytes each. The costliest sources of this length take 40 ms.
inline constexpr std::size_t markdown_bytes_max = 96UZ * 1024;

/// Quotes and list items inside one another. cmark walks all open blocks at every line.
inline constexpr std::size_t markdown_nesting_max = 64;

/// Cells of all tables of a source, counting those that GFM adds to short rows. cmark takes 2 µs
/// each: this many cost 20 ms.
inline constexpr std::size_t table_cells_max = 10'000;

/// Steps of cmark that grow with the square of an input, added up before it runs: about 20 ms.
inline constexpr std::size_t markdown_work_max = 6'000'000;

/// What stands in a fence of code is not read for emphasis and links, and counts this much less. It
/// counts at all because a fence that we see may be none to cmark, inside HTML for instance.
inline constexpr std::size_t fenced_work_divisor = 8;

/// What cmark may allocate for a source: measured at 20 to 60 bytes a byte for ordinary text, 330
/// for a text that is nothing but asterisks.
inline constexpr std::size_t markdown_memory_per_byte = 400;
inline constexpr std::size_t markdown_memory_base =
    8UZ * 1024 * 1024; // the cells of table_cells_max

/// Rendered HTML may be this many times its source, and as much more: the longest honest growth is
/// a short link in its attributes.
inline constexpr std::size_t output_per_byte_max = 10;
inline constexpr std::size_t output_base = 4UZ * 1024;

/// TeX of one formula. Longer ones are text; it also bounds the search for the closing sign.
inline constexpr std::size_t formula_bytes_max = 4UZ * 1024;

/// Elements inside one another in what we write. Deeper ones lose their tags and keep their text.
inline constexpr std::size_t html_depth_max = 96;

/// Elements that may be open at once, by a count that errs upwards, for gumbo (whose time is the
/// square of the depth) to be asked.
inline constexpr std::size_t gumbo_depth_max = 256;

/// HTML that gumbo is asked about: a second's work for it at worst.
inline constexpr std::size_t gumbo_bytes_max = 4UZ * 1024 * 1024;

/// What gumbo may allocate: 20 to 40 bytes a byte for ordinary HTML. Re-opened formatting elements
/// can make it the square of the input.
inline constexpr std::size_t gumbo_memory_per_byte = 128;
inline constexpr std::size_t gumbo_memory_base = 1024UZ * 1024;

/// An address longer than this is no link. Browsers and proxies stop between 2,000 and 8,000.
inline constexpr std::size_t url_bytes_max = 4UZ * 1024;

/// A language name of a code block ("objective-c++").
inline constexpr std::size_t code_language_bytes_max = 40;

/// Comparisons that one word diff may cost before it gets coarser: about 10 ms.
inline constexpr std::size_t diff_work_max = 4'000'000;

/// Bytes of one comment's source. Stack Exchange takes 600 characters; a dump may hold a little
/// more.
inline constexpr std::size_t comment_bytes_max = 16UZ * 1024;

/// Citations of one post: more than a hundred pages of footnotes have. The rest is text.
inline constexpr std::size_t citations_max = 500;

/// Bytes of one pair of brackets with citations: a long quotation in two languages, in Cyrillic.
inline constexpr std::size_t citation_group_bytes_max = 8UZ * 1024;

/// A key that the site makes has at most 60 characters; one of somebody's own library may be
/// longer.
inline constexpr std::size_t citation_key_bytes_max = 100;

/// Sentences are looked for this far before a citation. Longer paragraphs are cut there.
inline constexpr std::size_t claim_bytes_max = 4UZ * 1024;

} // namespace attest::markup
