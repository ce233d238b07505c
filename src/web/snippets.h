// A passage of a text with the words of a search marked.
#pragma once

#include "html/writer.h"
#include "service/search.h"

#include <vector>

namespace attest::web {

void write_snippet(html::Writer& out, const std::vector<service::SnippetPiece>& snippet);

} // namespace attest::web
