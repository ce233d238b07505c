// Links in a body that lead out of the site, with the sentence that each stands in: what an
// imported answer, written before there were citations, says its sources are.
//
// Which of them are links is known from the HTML, which was parsed and made safe; where they stand
// is looked for in the source, be it Markdown or that HTML.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attest::markup {

struct OutsideLink {
    std::string url;       ///< As in the HTML, its entities decoded.
    std::string text;      ///< The words that are the link.
    std::size_t begin = 0; ///< The sentence in the source.
    std::size_t end = 0;

    /// Words of that sentence beside the link, and those that are links; addresses are none.
    std::size_t words_beside = 0;
    bool is_in_question = false; ///< The sentence ends with a question mark.

    friend bool operator==(const OutsideLink&, const OutsideLink&) = default;
};

/// In the order of the HTML, at most `links_max`. A link that cannot be found in the source, and
/// one in a list of literature at the foot (markup/literature.h), is left out.
std::vector<OutsideLink>
find_outside_links(std::string_view source, std::string_view html, std::size_t links_max);

} // namespace attest::markup
