// UTF-8 and the few things done with text everywhere. What needs a language's rules is ICU's
// business (search/, messages/).
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest {

/// Length in bytes (1–4) of the UTF-8 sequence at the front of `text`; 0 if there is none that is
/// well-formed (over-long, surrogate, above U+10FFFF, cut short, or `text` is empty).
std::size_t utf8_sequence_length(std::string_view text);

bool is_utf8(std::string_view text);

/// Number of code points; bytes that are not UTF-8 count one each.
std::size_t utf8_length(std::string_view text);

/// As `text.find(part, from)`, at a speed that does not fall with the number of places where only
/// the first bytes are found, such as the "<" of a page.
std::size_t find_part(std::string_view text, std::string_view part, std::size_t from = 0);

/// The longest front part of at most `bytes_max` bytes that does not cut a code point in two.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max);

/// `text` with every malformed byte, and every character that XML 1.0 does not allow, replaced by
/// U+FFFD.
std::string clean_utf8(std::string_view text);

/// Without ASCII white space at both ends. Linear.
std::string_view trim(std::string_view text);

std::string ascii_lower(std::string_view text);

bool ascii_equal_ignoring_case(std::string_view left, std::string_view right);

/// The parts are views into `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Name the string first. In `for (… : split(make(), ','))` the views outlive it with g++ 12, and
/// not with clang 19, which has P2718: only the program that is shipped would read what is gone.
std::vector<std::string_view> split(std::string&& text, char separator) = delete;

/// A whole number that fills all of `text`; nothing for signs with no digits, spaces, or overflow.
template <std::integral T>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Decodes %XX (not `+`). Nothing if an escape is malformed, or decodes to a NUL or to what is not
/// UTF-8.
std::optional<std::string> percent_decode(std::string_view text);

/// Escapes all but unreserved characters (RFC 3986, 2.3), so that the result may stand in a path
/// segment or in a query value.
std::string percent_encode(std::string_view text);

} // namespace attest
