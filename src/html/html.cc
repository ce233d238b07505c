#include "html/html.h"

#include "base/text.h"
#include "base/verify.h"
#include "html/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

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

/// A byte of each of eight, as they stand in a word.
constexpr std::uint64_t eight_times(unsigned char byte) {
    return 0x0101'0101'0101'0101ULL * byte;
}

/// Whether a byte of the eight is zero; it may say so of one above a zero, never of none.
constexpr bool has_zero(std::uint64_t word) {
    return ((word - eight_times(0x01)) & ~word & eight_times(0x80)) != 0;
}

constexpr std::size_t word_bytes = sizeof(std::uint64_t);

[[gnu::always_inline]] inline bool is_plain_word(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, word_bytes);
    // & and ' differ in their last bit, < and > in the one before it.
    return !has_zero((word & eight_times(0xFE)) ^ eight_times('&'))
           && !has_zero((word & eight_times(0xFD)) ^ eight_times('<'))
           && !has_zero(word ^ eight_times('"'));
}

/// Bytes at the beginning that need no entity, looked at eight at a time: most texts of a page,
/// whole.
std::size_t count_plain(std::string_view text) {
    if (text.size() < word_bytes) return 0;
    std::size_t at = 0;
    while (at + word_bytes <= text.size()) {
        if (!is_plain_word(text.data() + at)) return at;
        at += word_bytes;
    }
    return is_plain_word(text.data() + text.size() - word_bytes) ? text.size() : at;
}

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

std::size_t count_escaped(std::string_view text) {
    std::size_t bytes = text.size();
    for (std::size_t at = count_plain(text); at < text.size(); ++at) {
        if (needs_entity[static_cast<unsigned char>(text[at])])
            bytes += entity_of(text[at]).size() - 1;
    }
    return bytes;
}

char* copy_escaped(std::string_view text, char* to) {
    for (const char c : text) {
        if (needs_entity[static_cast<unsigned char>(c)])
            to = std::ranges::copy(entity_of(c), to).out;
        else
            *to++ = c;
    }
    return to;
}

void append_escaped(std::string& out, std::string_view text) {
    const detail::Escaped escaped{text};
    const std::size_t begin = out.size();
    out.resize_and_overwrite(begin + escaped.room(), [&](char* bytes, std::size_t) {
        return static_cast<std::size_t>(escaped.copy(bytes + begin) - bytes);
    });
}

} // namespace attest::html
