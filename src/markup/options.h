// What the readers of Markdown, HTML and comments are told about the site, and what they give back.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace attest::markup {

/// Raised when the same source gives other HTML than before; bodies stored with a smaller one are
/// rendered again in the background.
inline constexpr int renderer_version = 1;

/// The new address of a link, or nothing if it stays. It is given the address as written, and what
/// it returns is checked like any other address.
using LinkRewriter = std::function<std::optional<std::string>(std::string_view url)>;

struct Options {
    /// Asked for every link. `origin_link_rewriter` (url.h) makes the usual one.
    LinkRewriter rewrite_link{};

    /// Makes the anchors of footnotes unique on a page that shows several posts: the post's id.
    /// Letters, digits and hyphens.
    std::string footnote_prefix{};

    /// Whether `$…$` is a formula. Off by default, since it eats sums of money.
    bool dollar_maths = false;

    /// Whether `[@key, p. 79]` is a citation. Only in what was written here.
    bool has_citations = false;
};

/// A body made safe: `html` may stand on a page unescaped, `text` is what a reader sees of it, for
/// search, excerpts and mail. Blocks of `text` end with a line break.
struct Rendered {
    std::string html;
    std::string text;
};

} // namespace attest::markup
