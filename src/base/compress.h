// zlib: bodies kept from a dump, gzip for browsers.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace attest {

/// zlib format, level 1.
std::string compress(std::string_view text);

/// Undoes `compress`. `internal` if the bytes are damaged or would give more than `bytes_max`.
Result<std::string> decompress(std::string_view bytes, std::size_t bytes_max);

/// gzip format (RFC 1952) without a time stamp, so that equal texts give equal bytes.
std::string gzip(std::string_view text, int level);

} // namespace attest
