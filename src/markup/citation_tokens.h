// Citations on their way through the Markdown parser: each is a token of private-use characters in
// the text that cmark reads, and becomes an element of its own in the HTML that was made safe.
//
//     night [@a1, p. 5].   →   night ⟨1⟩.   →   <span class="claim" data-citation="1">…night</span>
//                                                <span class="citation" data-citation="1"> [@a1, p.
//                                                5]</span>.
//
// The number is CitationGroup::number. What is in the second element stays
// readable where nothing is made of it, as in a feed. A page puts the mark in its place (web/). No
// body that was made safe has `data-citation` otherwise.
#pragma once

#include "markup/citation.h"
#include "markup/options.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attest::markup {

/// The two elements up to their number, and what ends the start tag after it. Neither holds another
/// of its kind, and a citation holds none at all.
inline constexpr std::string_view claim_start = R"(<span class="claim" data-citation=")";
inline constexpr std::string_view citation_start = R"(<span class="citation" data-citation=")";
inline constexpr std::string_view citation_number_end = R"(">)";
inline constexpr std::string_view citation_end = "</span>";

class CitationTokens {
public:
    /// `source` must outlive this.
    explicit CitationTokens(std::string_view source);

    /// The source with tokens in the place of citations.
    [[nodiscard]] const std::string& text() const { return text_; }

    /// `text` with what its tokens stand for: in code, in an address, where a citation is none.
    [[nodiscard]] std::string restore(std::string_view text) const;

    [[nodiscard]] static bool has_token(std::string_view text) {
        return text.contains(token_begin);
    }

    /// Makes elements of the tokens in what was made safe. A token in a link, in code or in a
    /// formula becomes what it stands for.
    void place(Rendered& rendered) const;

    /// Begins every token. What a writer typed of it has become U+FFFD.
    static constexpr std::string_view token_begin = "\uE000";

private:
    friend class CitationPlacer;

    static constexpr std::string_view token_end = "\uE001";
    static constexpr std::string_view words_begin =
        "⸨"; ///< A bracket to cmark, so that `_x_` after it is emphasis.
    static constexpr std::string_view words_end = "⸩";

    /// A token at the front of a text.
    struct Token {
        std::size_t group = 0;
        std::size_t length = 0; ///< 0: there is none.
        bool is_words_begin = false;
    };

    [[nodiscard]] Token token_at(std::string_view text) const;
    /// What a writer typed, as a body may hold it.
    [[nodiscard]] std::string brackets_of(std::size_t group) const;

    std::string_view source_;
    CitationScan scan_;
    std::string text_;
};

/// Numbers of the groups of citations that are elements of `html`, in its order: those that are no
/// code.
std::vector<std::size_t> placed_citations(std::string_view html);

} // namespace attest::markup
