// Markdown to a body that may stand on a page: the one renderer of page, preview, feed and mail.
#pragma once

#include "base/error.h"
#include "markup/options.h"

#include <string_view>

namespace attest::markup {

/// CommonMark with GFM's tables, strikethrough, task lists and footnotes, bare http(s) links,
/// spoilers
/// (`>!`), maths (`$$…$$`, `\(…\)`) and the allowed HTML. `invalid` with a sentence for the writer
/// if the source is larger, deeper or more costly than limits.h lets it be.
Result<Rendered> render_markdown(std::string_view source, const Options& options);

} // namespace attest::markup
