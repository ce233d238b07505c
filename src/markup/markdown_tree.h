// cmark-gfm behind our guards, and its tree written as HTML. The HTML is not yet safe: sanitize.cc,
// which reads it next, is the only judge of that. What is decided here is what Markdown means.
#pragma once

#include "base/error.h"
#include "markup/markdown_source.h"

#include <string>
#include <string_view>

namespace attest::markup {

class CitationTokens;

struct MarkdownRules {
    /// Off: CommonMark and nothing else, as its examples want it.
    bool has_extensions = true;
    bool dollar_maths = false;
    std::string_view footnote_prefix{};
    const CitationTokens* citations =
        nullptr; ///< What the source's tokens stand for, if it has any.
};

/// The HTML of `source`; `invalid` if it asks for too much memory or gives more than
/// `output_bytes_max`.
Result<std::string> markdown_to_html(
    const PreparedSource& source, const MarkdownRules& rules, std::size_t output_bytes_max
);

} // namespace attest::markup
