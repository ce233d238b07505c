// Brotli for bytes that are kept and sent many times. gzip is in base/compress.h.
#pragma once

#include <string>
#include <string_view>

namespace attest::http {

/// Quality 0 (fast) to 11 (slow); `limits.h` says which for what.
std::string compress_brotli(std::string_view bytes, int quality);

} // namespace attest::http
