#include "web/timeline_picture.h"

#include "base/text.h"
#include "html/entities.h"
#include "html/writer.h"
#include "web/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace attest::web {

namespace {

using endpoint::RequestContext;

constexpr std::string_view picture_file = "/timeline.svg";
constexpr std::string_view link_start = R"(<a href=")";
constexpr std::string_view link_end = "</a>";

/// What an address says besides its path.
struct Address {
    std::string path;
    std::string query; ///< With its question mark, or ''.
    PictureSize size;
};

/// "960x412"; nothing else is a size.
PictureSize read_size(std::string_view fragment) {
    constexpr int side_max = 9'999;
    const std::size_t cross = fragment.find('x');
    if (cross == std::string_view::npos) return {};
    const int width = parse_number<int>(fragment.substr(0, cross)).value_or(0);
    const int height = parse_number<int>(fragment.substr(cross + 1)).value_or(0);
    const auto is_side = [](int side) { return side > 0 && side <= side_max; };
    if (!is_side(width) || !is_side(height)) return {};
    return {.width = width, .height = height};
}

bool is_number(std::string_view text) {
    return parse_number<std::int64_t>(text).value_or(0) > 0;
}

/// Of a question, a tag, a record, or everything; without the site's prefix.
bool is_timeline(std::string_view path) {
    if (!path.ends_with(picture_file)) return false;
    path.remove_suffix(picture_file.size());
    const auto drop = [&path](std::string_view start) {
        if (!path.starts_with(start)) return false;
        path.remove_prefix(start.size());
        return true;
    };
    if (path.empty()) return true;
    if (drop("/questions/tagged/")) return !path.empty() && !path.contains('/');
    return (drop("/questions/") || drop("/names/")) && is_number(path);
}

/// A stretch of time and a second axis; a search is none of them.
bool is_stretch(std::string_view query) {
    if (query.empty()) return true;
    query.remove_prefix(1);
    return std::ranges::all_of(split(query, '&'), [](std::string_view parameter) {
        return parameter.starts_with("from=") || parameter.starts_with("to=")
               || parameter == "style=old";
    });
}

std::optional<Address> read_address(const RequestContext& request, std::string_view href) {
    const html::Url home = request.links().home();
    const html::Url absolute = request.links().absolute(home);
    std::string_view rest = href;
    const std::string_view origin =
        std::string_view{absolute.text()}.substr(0, absolute.text().size() - home.text().size());
    if (rest.starts_with(origin)) rest.remove_prefix(origin.size());
    Address address;
    if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
        address.size = read_size(rest.substr(hash + 1));
        rest = rest.substr(0, hash);
    }
    if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
        address.query = rest.substr(mark);
        rest = rest.substr(0, mark);
    }
    address.path = rest;
    const std::string& prefix = request.site().settings.path_prefix;
    if (!rest.starts_with(prefix) || !is_timeline(rest.substr(prefix.size()))) return std::nullopt;
    if (!is_stretch(address.query)) return std::nullopt;
    return address;
}

std::string_view attribute(std::string_view tag, std::string_view start) {
    const std::size_t found = tag.find(start);
    if (found == std::string_view::npos) return {};
    const std::string_view value = tag.substr(found + start.size());
    return value.substr(0, value.find('"'));
}

/// The words of a picture on a host end with it.
std::string_view without_host(std::string_view words, std::string_view href) {
    const bool has_host = !href.starts_with('/');
    const std::size_t bracket = words.rfind(" (");
    return has_host && bracket != std::string_view::npos ? words.substr(0, bracket) : words;
}

/// Writes the picture that a link is of, if it is one of ours.
bool write_picture(
    html::Writer& out, const RequestContext& request, std::string_view tag, std::string_view words
) {
    if (!tag.contains(R"( class="picture")")) return false;
    const std::string href = html::unescaped(attribute(tag, link_start));
    const std::optional<Address> address = read_address(request, href);
    if (!address) return false;
    std::string alt = html::unescaped(without_host(words, href));
    if (alt == picture_file.substr(1)) alt = request.texts().timeline_kind();
    const std::string page = address->path.substr(0, address->path.rfind('.'));
    const std::string title = html::unescaped(attribute(tag, R"( title=")"));
    out.put<
        R"(<a class="timeline-picture" href="{}"{}><img src="{}" alt="{}"{} loading="lazy" decoding="async"></a>)">(
        html::Url::local(page + address->query),
        html::Attributes{}.with("title", title, !title.empty()),
        html::Url::local(address->path + address->query),
        alt,
        html::Attributes{}
            .with("width", fmt::to_string(address->size.width), address->size.width > 0)
            .with("height", fmt::to_string(address->size.height), address->size.width > 0)
    );
    return true;
}

} // namespace

html::Html with_timeline_pictures(const RequestContext& request, html::Html body) {
    std::string_view rest = body.text();
    if (!rest.contains(picture_file)) return body;
    html::Writer out{rest.size() + 1'000};
    std::size_t left = timeline_pictures_max;
    while (left > 0) {
        const std::size_t found = rest.find(link_start);
        if (found == std::string_view::npos) break;
        out.trusted(rest.substr(0, found));
        rest.remove_prefix(found);
        const std::size_t words = rest.find('>') + 1;
        const std::size_t end = rest.find(link_end, words);
        if (end == std::string_view::npos) break;
        const bool is_ours =
            write_picture(out, request, rest.substr(0, words), rest.substr(words, end - words));
        left -= is_ours ? 1 : 0;
        const std::size_t length = is_ours ? end + link_end.size() : words;
        if (!is_ours) out.trusted(rest.substr(0, length));
        rest.remove_prefix(length);
    }
    out.trusted(rest);
    return out.take();
}

std::string
picture_line(const html::Url& picture, std::string_view words, const PictureSize& size) {
    std::string line = "![";
    for (const char letter : words) {
        // Square brackets would end the words, or begin a citation.
        if (letter == '[' || letter == ']') {
            line += letter == '[' ? '(' : ')';
            continue;
        }
        if (std::string_view{"\\`*_<>&~$"}.contains(letter)) line += '\\';
        line += letter == '\n' ? ' ' : letter;
    }
    line += "](";
    for (const char letter : picture.text()) {
        if (letter == '(') {
            line += "%28";
        } else if (letter == ')') {
            line += "%29";
        } else {
            line += letter;
        }
    }
    return fmt::format("{}#{}x{})", line, size.width, size.height);
}

} // namespace attest::web
