#include "http/connection.h"

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "base/time.h"
#include "base/verify.h"

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <exception>
#include <utility>

namespace attest::http {

namespace {

constexpr Refusal refusal_host{
    .status = 421, .sentence = "This server does not answer for that host name."
};
constexpr Refusal refusal_method{
    .status = 405, .sentence = "This server does not take that method."
};
constexpr Refusal refusal_large{.status = 413, .sentence = "The body is too large."};
constexpr Refusal refusal_busy{
    .status = 503,
    .sentence = "Several large files are being taken just now. Send yours again in a minute."
};
constexpr Refusal refusal_slow{
    .status = 408, .sentence = "The request came too slowly: send it again."
};

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

std::int64_t monotonic_microseconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

/// To a few milliseconds, for a sixth of the price of the exact time.
std::int64_t coarse_unix_milliseconds() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (now.tv_sec * 1000) + (now.tv_nsec / 1'000'000);
}

char* append(char* out, std::string_view text) {
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

/// A step of SplitMix64: ids need to be different, not secret.
std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

std::atomic<int> large_bodies = 0;

} // namespace

LargeBody::LargeBody() : is_taken_{large_bodies.fetch_add(1) < large_bodies_max} {}

LargeBody::~LargeBody() {
    large_bodies.fetch_sub(1);
}

bool is_allowed_host(std::span<const std::string> allowed, std::string_view host) {
    if (allowed.empty()) return true;
    const std::string_view name = host_name(host);
    return std::ranges::any_of(allowed, [&](const std::string& ours) {
        return ascii_equal_ignoring_case(ours, name) || ascii_equal_ignoring_case(ours, host);
    });
}

ThreadState::ThreadState() : next_id{random_number(system_random())} {}

std::string_view ThreadState::new_request_id() {
    constexpr std::string_view digits = "0123456789abcdef";
    next_id += 0x9E3779B97F4A7C15U;
    std::uint64_t bits = mix(next_id);
    for (char& digit : request_id) {
        digit = digits[bits & 15U];
        bits >>= 4U;
    }
    return {request_id.data(), request_id.size()};
}

std::string_view ThreadState::date_field_at(std::int64_t unix_milliseconds) {
    const std::int64_t second = unix_milliseconds / 1000;
    if (second != date_second) {
        date_second = second;
        date_field = "Date: " + format_http_date(Time{second * 1000}) + "\r\n";
    }
    return date_field;
}

Connection::Connection(Service& service, ThreadState& thread, int socket, const IpAddress& peer)
    : service_{service},
      thread_{thread},
      socket_{socket},
      peer_{peer},
      buffer_{small_buffer_.data(), small_buffer_.size()} {}

void Connection::begin() {
    thread_.connections_accepted.add(1);
    if (service_.tls) tls_ = service_.tls->new_session(socket_);
    enter(tls_ ? Phase::handshake : Phase::idle);
    advance();
}

void Connection::enter(Phase phase) {
    phase_ = phase;
    since_ = monotonic_milliseconds();
    progress_ = 0;
}

void Connection::advance() {
    Next next = Next::step;
    while (next == Next::step) {
        switch (phase_) {
        case Phase::handshake:
            next = step_handshake();
            break;
        case Phase::idle:
        case Phase::head:
            next = step_head();
            break;
        case Phase::body:
            next = step_body();
            break;
        case Phase::discard:
            next = step_discard();
            break;
        case Phase::writing:
            next = flush();
            break;
        case Phase::working:
        case Phase::closed:
            next = Next::wait;
            break;
        }
    }
}

// --- waiting and reading

void Connection::on_bytes(std::size_t bytes) {
    is_awaiting_ = false;
    if (phase_ == Phase::closed) return;
    if (bytes == 0) {
        cut();
        return;
    }
    thread_.bytes_received.add(bytes);
    end_ += bytes;
    progress_ += bytes;
    passes_ = 0;
    // A request that timed out while this was awaited: its 408 is on the way and goes first.
    if (phase_ != Phase::writing && phase_ != Phase::working) advance();
}

void Connection::on_readable() {
    is_awaiting_ = false;
    passes_ = 0;
    if (phase_ != Phase::closed && phase_ != Phase::working) advance();
}

void Connection::on_writable() {
    if (phase_ != Phase::closed && phase_ != Phase::working) advance();
}

Connection::Next Connection::step_handshake() {
    switch (tls_->handshake()) {
    case Progress::done:
        enter(Phase::idle);
        return Next::step;
    case Progress::wants_read:
        await_readable();
        return Next::wait;
    case Progress::wants_write:
        await_writable();
        return Next::wait;
    case Progress::closed:
        cut();
        return Next::wait;
    }
    std::unreachable();
}

/// What is left moves to the front; a head that outgrows the small buffer gets the large one.
void Connection::make_room() {
    if (begin_ == end_) {
        begin_ = end_ = 0;
        if (large_buffer_ && phase_ == Phase::idle) {
            large_buffer_.reset();
            buffer_ = small_buffer_;
        }
    }
    const bool is_small = buffer_.size() == small_buffer_.size();
    const bool wants_large = phase_ == Phase::body || end_ - begin_ == buffer_.size();
    if (is_small && wants_large) {
        large_buffer_ = std::make_unique_for_overwrite<char[]>(head_bytes_max);
        std::memcpy(large_buffer_.get(), buffer_.data() + begin_, end_ - begin_);
        buffer_ = {large_buffer_.get(), head_bytes_max};
    } else if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    }
    end_ -= begin_;
    begin_ = 0;
}

Connection::Next Connection::read_more() {
    if (is_awaiting_) return Next::wait;
    make_room();
    const std::span<char> space = buffer_.subspan(end_);
    VERIFY(!space.empty()); // HeadScanner refuses a head before it fills the large buffer
    if (!tls_) {
        is_awaiting_ = true;
        await_bytes(space);
        return Next::wait;
    }
    const Transfer transfer = tls_->read(space);
    switch (transfer.progress) {
    case Progress::done:
        thread_.bytes_received.add(transfer.bytes);
        end_ += transfer.bytes;
        progress_ += transfer.bytes;
        return Next::step;
    case Progress::wants_read:
        is_awaiting_ = true;
        await_readable();
        return Next::wait;
    case Progress::wants_write:
        await_writable();
        return Next::wait;
    case Progress::closed:
        cut();
        return Next::wait;
    }
    std::unreachable();
}

// --- a request

Connection::Next Connection::step_head() {
    const std::string_view input = unread();
    if (input.empty()) return read_more();
    if (phase_ == Phase::idle) enter(Phase::head);

    const auto head_bytes = scanner_.scan(input);
    if (!head_bytes) {
        request_began_ = monotonic_microseconds();
        return refuse_unread(head_bytes.error());
    }
    if (!*head_bytes) return read_more();
    scanner_.reset();
    return take_request(**head_bytes);
}

void Connection::place_client(RequestHead& head) const {
    head.scheme = tls_ ? Scheme::https : Scheme::http;
    head.client = peer_;
    const auto& proxies = service_.options.trusted_proxies;
    if (proxies.empty() || !contains(proxies, peer_)) return;

    std::string forwarded_for; // a list may come in several fields
    for (const HeaderField& field : head.fields) {
        if (!ascii_equal_ignoring_case(field.name, "x-forwarded-for")) continue;
        if (!forwarded_for.empty()) forwarded_for += ',';
        forwarded_for += field.value;
    }
    head.client = client_address(peer_, proxies, forwarded_for);
    if (const auto scheme = head.header("x-forwarded-proto")) {
        head.scheme = ascii_equal_ignoring_case(*scheme, "https") ? Scheme::https : Scheme::http;
    }
}

std::optional<Refusal> Connection::check_head(const RequestHead& head) const {
    if (!is_allowed_host(service_.options.allowed_hosts, head.host)) return refusal_host;
    if (head.method == Method::trace || head.method == Method::connect) return refusal_method;
    return std::nullopt;
}

Connection::Next Connection::take_request(std::size_t head_bytes) {
    const std::string_view bytes = unread().substr(0, head_bytes);
    begin_ += head_bytes;
    request_began_ = monotonic_microseconds();
    RequestHead& head = thread_.head;
    const auto outcome = parse_head(bytes, head);
    head.request_id = thread_.new_request_id();
    ++requests_;
    is_minor_zero_ = head.minor_version == 0;
    keeps_alive_ = head.keeps_alive && requests_ < service_.options.requests_per_connection;
    if (!outcome) return refuse_unread(outcome.error());
    needs_discard_ = head.has_body();
    place_client(head);
    if (const auto refusal = check_head(head)) return refuse(*refusal, head);

    const bool may_be_ready =
        (head.method == Method::get || head.method == Method::head) && !head.has_body();
    if (may_be_ready && service_.application.fast_answer) {
        if (auto ready = service_.application.fast_answer(head)) {
            thread_.fast_answers.add(1);
            return answer(std::move(*ready), head);
        }
    }

    auto decoded = Request::from_head(head);
    if (!decoded) return refuse(decoded.error(), head);
    request_ = std::move(*decoded);
    Admission admission{.lane = may_be_ready ? Lane::read : Lane::change};
    if (service_.application.admit) admission = service_.application.admit(request());
    lane_ = admission.lane;
    return head.has_body() ? prepare_body(head, admission) : dispatch();
}

Connection::Next Connection::prepare_body(const RequestHead& head, const Admission& admission) {
    if (head.content_length > admission.body_bytes_max) return refuse(refusal_large, head);
    const bool may_be_large = head.is_chunked ? admission.body_bytes_max > body_bytes_default
                                              : head.content_length > body_bytes_default;
    large_body_.reset();
    if (may_be_large && !large_body_.emplace().is_taken()) return refuse(refusal_busy, head);
    body_.clear();
    body_left_ = static_cast<std::size_t>(head.content_length);
    chunks_.reset();
    if (head.is_chunked) chunks_.emplace(admission.body_bytes_max);
    enter(Phase::body);
    if (head.expects_continue && unread().empty()) {
        // A socket that has room for nothing yet has room for these bytes; if not, the client goes
        // on by itself after a while (RFC 9110, 10.1.1).
        if (tls_) {
            (void)tls_->write(continue_line);
        } else {
            (void)::send(
                socket_, continue_line.data(), continue_line.size(), MSG_NOSIGNAL | MSG_DONTWAIT
            );
        }
    }
    return Next::step;
}

std::expected<bool, Refusal> Connection::take_plain_body(std::string_view& input) {
    const std::size_t length = std::min(body_left_, input.size());
    body_ += input.substr(0, length);
    input.remove_prefix(length);
    body_left_ -= length;
    return body_left_ == 0;
}

Connection::Next Connection::step_body() {
    std::string_view input = unread();
    const auto is_whole = chunks_ ? chunks_->decode(input, body_) : take_plain_body(input);
    begin_ = end_ - input.size();
    if (!is_whole) return refuse(is_whole.error(), request().head());
    return *is_whole ? end_body() : read_more();
}

Connection::Next Connection::end_body() {
    needs_discard_ = false;
    chunks_.reset();
    const auto outcome = request().take_body(std::exchange(body_, {}));
    return outcome ? dispatch() : refuse(outcome.error(), request().head());
}

// --- an answer

Request& Connection::request() {
    VERIFY(request_.has_value());
    return *request_;
}

Connection::Next Connection::dispatch() {
    enter(Phase::working);
    const bool was_taken = service_.pool.submit(lane_, [self = shared_from_this()] {
        PreparedAnswer answer = self->run_handler();
        self->post([self, answer = std::move(answer)]() mutable {
            if (self->phase_ == Phase::closed) return;
            if (self->answer(std::move(answer), self->request().head()) == Next::step)
                self->advance();
        });
    });
    if (was_taken) return Next::wait;

    thread_.requests_shed.add(1);
    const RequestHead& head = request().head();
    return answer(
        finish(
            overloaded("The server is busy: try again in a moment."),
            head,
            service_.options.default_headers
        ),
        head
    );
}

/// On a worker. Reads nothing of the connection but the request, which rests until the answer is
/// posted.
PreparedAnswer Connection::run_handler() {
    const RequestHead& head = request().head();
    const DefaultHeaders& defaults = service_.options.default_headers;
    const auto fail = [&](std::string_view cause) {
        log_event(
            LogLevel::error,
            "handler_threw",
            {{"id", head.request_id}, {"path", head.path_text}, {"cause", cause}}
        );
        return prepare_answer(
            text(500, "Something went wrong on our side. It was noted; please try again."),
            head.scheme,
            defaults
        );
    };
    try {
        return finish(service_.application.handler(request()), head, defaults);
    } catch (const std::exception& exception) {
        return fail(exception.what());
    } catch (...) {
        return fail("not a std::exception");
    }
}

Connection::Next Connection::refuse(const Refusal& refusal, const RequestHead& head) {
    thread_.requests_refused.add(1);
    keeps_alive_ = false;
    needs_discard_ = true;
    Response response = text(refusal.status, refusal.sentence);
    if (refusal.status == 405) response.set("Allow", "GET, HEAD, POST");
    return answer(
        prepare_answer(std::move(response), head.scheme, service_.options.default_headers), head
    );
}

/// Refuses what could not be read, so that nothing is known of it.
Connection::Next Connection::refuse_unread(const Refusal& refusal) {
    RequestHead nothing;
    nothing.scheme = tls_ ? Scheme::https : Scheme::http;
    nothing.client = peer_;
    nothing.request_id = thread_.new_request_id();
    return refuse(refusal, nothing);
}

void Connection::write_dynamic_part(std::string_view request_id) {
    char* out = dynamic_part_.data();
    out = append(out, thread_.date_field_at(coarse_unix_milliseconds()));
    out = append(out, "X-Request-Id: ");
    out = append(out, request_id);
    out = append(out, "\r\n");
    if (!keeps_alive_) {
        out = append(out, "Connection: close\r\n");
    } else if (is_minor_zero_) {
        out = append(out, "Connection: keep-alive\r\n");
    }
    out = append(out, "\r\n");
    pieces_[1] = {dynamic_part_.data(), static_cast<std::size_t>(out - dynamic_part_.data())};
}

void Connection::record(const RequestHead& head, std::size_t body_bytes) {
    thread_.answers_by_class
        .at(static_cast<std::size_t>(std::clamp(answer_.status / 100, 1, 5)) - 1)
        .add(1);
    if (!service_.options.has_access_log) return;
    thread_.log.add(
        {
            .method = head.bytes.empty() ? "" : format_method(head.method),
            .path = head.path_text,
            .status = answer_.status,
            .bytes = body_bytes,
            .microseconds = monotonic_microseconds() - request_began_,
            .request_id = head.request_id,
            .client = head.client,
        },
        coarse_unix_milliseconds()
    );
    if (thread_.log.is_full()) service_.log.write(thread_.log.take());
}

/// Over TLS each piece becomes a record of its own, so the two parts of the head are made one.
void Connection::join_head() {
    tls_head_ = answer_.head.view;
    tls_head_.append(static_cast<const char*>(pieces_[1].iov_base), pieces_[1].iov_len);
    pieces_[0] = {tls_head_.data(), tls_head_.size()};
    pieces_[1] = {};
}

Connection::Next Connection::answer(PreparedAnswer answer, const RequestHead& head) {
    answer_ = std::move(answer);
    if (service_.is_stopping()) keeps_alive_ = false;
    const std::string_view body =
        head.method == Method::head ? std::string_view{} : answer_.body.view;
    write_dynamic_part(head.request_id);
    // sendmsg does not write through these.
    pieces_[0] = {const_cast<char*>(answer_.head.view.data()), answer_.head.view.size()};
    pieces_[2] = {const_cast<char*>(body.data()), body.size()};
    pieces_done_ = 0;
    if (tls_) join_head();
    record(head, body.size());
    enter(Phase::writing);
    return flush();
}

Transfer Connection::send_some() {
    if (tls_) {
        const iovec& piece = pieces_[pieces_done_];
        return tls_->write({static_cast<const char*>(piece.iov_base), piece.iov_len});
    }
    msghdr message{};
    message.msg_iov = &pieces_[pieces_done_];
    message.msg_iovlen = pieces_.size() - pieces_done_;
    const ssize_t sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) return {.progress = Progress::done, .bytes = static_cast<std::size_t>(sent)};
    const bool is_full = errno == EAGAIN || errno == EWOULDBLOCK;
    return {.progress = is_full ? Progress::wants_write : Progress::closed, .bytes = 0};
}

Connection::Next Connection::flush() {
    while (pieces_done_ < pieces_.size()) {
        if (pieces_[pieces_done_].iov_len == 0) {
            ++pieces_done_;
            continue;
        }
        Transfer transfer = send_some();
        switch (transfer.progress) {
        case Progress::done:
            break;
        case Progress::wants_write:
            await_writable();
            return Next::wait;
        case Progress::wants_read:
            await_readable();
            return Next::wait;
        case Progress::closed:
            cut();
            return Next::wait;
        }
        thread_.bytes_sent.add(transfer.bytes);
        progress_ += transfer.bytes;
        while (transfer.bytes > 0) {
            iovec& piece = pieces_[pieces_done_];
            const std::size_t taken = std::min(transfer.bytes, piece.iov_len);
            piece.iov_base = static_cast<char*>(piece.iov_base) + taken;
            piece.iov_len -= taken;
            transfer.bytes -= taken;
            if (piece.iov_len == 0) ++pieces_done_;
        }
    }
    return end_answer();
}

Connection::Next Connection::end_answer() {
    answer_ = {};
    request_.reset();
    large_body_.reset();
    if (!keeps_alive_) return begin_closing();
    enter(Phase::idle);
    if (begin_ == end_ || ++passes_ < pipelined_requests_max) return Next::step;
    passes_ = 0;
    post([self = shared_from_this()] { self->advance(); });
    return Next::wait;
}

// --- the end

/// Closing a socket with unread bytes resets it, and the reset may overtake the answer; so what
/// still comes is read away for a while.
Connection::Next Connection::begin_closing() {
    if (tls_) tls_->shut_down();
    if (!needs_discard_ && begin_ == end_ && !service_.is_stopping()) {
        cut();
        return Next::wait;
    }
    ::shutdown(socket_, SHUT_WR);
    enter(Phase::discard);
    return Next::step;
}

Connection::Next Connection::step_discard() {
    begin_ = end_ = 0;
    if (progress_ > discarded_bytes_max) {
        cut();
        return Next::wait;
    }
    if (is_awaiting_) return Next::wait;
    if (tls_) {
        // The session is over: whatever comes is taken off the socket as it is.
        const ssize_t bytes = ::recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (bytes > 0) {
            progress_ += static_cast<std::size_t>(bytes);
            return Next::step;
        }
        if (bytes == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
            cut();
            return Next::wait;
        }
        is_awaiting_ = true;
        await_readable();
        return Next::wait;
    }
    is_awaiting_ = true;
    await_bytes(buffer_);
    return Next::wait;
}

void Connection::cut() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    close_socket();
}

Duration Connection::allowance() const {
    const Deadlines& deadlines = service_.options.deadlines;
    constexpr std::size_t kernel_bytes = std::size_t{2} * send_buffer_bytes;
    const std::size_t moved =
        phase_ == Phase::writing ? progress_ - std::min(progress_, kernel_bytes) : progress_;
    const auto earned = seconds(static_cast<std::int64_t>(moved / rate_bytes_min));
    const auto sum = [](Duration left, Duration right) {
        return Duration{left.milliseconds + right.milliseconds};
    };
    switch (phase_) {
    case Phase::handshake:
    case Phase::head:
        return deadlines.head;
    case Phase::idle:
        return requests_ == 0 ? deadlines.head : deadlines.idle;
    case Phase::body:
        return sum(deadlines.body, earned);
    case Phase::writing:
        return sum(deadlines.write, earned);
    case Phase::discard:
        return deadlines.discard;
    case Phase::working:
    case Phase::closed:
        return days(1);
    }
    std::unreachable();
}

void Connection::sweep(std::int64_t now) {
    const std::int64_t stopping_since = service_.stopping_since.load();
    if (stopping_since != 0 && phase_ == Phase::idle) {
        // A client that is about to ask gets its answer, with `Connection: close`; who keeps still,
        // goes.
        const std::int64_t still_since = std::max(since_, stopping_since);
        if (now - still_since >= service_.options.deadlines.stop_idle.milliseconds) {
            cut();
            return;
        }
    }
    if (now - since_ < allowance().milliseconds) return;
    time_out();
}

void Connection::time_out() {
    if (phase_ == Phase::working || phase_ == Phase::closed) return;
    const bool is_silent = phase_ == Phase::idle || phase_ == Phase::discard;
    if (!is_silent) thread_.timeouts.add(1);
    if (phase_ != Phase::head && phase_ != Phase::body) {
        cut();
        return;
    }
    request_began_ = since_ * 1000;
    const Next next = phase_ == Phase::head ? refuse_unread(refusal_slow)
                                            : refuse(refusal_slow, request().head());
    if (next == Next::step) advance();
}

} // namespace attest::http
