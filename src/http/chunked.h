// Undoes Transfer-Encoding: chunked (RFC 9112, 7.1), strictly: CR LF everywhere, sizes of
// hexadecimal digits only, extensions and trailers read over within a limit.
#pragma once

#include "http/request.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace attest::http {

class ChunkedDecoder {
public:
    explicit ChunkedDecoder(std::size_t body_bytes_max) : body_bytes_max_{body_bytes_max} {}

    /// Takes bytes off the front of `input`, appends what is body to `body`. Says whether the end
    /// was reached; then the rest of `input` is the next request's. 400 for broken framing, 413 for
    /// too much.
    std::expected<bool, Refusal> decode(std::string_view& input, std::string& body);

private:
    enum class State : std::uint8_t { size_line, data, data_end, trailer };

    std::expected<void, Refusal> end_line(std::string_view line);
    std::expected<void, Refusal> take_line(std::string_view& input);
    void take_data(std::string_view& input, std::string& body);

    std::size_t body_bytes_max_;
    std::size_t body_bytes_ = 0;
    std::size_t overhead_bytes_ = 0;
    std::uint64_t chunk_left_ = 0;
    State state_ = State::size_line;
    std::string line_; // a line that came in pieces
    bool is_done_ = false;
};

} // namespace attest::http
