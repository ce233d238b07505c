// The seam for randomness: whoever needs some is given a Random, and a test gives it a counted one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace attest {

/// Fills the span with random bytes.
using Random = std::function<void(std::span<std::byte>)>;

/// The operating system's generator, fit for secrets.
Random system_random();

/// `bytes` random bytes as lower-case hexadecimal digits. 16 bytes are enough for any secret of
/// ours.
std::string random_hex(const Random& random, std::size_t bytes);

std::uint64_t random_number(const Random& random);

} // namespace attest
