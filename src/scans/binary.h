// Numbers and strings to bytes and back, for what the child says and for the boxes of words. Little
// endian; a reader that has run out says so once and for all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace attest::scans {

class ByteWriter {
public:
    void number(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            out_ += static_cast<char>(value >> (8 * i) & 0xFFU);
        }
    }

    /// Seven bits a byte, the lowest first.
    void varint(std::uint64_t value) {
        for (; value >= 0x80U; value >>= 7U) {
            out_ += static_cast<char>(value | 0x80U);
        }
        out_ += static_cast<char>(value);
    }

    void string(std::string_view text) {
        number(text.size(), 4);
        out_ += text;
    }

    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    std::string out_;
};

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_{bytes} {}

    /// 0 when the bytes have run out; `is_good` tells.
    std::uint64_t number(int bytes) {
        const std::string_view taken = take(static_cast<std::size_t>(bytes));
        std::uint64_t value = 0;
        for (std::size_t i = taken.size(); i-- > 0;) {
            value = value << 8U | static_cast<unsigned char>(taken[i]);
        }
        return value;
    }

    std::uint32_t number32() { return static_cast<std::uint32_t>(number(4)); }

    /// At most five bytes: what is counted here fits in 32 bits.
    std::uint32_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 35; shift += 7) {
            const std::uint64_t byte = number(1);
            value |= (byte & 0x7FU) << shift;
            if (byte < 0x80U) return fit(value);
        }
        is_good_ = false;
        return 0;
    }

    std::string_view string() { return take(number(4)); }

    /// Whether all that was asked for was there.
    [[nodiscard]] bool is_good() const { return is_good_; }

    /// Whether nothing is left over, either.
    [[nodiscard]] bool is_done() const { return is_good_ && rest_.empty(); }

    [[nodiscard]] bool has_more() const { return is_good_ && !rest_.empty(); }

private:
    std::string_view take(std::uint64_t bytes) {
        if (!is_good_ || bytes > rest_.size()) {
            is_good_ = false;
            return {};
        }
        const std::string_view taken = rest_.substr(0, bytes);
        rest_.remove_prefix(bytes);
        return taken;
    }

    std::uint32_t fit(std::uint64_t value) {
        if (value <= UINT32_MAX) return static_cast<std::uint32_t>(value);
        is_good_ = false;
        return 0;
    }

    std::string_view rest_;
    bool is_good_ = true;
};

} // namespace attest::scans
