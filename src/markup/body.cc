#include "markup/body.h"

#include "markup/html_tag.h"
#include "markup/render.h"
#include "markup/sanitize.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attest::markup {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/// HTML of ours with its white space folded. Our own HTML is regular, so that tags can be told at a
/// glance.
class Folder {
public:
    explicit Folder(std::string_view html) : html_{html} { folded_.reserve(html.size()); }

    std::string fold() {
        for (std::size_t at = 0; at < html_.size();) {
            const std::size_t open = std::min(html_.find('<', at), html_.size());
            add_text(html_.substr(at, open - at));
            if (open == html_.size()) break;
            const std::size_t close = std::min(html_.find('>', open), html_.size() - 1);
            add_tag(html_.substr(open, close + 1 - open));
            at = close + 1;
        }
        drop_trailing_space();
        return std::move(folded_);
    }

private:
    void add_text(std::string_view text) {
        if (pre_depth_ > 0) {
            folded_ += text;
            return;
        }
        for (const char c : text) {
            if (!is_space(c)) {
                folded_ += c;
            } else if (!is_at_edge() && folded_.back() != ' ') {
                folded_ += ' ';
            }
        }
    }

    void add_tag(std::string_view tag) {
        const bool is_end = tag.starts_with("</");
        const std::size_t start = is_end ? 2 : 1;
        const std::string_view name = tag.substr(start, tag.find_first_of(" >", start) - start);
        const Tag element = find_tag(name);
        const bool is_edge = tag_kind(element) != TagKind::phrase || element == Tag::br;
        if (is_edge && pre_depth_ == 0) drop_trailing_space();
        if (!swap_with_emphasis(tag)) add_with_plain_escapes(tag);
        if (is_edge) edge_ = folded_.size();
        if (element == Tag::pre) pre_depth_ += is_end ? -1 : 1;
    }

    /// `***word***` is strong outside and emphasised inside on the old site, and the reverse in
    /// CommonMark: the first order stands for both.
    bool swap_with_emphasis(std::string_view tag) {
        const auto comes_after = [&](std::string_view before) {
            if (!folded_.ends_with(before)) return false;
            folded_.resize(folded_.size() - before.size());
            return true;
        };
        if (tag == "<strong>" && comes_after("<em>")) {
            folded_ += "<strong><em>";
            return true;
        }
        if (tag == "</em>" && comes_after("</strong>")) {
            folded_ += "</em></strong>";
            return true;
        }
        return false;
    }

    /// Addresses: the old site escaped a few characters that may stand as they are.
    void add_with_plain_escapes(std::string_view tag) {
        struct Escape {
            std::string_view escaped;
            char plain;
        };

        static constexpr auto escapes = std::to_array<Escape>({
            {"%28", '('},
            {"%29", ')'},
            {"%2a", '*'},
            {"%3a", ':'},
            {"%5f", '_'},
        });
        for (std::size_t percent = tag.find('%'); percent != std::string_view::npos;
             percent = tag.find('%')) {
            folded_ += tag.substr(0, percent);
            tag.remove_prefix(percent);
            const auto* const found =
                std::ranges::find(escapes, tag.substr(0, 3), &Escape::escaped);
            folded_ += found == escapes.end() ? '%' : found->plain;
            tag.remove_prefix(found == escapes.end() ? 1 : 3);
        }
        folded_ += tag;
    }

    [[nodiscard]] bool is_at_edge() const { return folded_.size() == edge_; }

    void drop_trailing_space() {
        if (folded_.ends_with(' ') && !is_at_edge()) folded_.pop_back();
    }

    std::string_view html_;
    std::string folded_;
    std::size_t edge_ = 0;
    int pre_depth_ = 0;
};

} // namespace

bool is_same_document(std::string_view left, std::string_view right) {
    return left == right || Folder{left}.fold() == Folder{right}.fold();
}

ImportedBody settle_body(
    std::string_view body_html,
    std::optional<std::string_view> markdown_source,
    const Options& options
) {
    Rendered body = sanitize_html(body_html, options);
    if (markdown_source) {
        Result<Rendered> rendered = render_markdown(*markdown_source, options);
        if (rendered && is_same_document(rendered->html, body.html)) {
            return {
                .format = BodyFormat::markdown,
                .html = std::move(rendered->html),
                .text = std::move(rendered->text)
            };
        }
    }
    return {.format = BodyFormat::html, .html = std::move(body.html), .text = std::move(body.text)};
}

} // namespace attest::markup
