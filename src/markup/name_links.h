// Names in a body that speak of an authority record: `[[Leon Trotsky]]`, and with other words on
// the page, `[[Leon Trotsky|Бронштейн]]`.
//
// They are found in HTML that was made safe, in running text: not in code, in a link, in a formula
// or in a citation. The site then says what each name means (service/), and each becomes a link, or
// words with a mark.
#pragma once

#include "markup/options.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::markup {

/// Names that a body may speak of; those behind are text as written.
inline constexpr std::size_t names_in_body_max = 200;

/// Bytes between the brackets: two of the longest names that a record may have.
inline constexpr std::size_t name_reference_bytes_max = 1600;

/// What a name means. Nothing known: words with a mark.
struct NameMeaning {
    std::string address; ///< Of the record, local; empty if it is none or several.
    std::string label;   ///< Words for a name without its own: of `[[#7]]`.

    struct Choice {
        std::string address;
        std::string words;
    };

    std::vector<Choice> choices = {}; ///< Of several: each with what tells it from the others.
};

/// Names as written ("Leon Trotsky", "#7"), in order, each once.
std::vector<std::string> names_in(std::string_view safe_html);

using NameReader = std::function<NameMeaning(std::string_view name)>;

/// Makes of each name what it means. The text for search keeps the words.
void place_names(Rendered& rendered, const NameReader& read);

/// A link to a record that stands in a body.
struct PlacedName {
    std::int64_t record = 0;
    std::string words;
    /// Numbers of the claims around it, as placed_citations has them.
    std::vector<std::size_t> claims;
};

/// Links to a local address that ends in /names/ and a number, in a stored body, in order; not
/// those of a choice between several. At most names_in_body_max.
std::vector<PlacedName> placed_names(std::string_view safe_html);

} // namespace attest::markup
