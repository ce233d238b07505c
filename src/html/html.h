// Types that keep text, HTML and addresses apart: only Html may pass into a page as it is.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>
#include <utility>

namespace attest::html {

/// A piece of HTML that is safe to print: made by Writer, by markup/, or read from a column that
/// they filled. Whoever calls `trusted` vouches for it.
class Html {
public:
    Html() = default;

    static Html trusted(std::string text) {
        Html html;
        html.text_ = std::move(text);
        return html;
    }

    [[nodiscard]] const std::string& text() const& { return text_; }

    /// Moved out of one that nobody needs any more.
    [[nodiscard]] std::string text() && { return std::move(text_); }

    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    std::string text_;
};

/// An address that may stand in `href`, `src` or `action`. Ours are made by `local` from a path
/// that endpoint::Links or a literal built; a stranger's passes `parse_url`, which takes http,
/// https and mailto.
class Url {
public:
    /// `path` begins with "/", "#" or "?", or is empty; anything else is a bug.
    static Url local(std::string path);

    /// An absolute address on our own host, as feeds and mails need it.
    static Url absolute(std::string scheme_and_host, std::string_view path);

    [[nodiscard]] const std::string& text() const { return text_; }

    friend Result<Url> parse_url(std::string_view text);

private:
    explicit Url(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

/// Reads a stranger's address: http, https (with a host) or mailto, at most url_bytes_max, without
/// white space or control characters. `invalid` with a sentence for anything else.
Result<Url> parse_url(std::string_view text);

/// Longer addresses are not links but ballast; browsers and proxies cut near this length too.
inline constexpr std::size_t url_bytes_max = 2'000;

} // namespace attest::html
