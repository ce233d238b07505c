#include "markup/url.h"

#include "base/text.h"
#include "markup/limits.h"

#include <algorithm>
#include <array>

namespace attest::markup {

namespace {

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Characters that stand in an address as they are: RFC 3986's but for brackets (which Markdown's
/// renderers encode, and which mean something in a host only), and the per cent sign, since what is
/// escaped already stays so.
bool is_plain_in_url(char c) {
    return is_alpha(c) || is_digit(c) || std::string_view{"-._~:/?#@!$&'()*+,;=%"}.contains(c);
}

/// What browsers take away before they read an address: white space and controls around it, and
/// line breaks and tabs anywhere in it.
std::string without_what_browsers_ignore(std::string_view url) {
    const auto is_ignorable = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
    while (!url.empty() && is_ignorable(url.front()))
        url.remove_prefix(1);
    while (!url.empty() && is_ignorable(url.back()))
        url.remove_suffix(1);
    std::string rest;
    rest.reserve(url.size());
    for (const char c : url) {
        if (c != '\t' && c != '\n' && c != '\r') rest += c;
    }
    return rest;
}

/// The scheme in lower case, without its colon; empty for a relative address.
std::string scheme_of(std::string_view url) {
    if (url.empty() || !is_alpha(url.front())) return {};
    const std::size_t colon =
        url.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    if (colon == std::string_view::npos || url[colon] != ':') return {};
    return ascii_lower(url.substr(0, colon));
}

std::string encode_url(std::string_view url) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(url.size() + 8);
    for (const char c : url) {
        if (is_plain_in_url(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 0xFU];
    }
    return encoded;
}

/// Whether a host begins here. Numbers in brackets (IPv6) are not taken: nobody cites them.
bool has_host(std::string_view after_slashes) {
    return !after_slashes.empty()
           && (is_alpha(after_slashes.front()) || is_digit(after_slashes.front())
               || static_cast<unsigned char>(after_slashes.front()) >= 0x80
               || after_slashes.front() == '%');
}

/// The part after "http://", "https://" or "//"; nothing for other addresses.
std::optional<std::string_view> after_scheme(std::string_view url) {
    for (const std::string_view start :
         {std::string_view{"https://"}, std::string_view{"http://"}, std::string_view{"//"}}) {
        if (url.size() >= start.size()
            && ascii_equal_ignoring_case(url.substr(0, start.size()), start)) {
            return url.substr(start.size());
        }
    }
    return std::nullopt;
}

/// `safe_href` of what a browser would read, whatever its length.
std::optional<std::string> encoded_href(std::string_view url) {
    if (url.empty()) return std::nullopt;
    if (url.front() == '#') return encode_url(url);
    if (url.starts_with("//")) {
        if (!has_host(url.substr(2))) return std::nullopt;
        return "https:" + encode_url(url);
    }
    if (url.front() == '/') return encode_url(url);

    const std::string scheme = scheme_of(url);
    const std::string_view rest = url.substr(scheme.size());
    if (scheme == "mailto") return "mailto" + encode_url(rest);
    if (scheme != "http" && scheme != "https") return std::nullopt;
    if (!rest.starts_with("://") || !has_host(rest.substr(3))) return std::nullopt;
    return scheme + encode_url(rest);
}

/// Path, query and fragment of an address on one host.
struct LocalAddress {
    std::string_view path;
    std::string_view query;
    std::string_view fragment;
};

LocalAddress split_local(std::string_view rest) {
    LocalAddress address{};
    if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
        address.fragment = rest.substr(hash + 1);
        rest = rest.substr(0, hash);
    }
    if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
        address.query = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
    }
    address.path = rest;
    return address;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 18 && std::ranges::all_of(text, is_digit);
}

/// A word of letters, digits and what stands in slugs, names of tags and GUIDs.
bool is_word(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_alpha(c) || is_digit(c) || std::string_view{"-._~+%!'*"}.contains(c)
               || static_cast<unsigned char>(c) >= 0x80;
    });
}

using Segments = std::vector<std::string_view>;

Segments path_segments(std::string_view path) {
    Segments segments = split(path, '/');
    if (!segments.empty() && segments.front().empty()) segments.erase(segments.begin());
    while (!segments.empty() && segments.back().empty())
        segments.pop_back();
    return segments;
}

/// /questions/ID[/slug[/ANSWER]], /questions/tagged/x, /questions[/]
bool is_questions_page(const Segments& segments) {
    if (segments.size() == 1) return true;
    if (segments[1] == "tagged") return segments.size() == 3 && is_word(segments[2]);
    return is_number(segments[1]) && segments.size() <= 4;
}

/// Whether a page of this form is on our site too.
bool is_page_of_ours(const Segments& segments) {
    if (segments.empty()) return true;
    const std::string_view first = segments.front();
    if (first == "questions") return is_questions_page(segments);
    if (first == "q" || first == "a") {
        return segments.size() >= 2 && segments.size() <= 3 && is_number(segments[1]);
    }
    if (first == "users") {
        return segments.size() == 1 || (segments.size() <= 3 && is_number(segments[1]));
    }
    if (first == "tags") {
        return segments.size() == 1 || (segments.size() <= 3 && is_word(segments[1]));
    }
    if (first == "posts") {
        return segments.size() == 3 && is_number(segments[1]) && segments[2] == "revisions";
    }
    return first == "revisions" && segments.size() >= 2 && segments.size() <= 3
           && is_word(segments[1]);
}

/// The path on our site. An answer named by a third segment (/questions/175/slug/176) becomes an
/// anchor.
std::string our_address(const Segments& segments, const LocalAddress& address) {
    const bool names_answer = segments.size() == 4 && segments.front() == "questions";
    std::string path;
    for (std::size_t index = 0; index < segments.size() - (names_answer ? 1 : 0); ++index) {
        path += '/';
        path += segments[index];
    }
    if (path.empty()) path = "/";
    if (!address.query.empty() && segments.size() <= 3 && !segments.empty()
        && segments.front() != "q" && segments.front() != "a") {
        path += '?';
        path += address.query;
    }
    if (!address.fragment.empty()) {
        path += '#';
        path += address.fragment;
    } else if (names_answer && is_number(segments[3])) {
        path += '#';
        path += segments[3];
    }
    return path;
}

} // namespace

std::optional<std::string> safe_href(std::string_view url) {
    if (url.size() > url_bytes_max) return std::nullopt;
    std::optional<std::string> href = encoded_href(without_what_browsers_ignore(url));
    // Encoding makes it longer, and what is given out must be taken again.
    if (href && href->size() > url_bytes_max) return std::nullopt;
    return href;
}

std::string_view url_host(std::string_view url) {
    const std::optional<std::string_view> rest = after_scheme(url);
    if (!rest) return {};
    std::string_view authority = rest->substr(0, rest->find_first_of("/?#\\"));
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        authority = authority.substr(at + 1);
    }
    return authority.starts_with('[') ? authority : authority.substr(0, authority.find(':'));
}

std::optional<std::string> rewrite_origin_url(std::string_view url, std::string_view origin_host) {
    if (origin_host.empty()) return std::nullopt;
    const std::optional<std::string_view> rest = after_scheme(url);
    if (!rest) return std::nullopt;

    const std::size_t authority_end = std::min(rest->find_first_of("/?#"), rest->size());
    std::string_view authority = rest->substr(0, authority_end);
    if (authority.ends_with(":80")) authority.remove_suffix(3);
    if (authority.ends_with(":443")) authority.remove_suffix(4);
    if (!ascii_equal_ignoring_case(authority, origin_host)) return std::nullopt;

    const LocalAddress address = split_local(rest->substr(authority_end));
    const Segments segments = path_segments(address.path);
    if (!is_page_of_ours(segments)) return std::nullopt;
    return our_address(segments, address);
}

LinkRewriter origin_link_rewriter(std::string origin_host) {
    return [host = std::move(origin_host)](std::string_view url) {
        return rewrite_origin_url(url, host);
    };
}

} // namespace attest::markup
