// The frame of every page: head, bar with search box, foot. Views write what stands between.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "html/writer.h"
#include "http/response.h"
#include "messages/language.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attest::endpoint {

/// The item of the bar that stands for the page.
enum class NavItem : std::uint8_t { none, questions, tags, sources, help_check, users };

struct FeedLink {
    html::Url url;
    std::string title;
};

struct Frame {
    std::string title; ///< Without the site's name, which follows by itself; empty at home.
    std::string description = {};                      ///< For search engines; plain text.
    std::optional<html::Url> canonical = std::nullopt; ///< Local; made absolute here.
    std::vector<FeedLink> feeds = {};
    NavItem nav = NavItem::none;
    bool is_indexed = true;      ///< False for search results, deep lists and errors.
    bool has_math = false;       ///< Then the page loads KaTeX.
    bool has_post_tools = false; ///< Then the page loads what helps with votes and comments.
    bool has_editor = false;     ///< Then the page loads what helps with writing.
    bool has_evidence = false;   ///< Then the page loads what opens claims beside the text.
    bool has_map = false;        ///< Then the page loads Leaflet.
    html::Html data_block = {};  ///< A `<script type="application/ld+json">`.
    std::string query = {};      ///< Stands in the search box.
    std::optional<html::Url> previous = std::nullopt; ///< Neighbours in a list of pages.
    std::optional<html::Url> next = std::nullopt;
    /// A script may ask for what stands between bar and foot alone, to show it on another page
    /// (`X-Attest-Part: panel`).
    bool is_part = false;
    /// Not every kind of page has a third column; the narrower ones are set in the middle.
    std::string_view page_class = "page";
};

/// What stands between bar and foot, put down where it belongs: of a long page, one copy less.
struct PageBody {
    std::size_t bytes_expected = 0; ///< About as long as it will be.
    std::function<void(html::Writer&)> write;
};

/// A whole page as an answer.
http::Response write_page(
    const RequestContext& request, const Frame& frame, const PageBody& body, int status = 200
);
http::Response write_page(
    const RequestContext& request, const Frame& frame, const html::Html& body, int status = 200
);

/// The search form; `id` keeps the two on one page apart.
void write_search_form(
    html::Writer& out, const RequestContext& request, const std::string& query, std::string_view id
);

/// Whether the HTML of posts holds formulae, as markup/ marks them.
bool has_math(std::string_view body_html);

/// Fills a text's places with pieces of a page, in the order of the declaration's comment.
template <std::size_t Slots>
void write_pattern(
    html::Writer& out,
    const messages::Pattern<Slots>& pattern,
    const std::array<html::Html, Slots>& pieces
) {
    for (const messages::Piece& piece : pattern.pieces) {
        out.text(piece.literal);
        if (piece.slot >= 0) out.put(pieces[static_cast<std::size_t>(piece.slot)]);
    }
}

template <std::size_t Slots>
html::Html
fill_pattern(const messages::Pattern<Slots>& pattern, const std::array<html::Html, Slots>& pieces) {
    html::Writer out;
    write_pattern(out, pattern, pieces);
    return out.take();
}

/// `<a href="…">words</a>`.
html::Html link(const html::Url& url, std::string_view words);

/// Words as a piece of a page.
html::Html escaped(std::string_view words);

} // namespace attest::endpoint
