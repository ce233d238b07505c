#include "markup/claim_words.h"

#include "markup/excerpt.h"
#include "markup/name_links.h"
#include "markup/render.h"

namespace attest::markup {

std::string claim_words(std::string_view source) {
    Result<Rendered> rendered = render_markdown(source, Options{});
    if (!rendered) return std::string{source};
    place_names(*rendered, [](std::string_view) { return NameMeaning{}; });
    std::string words = excerpt(rendered->text, source.size());
    return words.empty() ? std::string{source} : words;
}

} // namespace attest::markup
