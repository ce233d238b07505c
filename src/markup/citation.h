// Citations in a Markdown source (evidence.md, B2): `… [@vizh-1990-1, p. 79: "exact words"]`.
//
// The scanner runs before the Markdown parser, which would read a `*` in a quotation as emphasis.
// It says which words each citation speaks for; the renderer then tells it which of them stood in
// running text and not in code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::markup {

enum class CitationSignal : std::uint8_t {
    none,
    see,
    see_also,
    cf,         ///< qualifies
    but_see,    ///< disputes
    contra,     ///< disputes
    per,        ///< a view
    no_mention, ///< absence
};

struct Citation {
    CitationSignal signal = CitationSignal::none;
    std::string key;     ///< Lower case.
    std::string through; ///< Of `[@b, quoted in @c, p. 9]`: "c", whose page is meant. Else empty.
    std::string label;   ///< A CSL locator term ("page", "folio"); "page" where none was written.
    std::string locator; ///< The value as written, without its label; empty if there is none.
    std::string quote;   ///< Without its quotation marks.
    std::string translation; ///< The writer's own.
    std::size_t begin = 0;   ///< Where it stands, in bytes of the source.
    std::size_t end = 0;

    friend bool operator==(const Citation&, const Citation&) = default;
};

/// One pair of brackets with citations in it, or one that says `[inferred from @a; @b]`.
struct CitationGroup {
    std::size_t begin = 0; ///< With the bracket before it that says which words are the claim.
    std::size_t end = 0;
    std::size_t words_begin = 0; ///< The claim: without its brackets, and white space at its ends.
    std::size_t words_end = 0;
    std::size_t sentence_begin = 0; ///< The whole sentence that the claim is in.
    std::size_t sentence_end = 0;
    std::size_t brackets_begin = 0; ///< Of the citations themselves.
    std::size_t number =
        0; ///< Of the claim: the group's place, from 1, or an earlier one's whose words it shares.
    bool has_words_bracket = false;
    bool is_in_footnote = false; ///< Then the words are those before the footnote's mark.
    bool is_literature = false; ///< Under "Further reading": it speaks for no words (literature.h).
    std::size_t paragraph_begin = 0; ///< Of the paragraph that the claim is in.

    /// The writer concludes the words from other claims: from those that cite these sources, or,
    /// where none is named, from those before it in its paragraph. There are no citations then.
    bool is_inference = false;
    std::vector<std::string> inferred_from{};
    std::vector<Citation> citations{};

    friend bool operator==(const CitationGroup&, const CitationGroup&) = default;
};

/// What a writer has to be told, and where.
struct CitationProblem {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string message;

    friend bool operator==(const CitationProblem&, const CitationProblem&) = default;
};

struct CitationScan {
    std::vector<CitationGroup> groups; ///< In the order of the text.
    std::vector<CitationProblem> problems;

    friend bool operator==(const CitationScan&, const CitationScan&) = default;
};

/// Finds the citations of a source. Never fails: brackets that are no citation are text, and what
/// looks like one and cannot be read is text with a problem. Linear, but for sentences, which are
/// looked for in their own paragraph.
CitationScan scan_citations(std::string_view source);

/// The sentence's letters and digits without its citations, case-folded: what a check of the claim
/// holds for.
std::string
wording_of(std::string_view source, const CitationScan& scan, const CitationGroup& group);

/// A stretch of a source, in bytes.
struct SourceRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

/// The sentence around a place of a source, within its paragraph or list item, without the mark at
/// the front of that.
SourceRange sentence_around(std::string_view source, std::size_t at);

/// Page labels that a locator names: the first and the last. "33–35, 40" gives "33" and "40"; "12
/// об." gives "12 об." twice; nothing that can be read gives two empty ones.
struct PageSpan {
    std::string from;
    std::string to;

    friend bool operator==(const PageSpan&, const PageSpan&) = default;
};

PageSpan pages_of(std::string_view locator);

} // namespace attest::markup
