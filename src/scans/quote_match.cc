#include "scans/quote_match.h"

#include "base/text.h"
#include "scans/limits.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace attest::scans {

namespace {

// ── folding
// ─────────────────────────────────────────────────────────────────────────────────────────

/// A character never folds into more: "㎯" into "rads2".
constexpr std::size_t folded_letters_max = 18;

/// Characters below are folded once and remembered: all of Europe's and the Near East's.
constexpr char32_t remembered_end = 0x3000;

/// Letters of before 1918, and what may not count: ъ at the end of words was dropped then, and is
/// too rare elsewhere to tell words apart.
char32_t modernise(char32_t letter) {
    switch (letter) {
    case U'ѣ':
        return U'е';
    case U'і':
    case U'ѵ':
        return U'и';
    case U'ѳ':
        return U'ф';
    case U'ъ':
        return 0;
    default:
        return letter;
    }
}

std::u32string fold_character(char32_t character) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* compatible = icu::Normalizer2::getNFKDInstance(error);
    if (U_FAILURE(error)) return {};
    icu::UnicodeString text{static_cast<UChar32>(character)};
    text = compatible->normalize(text, error).foldCase();
    text = compatible->normalize(text, error);
    std::u32string letters;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 letter = text.char32At(i);
        const char32_t modern = modernise(static_cast<char32_t>(letter));
        if (u_isalnum(letter) && modern != 0 && letters.size() < folded_letters_max) {
            letters += modern;
        }
    }
    return letters;
}

const std::vector<std::u32string>& remembered_letters() {
    static const std::vector<std::u32string> letters = [] {
        std::vector<std::u32string> all(remembered_end);
        for (char32_t character = 0; character < remembered_end; ++character) {
            all[character] = fold_character(character);
        }
        return all;
    }();
    return letters;
}

/// The character at the front of `text`, known to be of `length` bytes.
char32_t decode(std::string_view text, std::size_t length) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (length == 1) return byte(0);
    char32_t character = byte(0) & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        character = character << 6U | (byte(i) & 0x3FU);
    }
    return character;
}

// ── Myers
// ───────────────────────────────────────────────────────────────────────────────────────────

/// A quote made ready: for each of its letters, at which places of it that letter stands.
class Pattern {
public:
    explicit Pattern(std::u32string_view quote)
        : length_{quote.size()},
          blocks_{(quote.size() + 63) / 64},
          rows_(blocks_, 0),
          columns_(blocks_) {
        for (std::size_t i = 0; i < quote.size(); ++i) {
            rows_[row_of_new(quote[i]) * blocks_ + i / 64] |= 1ULL << i % 64;
        }
    }

    [[nodiscard]] std::size_t length() const { return length_; }

    /// Calls `take(end, edits)` for each letter of the text: the fewest edits that turn the quote
    /// into a part of the text that ends behind it.
    template <typename Take>
    void run(std::u32string_view text, const Take& take) {
        std::ranges::fill(columns_, Column{});
        auto edits = static_cast<std::int64_t>(length_);
        for (std::size_t i = 0; i < text.size(); ++i) {
            edits += step(&rows_[row_of(text[i]) * blocks_]);
            take(i + 1, static_cast<std::size_t>(edits));
        }
    }

private:
    /// How the numbers of a column of the table differ from one row to the next: up, or down.
    struct Column {
        std::uint64_t up = ~0ULL;
        std::uint64_t down = 0;
    };

    [[nodiscard]] std::size_t row_of(char32_t letter) const {
        if (letter < remembered_end) return rows_by_letter_[letter];
        const auto found = std::ranges::find(rare_, letter);
        return found == rare_.end() ? 0
                                    : rare_rows_[static_cast<std::size_t>(found - rare_.begin())];
    }

    std::size_t row_of_new(char32_t letter) {
        const std::size_t known = row_of(letter);
        if (known != 0) return known;
        const std::size_t row = rows_.size() / blocks_;
        rows_.resize(rows_.size() + blocks_, 0);
        if (letter < remembered_end) {
            rows_by_letter_[letter] = static_cast<std::uint16_t>(row);
        } else {
            rare_.push_back(letter);
            rare_rows_.push_back(row);
        }
        return row;
    }

    /// One letter of the text. What the last row of the table grows by: −1, 0 or 1.
    int step(const std::uint64_t* row) {
        int carry = 0;
        for (std::size_t block = 0; block < blocks_; ++block) {
            const std::size_t rows = block + 1 < blocks_ ? 64 : (length_ - 1) % 64 + 1;
            carry = advance(columns_[block], row[block], carry, 1ULL << (rows - 1));
        }
        return carry;
    }

    static int advance(Column& column, std::uint64_t equal, int carry, std::uint64_t last) {
        const std::uint64_t down_or_equal = equal | column.down;
        if (carry < 0) equal |= 1U;
        const std::uint64_t through = (((equal & column.up) + column.up) ^ column.up) | equal;
        std::uint64_t more = column.down | ~(through | column.up);
        std::uint64_t less = column.up & through;
        int next = 0;
        if ((more & last) != 0) next = 1;
        if ((less & last) != 0) next = -1;
        more <<= 1U;
        less <<= 1U;
        if (carry < 0) less |= 1U;
        if (carry > 0) more |= 1U;
        column.up = less | ~(down_or_equal | more);
        column.down = more & down_or_equal;
        return next;
    }

    std::size_t length_;
    std::size_t blocks_;
    std::vector<std::uint64_t> rows_; ///< Row 0: of letters that the quote does not have.
    std::vector<Column> columns_;
    std::vector<std::uint16_t> rows_by_letter_ = std::vector<std::uint16_t>(remembered_end, 0);
    std::vector<char32_t> rare_;
    std::vector<std::size_t> rare_rows_;
};

// ── places
// ──────────────────────────────────────────────────────────────────────────────────────────

struct Span {
    std::size_t begin = 0; ///< Letters.
    std::size_t end = 0;
    std::size_t edits = 0;
};

double score_of(std::size_t edits, std::size_t letters) {
    return 1.0 - static_cast<double>(edits) / static_cast<double>(letters);
}

std::size_t edits_allowed(std::size_t letters) {
    return static_cast<std::size_t>(
        static_cast<double>(letters) * (1.0 - perhaps_score_min) + 1e-9
    );
}

/// Where the part of the text begins that ends at `end` with so many edits: the same from behind.
std::size_t find_begin(std::u32string_view text, std::u32string_view quote, const Span& place) {
    const std::size_t reach = std::min(place.end, quote.size() + place.edits);
    std::u32string behind{text.substr(place.end - reach, reach)};
    std::ranges::reverse(behind);
    // Anchored at its front, so the plain table; two rows of it.
    std::vector<std::size_t> row(behind.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < quote.size(); ++i) {
        const char32_t letter = quote[quote.size() - 1 - i];
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 1; j < row.size(); ++j) {
            const std::size_t same = diagonal + (behind[j - 1] == letter ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({same, row[j] + 1, row[j - 1] + 1});
        }
    }
    // Of equally good beginnings the one that gives the quote its own length.
    std::size_t best = 0;
    const auto off = [&](std::size_t length) {
        return length > quote.size() ? length - quote.size() : quote.size() - length;
    };
    for (std::size_t j = 1; j < row.size(); ++j) {
        if (row[j] < row[best] || (row[j] == row[best] && off(j) < off(best))) best = j;
    }
    return place.end - best;
}

/// The ends of all places that are good enough, of neighbours the best.
std::vector<Span> find_spans(Pattern& pattern, std::u32string_view text) {
    const std::size_t allowed = edits_allowed(pattern.length());
    const std::size_t apart = std::max<std::size_t>(pattern.length() / 2, 1);
    std::vector<Span> spans;
    pattern.run(text, [&](std::size_t end, std::size_t edits) {
        if (edits > allowed) return;
        if (spans.empty() || end - spans.back().end >= apart) {
            spans.push_back({.begin = 0, .end = end, .edits = edits});
        } else if (edits < spans.back().edits) {
            spans.back() = {.begin = 0, .end = end, .edits = edits};
        }
    });
    return spans;
}

/// How like the text beside a place is to what is said to stand there. 1 if nothing is said.
double score_beside(std::u32string_view beside, std::u32string_view said) {
    if (said.empty()) return 1;
    const std::size_t edits = count_least_edits(beside, said);
    return score_of(std::min(edits, said.size()), said.size());
}

/// Weighs places by Hypothesis' weights.
class Weighing {
public:
    Weighing(const FoldedText& text, std::size_t bytes, const QuoteHint& hint)
        : text_{text},
          bytes_{bytes},
          before_{fold_text(hint.before).letters},
          after_{fold_text(hint.after).letters},
          begin_{hint.begin} {
        before_.erase(0, before_.size() - std::min(before_.size(), beside_letters_max));
        after_.resize(std::min(after_.size(), beside_letters_max));
    }

    [[nodiscard]] double weigh(const Span& span, double score) const {
        const std::u32string_view letters = text_.letters;
        const std::size_t reach = std::min(span.begin, before_.size() + before_.size() / 4);
        const double before = score_beside(letters.substr(span.begin - reach, reach), before_);
        const double after =
            score_beside(letters.substr(span.end, after_.size() + after_.size() / 4), after_);
        double position = 1;
        if (begin_ && bytes_ > 0) {
            const auto is_at = static_cast<double>(text_.begins[span.begin]);
            const double off = std::abs(is_at - static_cast<double>(*begin_));
            position = 1 - std::min(1.0, off / static_cast<double>(bytes_));
        }
        return 50 * score + 20 * before + 20 * after + 2 * position;
    }

private:
    /// Hypothesis keeps 32 characters beside a quote.
    static constexpr std::size_t beside_letters_max = 64;

    const FoldedText& text_;
    std::size_t bytes_;
    std::u32string before_;
    std::u32string after_;
    std::optional<std::size_t> begin_;
};

/// As much of a quote as is looked for.
FoldedText fold_front(std::string_view quote) {
    FoldedText folded = fold_text(quote);
    const std::size_t length = std::min(folded.letters.size(), quote_letters_max);
    folded.letters.resize(length);
    folded.begins.resize(length);
    folded.ends.resize(length);
    return folded;
}

std::u32string fold_quote(std::string_view quote) {
    return fold_front(quote).letters;
}

/// The page that has the best place of a quote, if that is good enough; the first of equals.
std::optional<std::size_t>
find_best_page(std::span<const std::string_view> pages, std::u32string_view wanted) {
    Pattern pattern{wanted};
    std::optional<std::size_t> best;
    std::size_t best_edits = edits_allowed(wanted.size()) + 1;
    for (std::size_t page = 0; page < pages.size() && best_edits > 0; ++page) {
        pattern.run(fold_text(pages[page]).letters, [&](std::size_t, std::size_t edits) {
            if (edits >= best_edits) return;
            best_edits = edits;
            best = page;
        });
    }
    return best;
}

// ── over two pages
// ──────────────────────────────────────────────────────────────────────────────────

/// For each length, the fewest edits that turn so many letters from the quote's front into some
/// part of the text.
std::vector<std::size_t>
count_edits_of_fronts(std::u32string_view text, std::u32string_view quote) {
    std::vector<std::size_t> column(quote.size() + 1);
    std::iota(column.begin(), column.end(), std::size_t{0});
    std::vector<std::size_t> least = column;
    for (const char32_t letter : text) {
        std::size_t diagonal = 0;
        for (std::size_t i = 1; i < column.size(); ++i) {
            const std::size_t same = diagonal + (quote[i - 1] == letter ? 0 : 1);
            diagonal = column[i];
            column[i] = std::min({same, column[i] + 1, column[i - 1] + 1});
            least[i] = std::min(least[i], column[i]);
        }
    }
    return least;
}

/// After how many of its letters a quote goes over to the next page, at the fewest edits.
std::size_t find_cut(std::string_view text, std::string_view next, std::u32string_view wanted) {
    const std::vector<std::size_t> fronts = count_edits_of_fronts(fold_text(text).letters, wanted);
    std::u32string mirrored = fold_text(next).letters;
    std::ranges::reverse(mirrored);
    const std::u32string backwards{wanted.rbegin(), wanted.rend()};
    const std::vector<std::size_t> backs = count_edits_of_fronts(mirrored, backwards);
    std::size_t best = part_letters_min;
    const auto edits = [&](std::size_t cut) { return fronts[cut] + backs[wanted.size() - cut]; };
    for (std::size_t cut = best; cut + part_letters_min <= wanted.size(); ++cut) {
        if (edits(cut) <= edits(best)) best = cut; // head lines are more common than foot lines
    }
    return best;
}

std::optional<QuoteOnPage> find_over_pair(
    std::span<const std::string_view> pages,
    std::size_t page,
    const FoldedText& wanted,
    std::string_view quote
) {
    const std::string_view text = pages[page];
    const std::string_view next = pages[page + 1];
    const std::size_t cut = find_cut(text, next, wanted.letters);
    const std::size_t end = wanted.ends.back();
    const auto front =
        find_quote(text, quote.substr(0, wanted.begins[cut]), {.begin = text.size()});
    const auto back = find_quote(
        next, quote.substr(wanted.begins[cut], end - wanted.begins[cut]), {.begin = std::size_t{0}}
    );
    if (!front || !back) return std::nullopt;
    // Either part has to be where a page is turned, and good in itself: a few letters stand
    // somewhere on any page.
    const bool is_turned = front->end >= text.size() / 2 && back->begin <= next.size() / 2;
    if (!is_turned || std::min(front->score, back->score) < found_score_min) return std::nullopt;
    const auto length = static_cast<double>(wanted.letters.size());
    const double score = (front->score * static_cast<double>(cut)
                          + back->score * (length - static_cast<double>(cut)))
                         / length;
    return QuoteOnPage{
        .page = page,
        .place = {.score = score, .begin = front->begin, .end = front->end},
        .next = QuotePlace{.score = score, .begin = back->begin, .end = back->end},
    };
}

/// One of the quote's halves stands whole on its page, so that two neighbours of a book are found
/// by looking for each half.
std::optional<QuoteOnPage> find_over_pages(
    std::span<const std::string_view> pages,
    std::size_t count,
    const FoldedText& wanted,
    std::string_view quote
) {
    const std::u32string_view letters = wanted.letters;
    if (letters.size() < 2 * part_letters_min || pages.size() < 2) return std::nullopt;
    const std::size_t half = letters.size() / 2;
    std::vector<std::size_t> candidates;
    if (const auto page = find_best_page(pages, letters.substr(0, half)))
        candidates.push_back(*page);
    if (const auto page = find_best_page(pages, letters.substr(half)); page && *page > 0)
        candidates.push_back(*page - 1);
    std::optional<QuoteOnPage> best;
    for (const std::size_t page : candidates) {
        if (page >= count || page + 1 >= pages.size()) continue;
        auto found = find_over_pair(pages, page, wanted, quote);
        if (found && (!best || found->place.score > best->place.score)) best = found;
    }
    return best;
}

} // namespace

FoldedText fold_text(std::string_view text) {
    const std::vector<std::u32string>& remembered = remembered_letters();
    FoldedText folded;
    folded.letters.reserve(text.size());
    folded.begins.reserve(text.size());
    folded.ends.reserve(text.size());
    std::size_t length = 1;
    for (std::size_t i = 0; i < text.size(); i += length) {
        length = utf8_sequence_length(text.substr(i));
        if (length == 0) {
            length = 1;
            continue;
        }
        const char32_t character = decode(text.substr(i), length);
        const auto add = [&](const std::u32string& letters) {
            for (const char32_t letter : letters) {
                folded.letters += letter;
                folded.begins.push_back(static_cast<std::uint32_t>(i));
                folded.ends.push_back(static_cast<std::uint32_t>(i + length));
            }
        };
        if (character < remembered_end) {
            add(remembered[character]);
        } else {
            add(fold_character(character));
        }
    }
    return folded;
}

std::optional<QuotePlace>
find_quote(std::string_view text, std::string_view quote, const QuoteHint& hint) {
    const std::u32string wanted = fold_quote(quote);
    if (wanted.empty()) return std::nullopt;
    const FoldedText folded = fold_text(text);
    Pattern pattern{wanted};
    const Weighing weighing{folded, text.size(), hint};
    std::optional<QuotePlace> best;
    double best_weight = 0;
    for (Span& span : find_spans(pattern, folded.letters)) {
        span.begin = find_begin(folded.letters, wanted, span);
        if (span.begin == span.end) continue;
        const double score = score_of(span.edits, wanted.size());
        const double weight = weighing.weigh(span, score);
        if (weight <= best_weight) continue;
        best_weight = weight;
        best = {
            .score = score,
            .begin = folded.begins[span.begin],
            .end = folded.ends[span.end - 1],
        };
    }
    return best;
}

double best_score(std::string_view text, std::string_view quote) {
    const std::u32string wanted = fold_quote(quote);
    if (wanted.empty()) return 0;
    Pattern pattern{wanted};
    std::size_t least = wanted.size();
    pattern.run(fold_text(text).letters, [&](std::size_t, std::size_t edits) {
        least = std::min(least, edits);
    });
    return score_of(least, wanted.size());
}

std::optional<QuoteOnPage>
find_quote_in(std::span<const std::string_view> pages, std::string_view quote, std::size_t count) {
    const FoldedText wanted = fold_front(quote);
    if (wanted.letters.empty()) return std::nullopt;
    count = std::min(count, pages.size());
    const std::optional<std::size_t> page = find_best_page(pages.first(count), wanted.letters);
    std::optional<QuoteOnPage> whole;
    if (page) {
        if (const auto place = find_quote(pages[*page], quote))
            whole = {.page = *page, .place = *place};
    }
    if (whole && whole->place.score >= found_score_min) return whole;
    std::optional<QuoteOnPage> over = find_over_pages(pages, count, wanted, quote);
    return over ? over : whole;
}

std::size_t count_least_edits(std::u32string_view text, std::u32string_view quote) {
    std::vector<std::size_t> column(quote.size() + 1);
    std::iota(column.begin(), column.end(), std::size_t{0});
    std::size_t least = quote.size();
    for (const char32_t letter : text) {
        std::size_t diagonal = 0;
        for (std::size_t i = 1; i < column.size(); ++i) {
            const std::size_t same = diagonal + (quote[i - 1] == letter ? 0 : 1);
            diagonal = column[i];
            column[i] = std::min({same, column[i] + 1, column[i - 1] + 1});
        }
        least = std::min(least, column.back());
    }
    return least;
}

} // namespace attest::scans
