#include "base/random.h"

#include <sodium.h>

#include <cstring>
#include <vector>

namespace attest {

Random system_random() {
    return [](std::span<std::byte> bytes) { randombytes_buf(bytes.data(), bytes.size()); };
}

std::string random_hex(const Random& random, std::size_t bytes) {
    std::vector<std::byte> raw(bytes);
    random(raw);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes * 2);
    for (const std::byte byte : raw) {
        text += digits[std::to_integer<std::size_t>(byte >> 4)];
        text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return text;
}

std::uint64_t random_number(const Random& random) {
    std::uint64_t number = 0;
    random(std::as_writable_bytes(std::span{&number, 1}));
    return number;
}

} // namespace attest
