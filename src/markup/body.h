// The body of an imported post: whether its Markdown source may stand for it.
#pragma once

#include "markup/options.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::markup {

enum class BodyFormat : std::uint8_t { markdown, html };

struct ImportedBody {
    BodyFormat format;
    std::string html;
    std::string text;
};

/// Settles a body from a dump: Markdown if `markdown_source`, rendered by us, is the same document
/// as `body_html` made safe; else that HTML. Each is read once.
ImportedBody settle_body(
    std::string_view body_html,
    std::optional<std::string_view> markdown_source,
    const Options& options
);

/// Whether two results of ours (`Rendered::html`) are the same tree: white space outside `pre`
/// counts as one space, and not at all at the edges of blocks.
bool is_same_document(std::string_view left, std::string_view right);

} // namespace attest::markup
