#include "security/cbor.h"

#include "security/limits.h"

namespace attest::security {

namespace {

constexpr unsigned kind_unsigned = 0;
constexpr unsigned kind_negative = 1;
constexpr unsigned kind_bytes = 2;
constexpr unsigned kind_text = 3;
constexpr unsigned kind_array = 4;
constexpr unsigned kind_map = 5;
constexpr unsigned kind_simple = 7;

} // namespace

std::optional<std::size_t> CborReader::read_map() {
    const std::optional<Head> head = read_head();
    // Every entry takes two bytes at least, so a longer map is a lie.
    if (!head || head->kind != kind_map || head->number > rest_.size() / 2) return std::nullopt;
    return static_cast<std::size_t>(head->number);
}

std::optional<std::string_view> CborReader::read_text() {
    return read_string(kind_text);
}

std::optional<std::string_view> CborReader::read_bytes() {
    return read_string(kind_bytes);
}

bool CborReader::skip(int depth_left) {
    const std::optional<Head> head = read_head();
    if (!head || depth_left == 0) return false;
    switch (head->kind) {
    case kind_unsigned:
    case kind_negative:
    case kind_simple:
        return true;
    case kind_bytes:
    case kind_text:
        return take(head->number).has_value();
    case kind_array:
    case kind_map: {
        if (head->number > rest_.size()) return false;
        const std::uint64_t items = head->kind == kind_map ? head->number * 2 : head->number;
        for (std::uint64_t item = 0; item < items; ++item) {
            if (!skip(depth_left - 1)) return false;
        }
        return true;
    }
    default: // tags, of which WebAuthn has none
        return false;
    }
}

/// The first byte: three bits of kind, and five that are the number or say how long it is.
std::optional<CborReader::Head> CborReader::read_head() {
    if (rest_.empty()) return std::nullopt;
    const auto first = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    const unsigned kind = first >> 5U;
    const unsigned low = first & 31U;
    constexpr unsigned numbers_end = 24;
    constexpr unsigned lengths_end = 28; // from there on: reserved, and indefinite lengths
    if (low < numbers_end) return Head{.kind = kind, .number = low};
    if (low >= lengths_end) return std::nullopt;
    const std::optional<std::string_view> digits = take(std::size_t{1} << (low - numbers_end));
    if (!digits) return std::nullopt;
    Head head{.kind = kind, .number = 0};
    for (const char digit : *digits) {
        head.number = (head.number << 8U) | static_cast<unsigned char>(digit);
    }
    return head;
}

std::optional<std::string_view> CborReader::take(std::uint64_t length) {
    if (length > rest_.size()) return std::nullopt;
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
}

std::optional<std::string_view> CborReader::read_string(unsigned kind) {
    const std::optional<Head> head = read_head();
    if (!head || head->kind != kind) return std::nullopt;
    return take(head->number);
}

std::optional<std::size_t> cbor_item_bytes(std::string_view bytes) {
    CborReader reader{bytes};
    if (!reader.skip(cbor_depth_max)) return std::nullopt;
    return bytes.size() - reader.rest().size();
}

} // namespace attest::security
