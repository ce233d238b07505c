#include "markup/outside_links.h"

#include "base/text.h"
#include "html/entities.h"
#include "markup/citation.h"
#include "markup/limits.h"
#include "markup/literature.h"
#include "markup/words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

namespace attest::markup {

namespace {

constexpr std::string_view link_start = R"(<a href="http)";
constexpr std::string_view address_start = R"(href=")";

/// Tags between which text is in one paragraph.
constexpr std::string_view inline_tags[] = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u"
};

/// The text with spaces for tags, and line breaks for those that part paragraphs: as long as it.
std::string without_tags(std::string_view html) {
    std::string text{html};
    std::size_t open = text.find('<');
    while (open != std::string::npos) {
        const std::size_t close = text.find('>', open);
        if (close == std::string::npos) break;
        std::string_view name = std::string_view{text}.substr(open + 1, close - open - 1);
        if (name.starts_with('/')) name.remove_prefix(1);
        name = name.substr(0, name.find_first_of(" /\n"));
        const bool is_inline = std::ranges::find(inline_tags, name) != std::end(inline_tags);
        std::fill(
            text.begin() + static_cast<std::ptrdiff_t>(open),
            text.begin() + static_cast<std::ptrdiff_t>(close) + 1,
            is_inline ? ' ' : '\n'
        );
        open = text.find('<', close);
    }
    return text;
}

void blank(std::string& text, std::size_t begin, std::size_t end) {
    std::fill(
        text.begin() + static_cast<std::ptrdiff_t>(begin),
        text.begin() + static_cast<std::ptrdiff_t>(std::min(end, text.size())),
        ' '
    );
}

/// Markdown with spaces for addresses of links: as long as it.
std::string without_addresses(std::string_view markdown) {
    std::string text{markdown};
    for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 2)) {
        const std::size_t end = text.find(')', at);
        if (end == std::string::npos) break;
        blank(text, at + 1, end + 1);
    }
    for (std::size_t at = text.find("]["); at != std::string::npos; at = text.find("][", at + 2)) {
        const std::size_t end = text.find(']', at + 2);
        if (end == std::string::npos) break;
        blank(text, at + 1, end + 1);
    }
    for (std::size_t at = text.find("http"); at != std::string::npos; at = text.find("http", at)) {
        const std::string_view rest = std::string_view{text}.substr(at);
        const bool is_address = rest.starts_with("http://") || rest.starts_with("https://");
        const std::size_t end =
            is_address ? std::min(text.find_first_of(" \t\n<>)]", at), text.size()) : at + 4;
        if (is_address) blank(text, at, end);
        at = end;
    }
    return text;
}

/// Words of letters: two letters at least.
std::size_t count_words(std::string_view text) {
    std::size_t words = 0;
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = static_cast<UChar32>(code_point_at(text, at));
        if (u_isalpha(point)) {
            if (++letters == 2) ++words;
        } else if (point != '\'' && point != 0x2019 /* ’ */) {
            letters = 0;
        }
    }
    return words;
}

/// Finds links of the HTML in the source.
class Finder {
public:
    Finder(std::string_view source, std::string_view html)
        : source_{source},
          html_{html},
          is_html_{source == html},
          text_{is_html_ ? without_tags(source) : std::string{source}},
          words_{is_html_ ? text_ : without_addresses(source)},
          literature_{find_literature(source)} {}

    std::vector<OutsideLink> find(std::size_t links_max) {
        std::vector<OutsideLink> links;
        std::size_t at = 0;
        while (links.size() < links_max) {
            at = html_.find(link_start, at);
            if (at == std::string_view::npos) break;
            const std::size_t url = at + 3 + address_start.size();
            const std::size_t quote = html_.find('"', url);
            const std::size_t open_end = html_.find('>', quote);
            const std::size_t close = html_.find("</a>", open_end);
            if (close == std::string_view::npos) break;
            OutsideLink link{
                .url = html::unescaped(html_.substr(url, quote - url)),
                .text = tidy(html_.substr(open_end + 1, close - open_end - 1)),
            };
            const std::optional<std::size_t> place =
                is_html_ ? std::optional{at} : find_in_markdown(link.url);
            at = close;
            if (!place || *place >= literature_) continue;
            place_in_sentence(link, *place);
            if (link.begin < link.end) links.push_back(std::move(link));
        }
        return links;
    }

private:
    static std::string tidy(std::string_view html) {
        const std::string text = html::unescaped(without_tags(html));
        std::string words;
        for (const std::string_view word : split(text, ' ')) {
            if (!trim(word).empty()) words += (words.empty() ? "" : " ") + std::string{trim(word)};
        }
        return words;
    }

    /// Where the address stands in running text, or the words that a definition gives it to. The
    /// next one each time, since one address may be linked twice.
    std::optional<std::size_t> find_in_markdown(const std::string& url) {
        for (std::size_t at = source_.find(url); at != std::string_view::npos;
             at = source_.find(url, at + 1)) {
            const std::size_t end = at + url.size();
            const bool is_whole =
                end == source_.size()
                || std::string_view{" \t\n\"'<>)],.;:!?*_"}.contains(source_[end]);
            if (!is_whole) continue;
            if (const std::string_view name = defined_at(at); !name.empty())
                return find_reference(name);
            if (used_.size() > links_in_text_max) return std::nullopt;
            if (std::ranges::find(used_, at) != used_.end()) continue;
            used_.push_back(at);
            return at;
        }
        return std::nullopt;
    }

    /// The name in `[name]: ` at the front of the line, if the address is what follows.
    [[nodiscard]] std::string_view defined_at(std::size_t at) const {
        const std::size_t before = at == 0 ? std::string_view::npos : source_.rfind('\n', at - 1);
        const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
        std::string_view line = trim(source_.substr(start, at - start));
        if (line.ends_with('<')) line = trim(line.substr(0, line.size() - 1));
        if (!line.starts_with('[') || !line.ends_with("]:") || line.starts_with("[^")) return {};
        return line.substr(0, line.size() - 1);
    }

    /// `][name]` or `[name]`, not the definition itself.
    std::optional<std::size_t> find_reference(std::string_view name) {
        for (std::size_t at = source_.find(name); at != std::string_view::npos;
             at = source_.find(name, at + 1)) {
            if (source_.substr(at + name.size()).starts_with(':')) continue;
            if (std::ranges::find(used_, at) != used_.end()) continue;
            if (used_.size() > links_in_text_max) return std::nullopt;
            used_.push_back(at);
            return at;
        }
        return std::nullopt;
    }

    void place_in_sentence(OutsideLink& link, std::size_t place) const {
        SourceRange range = sentence_around(text_, place);
        const auto is_space = [](char c) {
            return c == ' ' || c == '\n' || c == '\t' || c == '\r';
        };
        const auto is_front = [&](char c) { return is_space(c) || (c == '>' && !is_html_); };
        while (range.begin < range.end && is_front(text_[range.begin]))
            ++range.begin;
        while (range.end > range.begin && is_space(text_[range.end - 1]))
            --range.end;
        if (is_html_) take_whole_elements(range);
        link.begin = range.begin;
        link.end = range.end;
        const std::string_view words =
            std::string_view{words_}.substr(range.begin, range.end - range.begin);
        const std::size_t all = count_words(words);
        link.words_beside = all - std::min(all, count_words(link.text));
        const std::size_t last = words.find_last_not_of(" \n*_)[]\"'");
        link.is_in_question = last != std::string_view::npos && words[last] == '?';
    }

    /// A sentence of HTML must not end within a link whose beginning it holds.
    void take_whole_elements(SourceRange& range) const {
        const std::size_t open = source_.substr(0, range.end).rfind("<a ");
        if (open == std::string_view::npos || open < range.begin) return;
        const std::size_t close = source_.find("</a>", open);
        if (close != std::string_view::npos && close >= range.end) range.end = close + 4;
    }

    /// Places that are remembered: links of one answer, and of hostile ones no more.
    static constexpr std::size_t links_in_text_max = 200;

    std::string_view source_;
    std::string_view html_;
    bool is_html_;
    std::string text_;
    std::string words_;
    std::size_t literature_;
    std::vector<std::size_t> used_;
};

} // namespace

std::vector<OutsideLink>
find_outside_links(std::string_view source, std::string_view html, std::size_t links_max) {
    return Finder{source, html}.find(links_max);
}

} // namespace attest::markup
