// What the server counts. Each I/O thread counts for itself; a snapshot adds up.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace attest::http {

struct Metrics {
    std::array<std::uint64_t, 5> answers_by_class{}; ///< 1xx to 5xx.
    std::uint64_t fast_answers = 0; ///< Answered on the I/O thread: cache and static files.
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    std::uint64_t connections_accepted = 0;
    std::uint64_t connections_open = 0;
    std::uint64_t connections_refused = 0; ///< Too many, or no file descriptor left.
    std::uint64_t requests_shed = 0;       ///< 503, since a queue was full.
    std::uint64_t requests_refused = 0;    ///< By this layer: 400, 413, 414, 421, 431 …
    std::uint64_t timeouts = 0; ///< Connections cut for being slow (idle ones not counted).
    std::uint64_t read_queue = 0;
    std::uint64_t costly_queue = 0;
    std::uint64_t change_queue = 0;
    std::uint64_t workers_busy = 0;
    std::uint64_t log_lines_dropped = 0;
};

/// Prometheus text format 0.0.4.
std::string format_metrics(const Metrics& metrics);

} // namespace attest::http
