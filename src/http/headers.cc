#include "http/headers.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace attest::http {

namespace {

constexpr std::array<bool, 256> bytes_where(auto predicate) {
    std::array<bool, 256> table{};
    for (unsigned byte = 0; byte < 256; ++byte)
        table.at(byte) = predicate(byte);
    return table;
}

constexpr bool is_alphanumeric(unsigned byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
           || (byte >= 'A' && byte <= 'Z');
}

/// RFC 9110, 5.6.2.
constexpr auto token_bytes = bytes_where([](unsigned byte) {
    return is_alphanumeric(byte)
           || (byte != 0 && std::string_view{"!#$%&'*+-.^_`|~"}.contains(static_cast<char>(byte)));
});

/// Text, tab, and bytes above ASCII; no other control byte.
constexpr auto value_bytes =
    bytes_where([](unsigned byte) { return byte == '\t' || (byte >= 0x20 && byte != 0x7F); });

bool consists_of(std::string_view text, const std::array<bool, 256>& table) {
    return std::ranges::all_of(text, [&](char c) { return table[static_cast<unsigned char>(c)]; });
}

/// Cuts the next element off a comma-separated list, without white space at its ends.
std::string_view next_element(std::string_view& list) {
    const std::size_t comma = list.find(',');
    const std::string_view element = trim(list.substr(0, comma));
    list = comma == std::string_view::npos ? "" : list.substr(comma + 1);
    return element;
}

/// A weight of RFC 9110, 12.4.2, in thousandths: "0.25" is 250, "1.0" is 1,000.
std::optional<int> parse_weight(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    int weight = (text[0] - '0') * 1000;
    if (text.size() == 1) return weight;
    if (text[1] != '.' || text.size() > 5) return std::nullopt;
    int place = 100;
    for (const char digit : text.substr(2)) {
        if (digit < '0' || digit > '9') return std::nullopt;
        weight += (digit - '0') * place;
        place /= 10;
    }
    return weight > 1000 ? std::nullopt : std::optional{weight};
}

struct Coding {
    std::string_view name;
    int weight;
};

/// "gzip", "br;q=0.5", "* ; Q=0".
std::optional<Coding> parse_coding(std::string_view element) {
    const std::size_t semicolon = element.find(';');
    const std::string_view name = trim(element.substr(0, semicolon));
    if (name.empty() || name.find_first_of(" \t\"") != std::string_view::npos) return std::nullopt;
    if (semicolon == std::string_view::npos) return Coding{name, 1000};

    const std::string_view parameter = trim(element.substr(semicolon + 1));
    if (parameter.size() < 3 || (parameter[0] | 0x20) != 'q' || parameter[1] != '=') {
        return std::nullopt;
    }
    const std::optional<int> weight = parse_weight(parameter.substr(2));
    if (!weight) return std::nullopt;
    return Coding{name, *weight};
}

std::string_view opaque_part(std::string_view etag) {
    return etag.starts_with("W/") ? etag.substr(2) : etag;
}

} // namespace

std::string_view format_scheme(Scheme scheme) {
    switch (scheme) {
    case Scheme::http:
        return "http";
    case Scheme::https:
        return "https";
    }
    std::unreachable();
}

DefaultHeaders security_headers() {
    return {
        .always =
            {
                {"Content-Security-Policy",
                 "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
                 "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                 "frame-ancestors 'none'; object-src 'none'"},
                {"X-Content-Type-Options", "nosniff"},
                {"Referrer-Policy", "strict-origin-when-cross-origin"},
                {"Cross-Origin-Opener-Policy", "same-origin"},
                {"Cross-Origin-Resource-Policy", "same-origin"},
                {"Permissions-Policy",
                 "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), "
                 "magnetometer=(), microphone=(), payment=(), usb=()"},
            },
        // Two years: ASVS asks for one at least, browsers' preload lists for one.
        .over_https = {{"Strict-Transport-Security", "max-age=63072000; includeSubDomains"}},
    };
}

AcceptedEncodings parse_accept_encoding(std::string_view field) {
    std::optional<bool> brotli;
    std::optional<bool> gzip;
    bool others = false;
    while (!field.empty()) {
        const std::string_view element = next_element(field);
        if (element.empty()) continue;
        const std::optional<Coding> coding = parse_coding(element);
        if (!coding) return {};
        const bool is_accepted = coding->weight > 0;
        if (ascii_equal_ignoring_case(coding->name, "br")) brotli = is_accepted;
        if (ascii_equal_ignoring_case(coding->name, "gzip")) gzip = is_accepted;
        if (ascii_equal_ignoring_case(coding->name, "x-gzip") && !gzip) gzip = is_accepted;
        if (coding->name == "*") others = is_accepted;
    }
    return {.brotli = brotli.value_or(others), .gzip = gzip.value_or(others)};
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    if (etag.empty()) return false;
    if (trim(if_none_match) == "*") return true;
    // An opaque tag may hold a comma, but ours do not: cutting at commas cannot make a false match.
    while (!if_none_match.empty()) {
        if (opaque_part(next_element(if_none_match)) == opaque_part(etag)) return true;
    }
    return false;
}

namespace {

/// The halves of the product, one upon the other: every bit of both factors has its say in many.
std::uint64_t fold(std::uint64_t left, std::uint64_t right) {
    __extension__ using Product = unsigned __int128;
    const Product product = static_cast<Product>(left) * right;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

constexpr std::size_t word_bytes = sizeof(std::uint64_t);

std::uint64_t word_at(std::string_view bytes, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, word_bytes);
    return word;
}

/// Tells pages apart, at some ten bytes a nanosecond: std::hash takes 11 µs for a page of 76 KB,
/// as much as sending it. Whoever wants two pages with one hash can make them, and gains nothing.
std::uint64_t page_hash(std::string_view bytes) {
    constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15ULL; // 2^64 by the golden ratio
    constexpr std::size_t lane_count = 4;
    constexpr std::size_t stride = lane_count * 2 * word_bytes;
    std::array<std::uint64_t, lane_count> lanes{odd, odd * 3, odd * 5, odd * 7};
    std::uint64_t hash = bytes.size();
    while (bytes.size() >= stride) {
        for (std::size_t lane = 0; lane < lane_count; ++lane) {
            const std::size_t at = lane * 2 * word_bytes;
            lanes[lane] =
                fold(lanes[lane] ^ word_at(bytes, at), odd ^ word_at(bytes, at + word_bytes));
        }
        bytes.remove_prefix(stride);
    }
    for (const std::uint64_t lane : lanes)
        hash = fold(hash ^ lane, odd);
    for (; bytes.size() >= word_bytes; bytes.remove_prefix(word_bytes))
        hash = fold(hash ^ word_at(bytes, 0), odd);
    for (const char byte : bytes)
        hash = fold(hash ^ static_cast<unsigned char>(byte), odd);
    return hash;
}

} // namespace

std::string weak_etag(std::string_view bytes) {
    return fmt::format("W/\"{:016x}-{:x}\"", page_hash(bytes), bytes.size());
}

bool is_token(std::string_view text) {
    return !text.empty() && consists_of(text, token_bytes);
}

bool is_field_value(std::string_view text) {
    return consists_of(text, value_bytes);
}

bool has_token(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        if (ascii_equal_ignoring_case(next_element(list), token)) return true;
    }
    return false;
}

std::string_view reason_phrase(int status) {
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    case 507:
        return "Insufficient Storage";
    default:
        return "";
    }
}

} // namespace attest::http
