// Comments: one line of text with a little Markdown, as on the old site.
#pragma once

#include "markup/options.h"

#include <string_view>

namespace attest::markup {

/// The HTML of a comment: `*em*`, `_em_`, `**strong**`, `` `code` ``, `[text](url "title")`, bare
/// http(s) links, `[tag:x]` and the help links (`[ask]`, `[help]` …). A backslash keeps a sign as
/// it is. Everything else is text, `@name` too; no blocks. Linear in time; whatever cannot be read
/// stays as typed.
Rendered render_comment(std::string_view source, const Options& options);

} // namespace attest::markup
