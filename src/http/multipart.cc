#include "http/multipart.h"

#include "base/text.h"
#include "http/limits.h"

#include <algorithm>

namespace attest::http {

namespace {

constexpr std::string_view line_end = "\r\n";

/// RFC 2046, 5.1.1.
constexpr std::size_t boundary_bytes_max = 70;

/// Lines of a part's head: a browser sends two.
constexpr std::size_t part_head_lines_max = 8;
constexpr std::size_t part_head_line_bytes_max = 2'048;

bool is_boundary_character(char c) {
    const bool is_alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return is_alphanumeric || std::string_view{"'()+_,-./:=? "}.contains(c);
}

/// The value of a parameter behind a header's first word: `name="a.pdf"`. Browsers write a quote
/// within one as %22, and a line end as %0D%0A (WHATWG); a backslash is itself.
std::optional<std::string> find_parameter(std::string_view header, std::string_view name) {
    std::size_t begin = header.find(';');
    while (begin != std::string_view::npos) {
        std::string_view rest = trim(header.substr(begin + 1));
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const bool is_wanted = ascii_equal_ignoring_case(trim(rest.substr(0, equals)), name);
        rest = rest.substr(equals + 1);
        std::string_view value;
        std::size_t behind = 0;
        if (rest.starts_with('"')) {
            const std::size_t close = rest.find('"', 1);
            if (close == std::string_view::npos) return std::nullopt;
            value = rest.substr(1, close - 1);
            behind = close + 1;
        } else {
            behind = std::min(rest.find(';'), rest.size());
            value = trim(rest.substr(0, behind));
        }
        if (is_wanted) return std::string{value};
        begin = rest.find(';', behind);
        if (begin == std::string_view::npos) return std::nullopt;
        header = rest;
    }
    return std::nullopt;
}

std::string unescape(std::string text) {
    for (const auto& [escape, character] :
         {std::pair{"%22", "\""}, std::pair{"%0D", "\r"}, std::pair{"%0A", "\n"}}) {
        for (std::size_t at = text.find(escape); at != std::string::npos;
             at = text.find(escape, at + 1)) {
            text.replace(at, 3, character);
        }
    }
    return text;
}

/// Takes the lines of a part's head off the front of `rest`.
bool read_part_head(std::string_view& rest, FormPart& part) {
    bool has_name = false;
    for (std::size_t line_count = 0; line_count <= part_head_lines_max; ++line_count) {
        const std::size_t end = rest.find(line_end);
        if (end == std::string_view::npos || end > part_head_line_bytes_max) return false;
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + line_end.size());
        if (line.empty()) return has_name;
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return false;
        if (!ascii_equal_ignoring_case(line.substr(0, colon), "content-disposition")) continue;
        const std::string_view value = trim(line.substr(colon + 1));
        if (has_name || !ascii_lower(value).starts_with("form-data")) return false;
        std::optional<std::string> name = find_parameter(value, "name");
        if (!name) return false;
        part.name = unescape(*std::move(name));
        part.file_name = find_parameter(value, "filename");
        if (part.file_name) part.file_name = unescape(*std::move(part.file_name));
        has_name = true;
    }
    return false;
}

} // namespace

std::optional<std::string> find_boundary(std::string_view content_type) {
    const std::string_view kind = trim(content_type.substr(0, content_type.find(';')));
    if (!ascii_equal_ignoring_case(kind, "multipart/form-data")) return std::nullopt;
    std::optional<std::string> boundary = find_parameter(content_type, "boundary");
    const bool is_good = boundary && !boundary->empty() && boundary->size() <= boundary_bytes_max
                         && boundary->back() != ' '
                         && std::ranges::all_of(*boundary, is_boundary_character);
    return is_good ? std::move(boundary) : std::nullopt;
}

std::optional<std::vector<FormPart>>
parse_multipart(std::string_view body, std::string_view boundary) {
    const std::string dashes = "--" + std::string{boundary};
    const std::string delimiter = "\r\n" + dashes;
    if (!body.starts_with(dashes)) return std::nullopt;
    std::string_view rest = body.substr(dashes.size());
    std::vector<FormPart> parts;
    while (rest.starts_with(line_end)) {
        rest.remove_prefix(line_end.size());
        if (parts.size() == form_fields_max) return std::nullopt;
        FormPart part;
        if (!read_part_head(rest, part)) return std::nullopt;
        const std::size_t end = rest.find(delimiter);
        if (end == std::string_view::npos) return std::nullopt;
        part.content = rest.substr(0, end);
        rest.remove_prefix(end + delimiter.size());
        parts.push_back(std::move(part));
    }
    if (!rest.starts_with("--")) return std::nullopt;
    return parts;
}

} // namespace attest::http
