#include "http/brotli.h"

#include "base/verify.h"

#include <brotli/encode.h>

#include <cstdint>

namespace attest::http {

std::string compress_brotli(std::string_view bytes, int quality) {
    std::size_t length = BrotliEncoderMaxCompressedSize(bytes.size());
    VERIFY(length > 0); // 0 only for more than two gigabytes
    std::string packed(length, '\0');
    const int outcome = BrotliEncoderCompress(
        quality,
        BROTLI_DEFAULT_WINDOW,
        BROTLI_MODE_TEXT,
        bytes.size(),
        reinterpret_cast<const std::uint8_t*>(bytes.data()),
        &length,
        reinterpret_cast<std::uint8_t*>(packed.data())
    );
    VERIFY(outcome == BROTLI_TRUE);
    packed.resize(length);
    return packed;
}

} // namespace attest::http
