#include "base/compress.h"

#include "base/verify.h"

#include <fmt/format.h>
#include <zlib.h>

namespace attest {

namespace {

constexpr int gzip_window_bits = 15 + 16; // zlib: 16 added asks for the gzip format
constexpr int zlib_window_bits = 15;

Bytef* input_of(std::string_view text) {
    // zlib does not write to its input, but its interface predates const.
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

std::string deflate_whole(std::string_view text, int level, int window_bits) {
    z_stream stream{};
    VERIFY(deflateInit2(&stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = input_of(text);
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int outcome = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    VERIFY(outcome == Z_STREAM_END);
    return out;
}

} // namespace

std::string compress(std::string_view text) {
    return deflate_whole(text, 1, zlib_window_bits);
}

std::string gzip(std::string_view text, int level) {
    return deflate_whole(text, level, gzip_window_bits);
}

Result<std::string> decompress(std::string_view bytes, std::size_t bytes_max) {
    z_stream stream{};
    VERIFY(inflateInit2(&stream, zlib_window_bits) == Z_OK);
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    int outcome = Z_OK;
    while (outcome == Z_OK && out.size() <= bytes_max) {
        const std::size_t before = out.size();
        out.resize(before + std::max<std::size_t>(4096, bytes.size() * 4));
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = static_cast<uInt>(out.size() - before);
        outcome = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (outcome != Z_STREAM_END || out.size() > bytes_max) {
        return std::unexpected{Error{ErrorCode::internal, "A stored text is damaged."}.with_detail(
            fmt::format("inflate answered {} after {} bytes", outcome, out.size())
        )};
    }
    return out;
}

} // namespace attest
