// One connection: bytes in, requests out; answers in, bytes out. It knows the protocol, the
// deadlines and the order of things, and leaves to server.cc only how to wait for a socket. Lives
// on one I/O thread; only the handler runs elsewhere.
#pragma once

#include "http/access_log.h"
#include "http/chunked.h"
#include "http/head_parser.h"
#include "http/request.h"
#include "http/response.h"
#include "http/server.h"
#include "http/tls.h"
#include "http/worker_pool.h"

#include <sys/uio.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attest::http {

/// What all connections of a server share.
struct Service {
    Service(ServerOptions with, Application in, std::optional<TlsContext> context)
        : options{std::move(with)},
          application{std::move(in)},
          tls{std::move(context)},
          pool{
              {.workers = options.workers,
               .read_queue_max = options.read_queue_max,
               .costly_queue_max = options.costly_queue_max,
               .change_queue_max = options.change_queue_max}
          } {}

    ServerOptions options;
    Application application;
    std::optional<TlsContext> tls;
    WorkerPool pool;
    AccessLog log;
    std::atomic<std::size_t> connections_open{0};
    std::atomic<std::int64_t> stopping_since{0}; ///< Monotonic milliseconds; 0 while serving.
    std::atomic<std::uint64_t> connections_refused{0};

    [[nodiscard]] bool is_stopping() const {
        return stopping_since.load(std::memory_order_relaxed) != 0;
    }
};

/// A number that one thread raises and others read.
class Counter {
public:
    void add(std::uint64_t count) {
        value_.store(value_.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
    }

    [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// What the connections of one I/O thread share.
struct alignas(64) ThreadState {
    std::array<Counter, 5> answers_by_class;
    Counter fast_answers;
    Counter bytes_sent;
    Counter bytes_received;
    Counter connections_accepted;
    Counter requests_shed;
    Counter requests_refused;
    Counter timeouts;

    AccessLines log;
    RequestHead head; ///< Of the request that is being looked at; its fields keep their memory.
    std::array<char, 16> request_id{};
    std::uint64_t next_id = 0;
    std::string date_field; ///< "Date: …" with its line end, for date_second.
    std::int64_t date_second = -1;

    ThreadState();

    std::string_view new_request_id();
    std::string_view date_field_at(std::int64_t unix_milliseconds);
};

/// A place among the large bodies that may be in memory at once (`large_bodies_max`).
class LargeBody {
public:
    LargeBody();
    LargeBody(const LargeBody&) = delete;
    LargeBody& operator=(const LargeBody&) = delete;
    ~LargeBody();

    /// False if there was none left.
    [[nodiscard]] bool is_taken() const { return is_taken_; }

private:
    bool is_taken_;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Service& service, ThreadState& thread, int socket, const IpAddress& peer);
    virtual ~Connection() = default;

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) = delete;
    Connection& operator=(Connection&&) = delete;

    /// Begins to read. To be called once.
    void begin();

    /// Cuts what is too slow; called about once a second with the monotonic time in milliseconds.
    void sweep(std::int64_t now);

    /// Ends it at once, whatever it does.
    void cut();

protected:
    // How to wait, from server.cc. Each leads to one call of the function named, later, on this
    // thread.

    /// Reads some bytes into `space`: `on_bytes`.
    virtual void await_bytes(std::span<char> space) = 0;
    /// `on_readable`.
    virtual void await_readable() = 0;
    /// `on_writable`.
    virtual void await_writable() = 0;
    /// Runs `work` later on this connection's thread; may be called from any other.
    virtual void post(std::move_only_function<void()> work) = 0;
    /// Closes the socket; what is awaited comes to nothing.
    virtual void close_socket() = 0;

    /// `bytes` is 0 at the end of the stream and after an error.
    void on_bytes(std::size_t bytes);
    void on_readable();
    void on_writable();

private:
    enum class Phase : std::uint8_t {
        handshake, ///< TLS.
        idle,      ///< Nothing of the next request was read.
        head,      ///< A part of a head was read.
        body,      ///< The head was read, a part of the body was not.
        working,   ///< A handler runs, or waits for a worker.
        writing,   ///< An answer is on its way.
        discard,   ///< The answer is written; what still comes is thrown away.
        closed,
    };

    /// Whether a step has more to do at once, or something is awaited (or all is over).
    enum class Next : std::uint8_t { step, wait };

    void advance();
    Next step_handshake();
    Next step_head();
    Next step_body();
    Next step_discard();

    Next read_more();
    void make_room();
    Next take_request(std::size_t head_bytes);
    [[nodiscard]] std::optional<Refusal> check_head(const RequestHead& head) const;
    void place_client(RequestHead& head) const;
    Next prepare_body(const RequestHead& head, const Admission& admission);
    std::expected<bool, Refusal> take_plain_body(std::string_view& input);
    Next end_body();
    Next dispatch();
    PreparedAnswer run_handler();
    Request& request();

    Next refuse(const Refusal& refusal, const RequestHead& head);
    Next refuse_unread(const Refusal& refusal);
    Next answer(PreparedAnswer answer, const RequestHead& head);
    void write_dynamic_part(std::string_view request_id);
    void join_head();
    void record(const RequestHead& head, std::size_t body_bytes);
    Next flush();
    Transfer send_some();
    Next end_answer();
    Next begin_closing();
    void time_out();

    [[nodiscard]] std::string_view unread() const {
        return {buffer_.data() + begin_, end_ - begin_};
    }

    void enter(Phase phase);
    [[nodiscard]] Duration allowance() const;

    Service& service_;
    ThreadState& thread_;
    int socket_;
    IpAddress peer_;
    std::unique_ptr<TlsSession> tls_;

    Phase phase_ = Phase::idle;
    std::int64_t since_ = 0;   // monotonic milliseconds: when the phase began
    std::size_t progress_ = 0; // bytes moved in it
    std::size_t requests_ = 0; // on this connection
    std::size_t passes_ = 0;   // requests answered without leaving the thread to others
    bool is_awaiting_ = false;
    bool keeps_alive_ = true;
    bool needs_discard_ = false;
    bool is_minor_zero_ = false;

    std::array<char, connection_buffer_bytes> small_buffer_; // NOLINT: filled by reading
    std::unique_ptr<char[]> large_buffer_;
    std::span<char> buffer_;
    std::size_t begin_ = 0; // of what was read and not yet used
    std::size_t end_ = 0;
    HeadScanner scanner_;

    std::optional<Request> request_; // while its body is read and its handler runs
    Lane lane_ = Lane::read;
    std::string body_;
    std::size_t body_left_ = 0;
    std::optional<LargeBody> large_body_; ///< Held until the next request.
    std::optional<ChunkedDecoder> chunks_;
    std::int64_t request_began_ = 0; // monotonic microseconds

    PreparedAnswer answer_;              // pinned until it is written
    std::array<char, 160> dynamic_part_; // NOLINT: filled for each answer
    std::string tls_head_;
    std::array<iovec, 3> pieces_{};
    std::size_t pieces_done_ = 0;
};

/// Host names that are ours, ready to be looked at: lower case.
bool is_allowed_host(std::span<const std::string> allowed, std::string_view host);

} // namespace attest::http
