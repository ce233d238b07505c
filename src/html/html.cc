#include "html/html.h"

#include "base/text.h"
#include "base/verify.h"
#include "html/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace attest::html {

namespace {

bool has_space_or_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7F;
    });
}

bool is_allowed(std::string_view text) {
    const std::string start = ascii_lower(text.substr(0, 8));
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!start.starts_with(scheme)) continue;
        const std::string_view rest = text.substr(scheme.size());
        return !rest.empty() && rest.front() != '/' && rest.front() != '\\' && rest.front() != '?'
               && rest.front() != '#';
    }
    return start.starts_with("mailto:") && text.size() > 7;
}

std::string_view entity_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return {};
    }
}

/// One look for each byte of every page.
constexpr std::array<bool, 256> needs_entity = [] {
    std::array<bool, 256> table{};
    for (const char c : {'&', '<', '>', '"', '\''})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

} // namespace

Url Url::local(std::string path) {
    const bool rooted =
        path.empty() || path.front() == '/' || path.front() == '#' || path.front() == '?';
    VERIFY(rooted && !path.starts_with("//") && !path.starts_with("/\\"));
    return Url{std::move(path)};
}

Url Url::absolute(std::string scheme_and_host, std::string_view path) {
    VERIFY(is_allowed(scheme_and_host));
    scheme_and_host += path;
    return Url{std::move(scheme_and_host)};
}

Result<Url> parse_url(std::string_view text) {
    const std::string_view trimmed = trim(text);
    if (trimmed.size() > url_bytes_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format("An address may have at most {} characters.", url_bytes_max)
        );
    }
    if (has_space_or_control(trimmed) || !is_utf8(trimmed) || !is_allowed(trimmed)) {
        return fail(
            ErrorCode::invalid, "Give an address that begins with http://, https:// or mailto:."
        );
    }
    return Url{std::string{trimmed}};
}

void append_escaped(std::string& out, std::string_view text) {
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!needs_entity[static_cast<unsigned char>(text[at])]) continue;
        const std::string_view entity = entity_of(text[at]);
        out.append(text.data() + plain, at - plain);
        out += entity;
        plain = at + 1;
    }
    out.append(text.data() + plain, text.size() - plain);
}

void append_number(std::string& out, std::int64_t number) {
    fmt::format_to(std::back_inserter(out), "{}", number);
}

} // namespace attest::html
