#include "web/snippets.h"

namespace attest::web {

void write_snippet(html::Writer& out, const std::vector<service::SnippetPiece>& snippet) {
    if (snippet.empty()) return;
    out.put<R"(<p class="line__excerpt" dir="auto">)">();
    for (const service::SnippetPiece& piece : snippet) {
        if (piece.is_match) {
            out.put<"<mark>{}</mark>">(piece.text);
        } else {
            out.text(piece.text);
        }
    }
    out.put<"</p>">();
}

} // namespace attest::web
