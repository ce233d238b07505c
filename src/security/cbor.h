// Reads CBOR (RFC 8949) as authenticators write it: definite lengths, no tags, little nesting. It
// guards the door to libfido2, whose own reader asks for as much memory as a length claims.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace attest::security {

class CborReader {
public:
    explicit CborReader(std::string_view bytes) : rest_{bytes} {}

    [[nodiscard]] std::string_view rest() const { return rest_; }

    /// Each reads the head or the whole of one item, or gives nothing if another kind stands there
    /// or the bytes end; then the reader is of no further use.
    std::optional<std::size_t> read_map();
    std::optional<std::string_view> read_text();
    std::optional<std::string_view> read_bytes();

    /// Passes over one item of any kind, well-formed all through.
    bool skip(int depth_left);

private:
    struct Head {
        unsigned kind = 0;
        std::uint64_t number = 0;
    };

    std::optional<Head> read_head();
    std::optional<std::string_view> take(std::uint64_t length);
    std::optional<std::string_view> read_string(unsigned kind);

    std::string_view rest_;
};

/// Bytes of the item at the front, or nothing if no well-formed one stands there.
std::optional<std::size_t> cbor_item_bytes(std::string_view bytes);

} // namespace attest::security
