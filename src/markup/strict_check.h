// For tests and fuzz targets only: a second opinion on the HTML that this layer gives out. It
// shares no code with the writer and accepts nothing but the form that the writer ought to keep to.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::markup {

class StrictCheck {
public:
    explicit StrictCheck(std::string_view html) : rest_{html} {}

    /// What is wrong with the HTML; nothing if it is as it must be.
    std::optional<std::string> run() {
        while (problem_.empty() && !rest_.empty()) {
            if (rest_[0] == '<') {
                read_tag();
            } else {
                read_text();
            }
        }
        if (problem_.empty() && !open_.empty()) complain("never closed: " + open_.back());
        if (problem_.empty()) return std::nullopt;
        return problem_ + " before: " + std::string{rest_.substr(0, 80)};
    }

private:
    using Names = std::vector<std::string_view>;

    void complain(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
    }

    static bool contains(const Names& names, std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    void check_characters(std::string_view text, std::string_view forbidden) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto byte = static_cast<unsigned char>(text[at]);
            if (byte < 0x20 && byte != '\n' && byte != '\t') complain("control character");
            if (forbidden.find(text[at]) != std::string_view::npos)
                complain("unescaped " + std::string{text[at]});
            if (text[at] != '&') continue;
            const std::string_view reference = text.substr(at, 6);
            const bool is_known =
                reference.rfind("&amp;", 0) == 0 || reference.rfind("&lt;", 0) == 0
                || reference.rfind("&gt;", 0) == 0 || reference.rfind("&quot;", 0) == 0;
            if (!is_known) complain("unescaped &");
        }
    }

    void read_text() {
        const std::string_view text = rest_.substr(0, rest_.find('<'));
        check_characters(text, ">");
        static const Names parts_only{"ul", "ol", "dl", "table", "thead", "tbody", "tr"};
        const bool is_blank = text.find_first_not_of(" \n\t") == std::string_view::npos;
        if (!open_.empty() && contains(parts_only, open_.back()) && !is_blank)
            complain("text straight in " + open_.back());
        rest_.remove_prefix(text.size());
    }

    void read_tag() {
        const std::size_t end = rest_.find('>');
        if (end == std::string_view::npos) {
            complain("half a tag");
            return;
        }
        std::string_view tag = rest_.substr(1, end - 1);
        const bool is_end = !tag.empty() && tag[0] == '/';
        if (is_end) tag.remove_prefix(1);
        const std::string name{tag.substr(0, tag.find(' '))};
        static const Names allowed{"a",      "abbr", "b",       "blockquote", "br",    "code",
                                   "dd",     "del",  "details", "div",        "dl",    "dt",
                                   "em",     "h1",   "h2",      "h3",         "h4",    "h5",
                                   "h6",     "hr",   "i",       "kbd",        "li",    "ol",
                                   "p",      "pre",  "s",       "small",      "span",  "strike",
                                   "strong", "sub",  "summary", "sup",        "table", "tbody",
                                   "td",     "th",   "thead",   "tr",         "ul"};
        if (!contains(allowed, name)) complain("element " + name);
        if (is_end) {
            if (tag != name) complain("attributes in an end tag");
            if (open_.empty() || open_.back() != name) complain("misplaced end of " + name);
            if (!open_.empty()) open_.pop_back();
        } else {
            check_place(name);
            read_attributes(name, tag.substr(name.size()));
            if (name != "br" && name != "hr") open_.push_back(name);
            if (open_.size() > 96) complain("too deep");
        }
        rest_.remove_prefix(end + 1);
    }

    void check_place(const std::string& name) {
        static const Names blocks{
            "blockquote",
            "details",
            "div",
            "dl",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "ol",
            "p",
            "pre",
            "table",
            "ul"
        };
        static const Names lines{"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "summary"};
        static const Names inlines{
            "a",
            "abbr",
            "b",
            "code",
            "del",
            "em",
            "i",
            "kbd",
            "s",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup"
        };
        const std::string parent = open_.empty() ? "" : open_.back();
        if (name == "a" && contains({open_.begin(), open_.end()}, "a")) complain("link in a link");
        if (contains(blocks, name)) {
            for (auto at = open_.rbegin(); at != open_.rend(); ++at) {
                if (contains(lines, *at)) complain(name + " in " + *at);
                if (!contains(inlines, *at)) break;
            }
        }
        const auto needs = [&](std::string_view child, const Names& parents) {
            if (name == child && !contains(parents, parent)) complain(name + " in " + parent);
        };
        needs("li", {"ul", "ol"});
        needs("dt", {"dl"});
        needs("dd", {"dl"});
        needs("tr", {"thead", "tbody"});
        needs("td", {"tr"});
        needs("th", {"tr"});
        needs("thead", {"table"});
        needs("tbody", {"table"});
        needs("summary", {"details"});
        static const Names parts_only{"ul", "ol", "dl", "table", "thead", "tbody", "tr"};
        static const Names parts{"li", "dt", "dd", "tr", "td", "th", "thead", "tbody"};
        if (contains(parts_only, parent) && !contains(parts, name))
            complain(name + " in " + parent);
    }

    void read_attributes(const std::string& name, std::string_view text) {
        while (!text.empty()) {
            const std::size_t equals = text.find("=\"");
            const std::size_t end =
                equals == std::string_view::npos ? equals : text.find('"', equals + 2);
            if (text[0] != ' ' || end == std::string_view::npos) {
                complain("attributes of " + name);
                return;
            }
            check_attribute(
                name, text.substr(1, equals - 1), text.substr(equals + 2, end - equals - 2)
            );
            text.remove_prefix(end + 1);
        }
    }

    void
    check_attribute(const std::string& name, std::string_view attribute, std::string_view value) {
        check_characters(value, "<>\"");
        const std::string both = name + "." + std::string{attribute};
        if (both == "a.href") {
            check_address(value);
        } else if (both == "a.rel") {
            if (value != "ugc nofollow noopener") complain("rel");
        } else if (both == "a.class") {
            if (value != "picture" && value != "footnote-backref") complain("class of a link");
        } else if (both == "a.id" || both == "li.id") {
            if (value.rfind("fn-", 0) != 0 && value.rfind("fnref-", 0) != 0) complain("id");
        } else if (both == "ol.start") {
            if (value.find_first_not_of("-0123456789") != std::string_view::npos) complain("start");
        } else if (both == "td.align" || both == "th.align") {
            if (value != "left" && value != "center" && value != "right") complain("align");
        } else if (both == "code.class") {
            if (value.rfind("language-", 0) != 0 || value.find(' ') != std::string_view::npos)
                complain("class of code");
        } else if (both != "a.title" && both != "abbr.title" && both != "span.title") {
            static const std::array<std::string_view, 6> classes{
                "blockquote.class=spoiler",
                "span.class=math",
                "span.class=math display",
                "span.class=bidi",
                "div.class=math",
                "ol.class=footnotes"
            };
            const std::string whole = both + "=" + std::string{value};
            if (std::find(classes.begin(), classes.end(), whole) == classes.end())
                complain("attribute " + whole);
        }
    }

    void check_address(std::string_view value) {
        const auto starts = [&](std::string_view start) { return value.rfind(start, 0) == 0; };
        const bool is_local = starts("/") && !starts("//") && !starts("/\\");
        if (!is_local && !starts("#") && !starts("http://") && !starts("https://")
            && !starts("mailto:")) {
            complain("address " + std::string{value});
        }
        for (const char c : value) {
            if (c <= ' ' || c == '\\' || c == 0x7F)
                complain("character in an address"); // also what is not ASCII
        }
    }

    std::string_view rest_;
    std::vector<std::string> open_;
    std::string problem_;
};

/// The first fault of `html`, or "".
inline std::string find_fault(std::string_view html) {
    return StrictCheck{html}.run().value_or("");
}

} // namespace attest::markup
