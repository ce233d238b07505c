// Every limit of the HTTP layer, with its reason. What a limit refuses is counted (metrics.h).
#pragma once

#include "base/time.h"

#include <cstddef>

namespace attest::http {

/// Bytes of a request line; longer is 414. The longest link of ours is a search of 1,000
/// characters, each six bytes when it is Cyrillic and percent-encoded.
inline constexpr std::size_t request_line_bytes_max = 8 * 1024;

/// Bytes of all header lines together; more is 431. Cookies of ours stay below 1 KB; browsers and
/// proxies add 2 to 4 KB.
inline constexpr std::size_t header_bytes_max = 16 * 1024;

/// Header fields in a request; more is 431. A browser behind two proxies sends about thirty.
inline constexpr std::size_t header_fields_max = 100;

/// Bytes of a whole head: what a connection's buffer must be able to hold.
inline constexpr std::size_t head_bytes_max = request_line_bytes_max + header_bytes_max + 4;

/// Bytes that a connection can read without asking for memory: nearly all requests fit, and ten
/// thousand idle connections cost 40 MB.
inline constexpr std::size_t connection_buffer_bytes = 4 * 1024;

/// Bytes of a body where the route says nothing else; more is 413. Posts are at most 30,000
/// characters.
inline constexpr std::size_t body_bytes_default = 1024 * 1024;

/// Bodies above the default that are read at once; one more is told 503. Each may take a file's
/// size in memory.
inline constexpr int large_bodies_max = 4;

/// Bytes taken by chunk extensions and trailers of one body, and by one of their lines: nobody
/// sends any, so this is generous.
inline constexpr std::size_t chunk_overhead_bytes_max = 4 * 1024;

/// Bytes that the sizes and line ends of chunks may take for each byte of body: even chunks of one
/// byte need six, and what needs more is an attack.
inline constexpr std::size_t chunk_overhead_per_byte_max = 8;

/// Parameters in a query; more is 400. Our longest form of search has a dozen.
inline constexpr std::size_t query_parameters_max = 100;

/// Fields of a form; more is 400.
inline constexpr std::size_t form_fields_max = 500;

/// Segments of a path; more is 400. No route has more than six.
inline constexpr std::size_t path_segments_max = 64;

/// Requests that wait in one connection's buffer are answered in order; after so many the thread
/// turns to its other connections, so that one that pipelines cannot starve them.
inline constexpr std::size_t pipelined_requests_max = 16;

/// Connections open at once; the next is told 503 and closed. Below the usual limit of 20,000 open
/// files.
inline constexpr std::size_t connections_default = 12'000;

/// Requests on one connection: forces even the most faithful client to a new one now and then, so
/// that load spreads again over the threads.
inline constexpr std::size_t requests_per_connection_max = 10'000;

/// Requests waiting for a worker; the next is told 503. At 0.3 ms a page the last one waits 50 ms.
inline constexpr std::size_t read_queue_default = 512;

/// Costly reads waiting: few, since they are what is shed first.
inline constexpr std::size_t costly_queue_default = 32;

/// Changes waiting beyond those that a thread has already taken.
inline constexpr std::size_t change_queue_default = 256;

/// Threads of the lane for changes: as many as the writer puts into one transaction.
inline constexpr std::size_t change_threads_max = 64;

/// The part of the workers that costly reads may hold at once: one in so many.
inline constexpr std::size_t costly_workers_divisor = 4;

/// Bytes from which a text is worth compressing: below, the headers outweigh the gain.
inline constexpr std::size_t compress_bytes_min = 1024;

/// Level of gzip for a page that is made for one reader: 0.34 ms for 48 KB, where level 6
/// takes 1.3.
inline constexpr int gzip_level_dynamic = 1;

/// Quality of brotli and level of gzip for bytes that are kept.
inline constexpr int brotli_quality_cached = 5;
inline constexpr int gzip_level_static = 6;

/// Seconds after which a client that was told 503 may come again.
inline constexpr int retry_after_seconds = 2;

/// Bytes of a refused body that are read and thrown away before the connection is closed, so that
/// the answer is not lost to a reset.
inline constexpr std::size_t discarded_bytes_max = 256 * 1024;

/// A block of access log lines is handed over when it has grown to this, or once a second.
inline constexpr std::size_t log_block_bytes = 32 * 1024;

/// Blocks waiting for the log's thread; when they cannot be written, lines are dropped and counted.
inline constexpr std::size_t log_blocks_max = 64;

/// Characters of a target that an access log line keeps.
inline constexpr std::size_t logged_target_bytes_max = 512;

/// How long a connection may take for what. Options, so that tests need not wait.
struct Deadlines {
    /// From a request's first byte to the end of its head; also for a new connection's first byte,
    /// and for the TLS handshake.
    Duration head = seconds(10);
    /// For a body, and one second more for each `rate_bytes_min` received: a floor under the rate.
    Duration body = seconds(30);
    /// For a client to take the answer, and one second more for each `rate_bytes_min` taken.
    Duration write = seconds(30);
    /// Between two requests of one connection.
    Duration idle = seconds(60);
    /// For reading away the rest of a refused request.
    Duration discard = seconds(2);
    /// For finishing what was accepted when the server stops.
    Duration stop = seconds(10);
    /// While stopping, a connection that asks for nothing is closed after this.
    Duration stop_idle = {500};
};

/// Bytes that the kernel holds for a reader (it takes about twice as much memory). What it takes at
/// once says nothing about the reader, so only bytes beyond these earn time; a page is mostly
/// shorter. On a line of 100 ms it still gives 2.5 MB/s.
inline constexpr int send_buffer_bytes = 256 * 1024;

/// Bytes a second below which a body or a reader is too slow: a fifth of a bad mobile connection.
inline constexpr std::size_t rate_bytes_min = 16 * 1024;

} // namespace attest::http
