// Bytes to RequestHead. Strict: whatever two programs might read differently is refused (RFC 9112;
// the smuggling attacks of the last years all lived on leniency). Two steps: HeadScanner finds the
// end of a head while it trickles in, looking at each byte once; parse_head reads a head that is
// whole.
#pragma once

#include "http/limits.h"
#include "http/request.h"

#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>

namespace attest::http {

class HeadScanner {
public:
    /// Looks at what was added to `buffer` since the last call. Gives the length of the head once
    /// its empty line is there, nothing while it is not, or a refusal as soon as there can be no
    /// good end: a bare LF, or a limit of limits.h.
    std::expected<std::optional<std::size_t>, Refusal> scan(std::string_view buffer);

    /// For the next head.
    void reset() { *this = {}; }

private:
    [[nodiscard]] std::optional<Refusal> check_limits(std::string_view buffer) const;

    std::size_t scanned_ = 0;
    std::size_t line_begin_ = 0;
    std::size_t request_line_end_ = 0; // 0 while there is none
    std::size_t lines_ = 0;
};

/// Reads a whole head as HeadScanner found it. `head.fields` keeps its memory from one call to the
/// next.
std::expected<void, Refusal> parse_head(std::string_view bytes, RequestHead& head);

/// "example.org", "example.org:8080", "[2001:db8::1]:80".
bool is_host(std::string_view text);

/// The part before the port, "[…]" included.
std::string_view host_name(std::string_view host);

} // namespace attest::http
