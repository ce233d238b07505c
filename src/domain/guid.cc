#include "domain/guid.h"

#include "base/verify.h"

namespace attest::domain {

namespace {

/// Where hyphens stand in the written form.
constexpr bool is_hyphen_place(std::size_t position) {
    return position == 8 || position == 13 || position == 18 || position == 23;
}

std::optional<unsigned> digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a' + 10);
    if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A' + 10);
    return std::nullopt;
}

} // namespace

std::optional<std::string> parse_guid(std::string_view text) {
    constexpr std::size_t digits = 2 * guid_bytes;
    constexpr std::size_t with_hyphens = digits + 4;
    if (text.size() != digits && text.size() != with_hyphens) return std::nullopt;

    std::string bytes;
    unsigned high = 0;
    bool has_high = false;
    for (std::size_t position = 0; position < text.size(); ++position) {
        if (text.size() == with_hyphens && is_hyphen_place(position)) {
            if (text[position] != '-') return std::nullopt;
            continue;
        }
        const std::optional<unsigned> value = digit_value(text[position]);
        if (!value) return std::nullopt;
        if (has_high) bytes += static_cast<char>(high << 4U | *value);
        high = *value;
        has_high = !has_high;
    }
    return bytes;
}

std::string format_guid(std::string_view bytes) {
    if (bytes.empty()) return {};
    VERIFY(bytes.size() == guid_bytes);
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes) {
        if (is_hyphen_place(text.size())) text += '-';
        const auto value = static_cast<unsigned char>(byte);
        text += hex[value >> 4U];
        text += hex[value & 0x0FU];
    }
    return text;
}

} // namespace attest::domain
