// Changes to the citations of a Markdown source that their writer takes with one click: another
// page, fewer words, one citation more. Each answers the whole source as it would be, or nothing
// where the scanner would not read in it what was meant; then the writer does it himself.
#pragma once

#include "markup/citation.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace attest::markup {

/// As the scanner reads it again: `contra @b, quoted in @c, p. 9: "words"`, without brackets.
/// Nothing if it cannot be written: words that hold all of our quotation marks.
std::optional<std::string> format_citation(const Citation& citation);

/// Another locator for a citation of the source, with the same label; "p." where there was none.
std::optional<std::string>
with_page(std::string_view source, const Citation& citation, std::string_view page);

/// The claim of the citation's group reduced to a part of its words, in brackets. Only where the
/// citation stands alone for them.
std::optional<std::string> with_words(
    std::string_view source,
    const CitationScan& scan,
    std::size_t group,
    std::size_t begin,
    std::size_t end
);

/// One more citation in the group.
std::optional<std::string>
with_citation(std::string_view source, const CitationGroup& group, const Citation& citation);

/// A first citation for words that have none.
std::optional<std::string> with_first_citation(
    std::string_view source, std::size_t begin, std::size_t end, const Citation& citation
);

} // namespace attest::markup
