// Finds a quote on the pages of a scan although print, hand and machine have read it differently.
//
// Both texts are folded: compatibility forms undone, accents and case dropped, letters and digits
// only (so that a word hyphenated at a line's end is one again), and the letters that Russian lost
// in 1918 read as their successors. Then the quote is laid on every place of the text, and the
// place with the fewest edits wins. Myers' bit-parallel form does 64 letters of the quote in one
// step, so that a book of 400 pages takes milliseconds.
//
// Where several places are alike, those weights decide that Hypothesis uses for its annotations:
// the words 50, what stands before and after 20 each, the position 2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::scans {

/// Score from which the place is marked, and from which it is offered with "perhaps here". On wrong
/// pages the best place of a quote of 80 letters has 0.41 in the median.
inline constexpr double found_score_min = 0.80;
inline constexpr double perhaps_score_min = 0.65;

struct FoldedText {
    std::u32string letters;
    std::vector<std::uint32_t> begins; ///< Of each letter: where its character begins, in bytes …
    std::vector<std::uint32_t> ends;   ///< … and where it ends.
};

FoldedText fold_text(std::string_view text);

/// What else is known of the place.
struct QuoteHint {
    std::string_view before = {};
    std::string_view after = {};
    std::optional<std::size_t> begin = std::nullopt; ///< Byte in the text, about.
};

struct QuotePlace {
    double score = 0;      ///< 1 − edits / letters of the quote.
    std::size_t begin = 0; ///< Bytes in the text.
    std::size_t end = 0;

    bool operator==(const QuotePlace&) const = default;
};

/// The best place with `perhaps_score_min` at least; nothing for a quote without a letter. Only the
/// first `quote_letters_max` letters of a quote are looked for.
std::optional<QuotePlace>
find_quote(std::string_view text, std::string_view quote, const QuoteHint& hint = {});

/// How like the quote is to the text's best place, be it ever so little. 0 without a letter.
double best_score(std::string_view text, std::string_view quote);

struct QuoteOnPage {
    std::size_t page = 0; ///< In the list.
    QuotePlace place;

    /// Where it goes on at the beginning of the page after. Both parts then have the score of the
    /// whole.
    std::optional<QuotePlace> next = std::nullopt;
};

/// The page whose best place is the best of all; the first of equals. If no page has the quote
/// whole, it is looked for over two neighbours: what stands between its parts (a note at the foot,
/// a head line) costs nothing. It begins on one of the first `count` pages.
std::optional<QuoteOnPage> find_quote_in(
    std::span<const std::string_view> pages,
    std::string_view quote,
    std::size_t count = static_cast<std::size_t>(-1)
);

/// Fewest edits that turn `quote` into some part of `text`, by the plain table: for tests, and for
/// telling how much faster the other way is.
std::size_t count_least_edits(std::u32string_view text, std::u32string_view quote);

} // namespace attest::scans
