#include "http/server.h"

#include "base/log.h"
#include "base/time.h"
#include "base/verify.h"
#include "http/connection.h"
#include "http/worker_pool.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <list>
#include <system_error>
#include <thread>
#include <utility>

namespace attest::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using SystemError = boost::system::error_code;
using V6Only = asio::ip::v6_only;

class SocketConnection;

/// A thread with its sockets. The list holds the connections that are open, for the sweep; what
/// keeps them alive is the operation that each awaits.
struct IoThread {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    asio::steady_timer sweep_timer{context};
    ThreadState state;
    std::list<SocketConnection*> connections;
    std::jthread thread;
};

/// A Connection that waits by Asio.
class SocketConnection final : public Connection {
public:
    SocketConnection(Service& service, IoThread& thread, tcp::socket socket, const IpAddress& peer)
        : Connection{service, thread.state, socket.native_handle(), peer},
          service_{service},
          thread_{thread},
          socket_{std::move(socket)},
          place_{thread.connections.insert(thread.connections.end(), this)} {}

protected:
    void await_bytes(std::span<char> space) override {
        socket_.async_read_some(
            asio::buffer(space.data(), space.size()),
            [self = myself()](const SystemError& error, std::size_t bytes) {
                self->on_bytes(error ? 0 : bytes);
            }
        );
    }

    void await_readable() override {
        socket_.async_wait(tcp::socket::wait_read, [self = myself()](const SystemError& error) {
            error ? self->cut() : self->on_readable();
        });
    }

    void await_writable() override {
        socket_.async_wait(tcp::socket::wait_write, [self = myself()](const SystemError& error) {
            error ? self->cut() : self->on_writable();
        });
    }

    void post(std::move_only_function<void()> work) override {
        asio::post(thread_.context, std::move(work));
    }

    void close_socket() override {
        SystemError ignored;
        socket_.close(ignored);
        thread_.connections.erase(place_);
        service_.connections_open.fetch_sub(1);
    }

private:
    std::shared_ptr<SocketConnection> myself() {
        return std::static_pointer_cast<SocketConnection>(shared_from_this());
    }

    Service& service_;
    IoThread& thread_;
    tcp::socket socket_;
    std::list<SocketConnection*>::iterator place_;
};

IpAddress ip_address_of(const asio::ip::address& address) {
    IpAddress ours;
    const asio::ip::address_v6 wide =
        address.is_v4() ? asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4())
                        : address.to_v6();
    ours.bytes = wide.to_bytes();
    return ours;
}

/// Keeps one descriptor back. When the process has no other left, a connection that waits is taken
/// with it and closed: left alone it would make every wait return at once, for ever.
class SpareDescriptor {
public:
    SpareDescriptor() : descriptor_{open_nothing()} {}

    ~SpareDescriptor() { ::close(descriptor_); }

    SpareDescriptor(const SpareDescriptor&) = delete;
    SpareDescriptor& operator=(const SpareDescriptor&) = delete;
    SpareDescriptor(SpareDescriptor&&) = delete;
    SpareDescriptor& operator=(SpareDescriptor&&) = delete;

    /// False if none waits: without a descriptor, the kernel does not even look.
    bool turn_away_one(int listener) {
        ::close(descriptor_);
        const int refused = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (refused >= 0) ::close(refused);
        descriptor_ = open_nothing();
        return refused >= 0;
    }

private:
    static int open_nothing() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

    int descriptor_;
};

/// By number, since Boost's error conditions compare by virtual calls across libraries, which the
/// undefined behaviour sanitizer takes for an error.
bool is_out_of_descriptors(const SystemError& error) {
    switch (error.value()) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        return true;
    default:
        return false;
    }
}

std::size_t core_count() {
    return std::max(1U, std::thread::hardware_concurrency());
}

ServerOptions with_defaults(ServerOptions options) {
    constexpr std::size_t workers_min = 4;
    if (options.io_threads == 0) options.io_threads = core_count();
    if (options.workers == 0) options.workers = std::max(workers_min, 2 * core_count());
    return options;
}

/// How often slow connections are looked for: each second, and oftener where a test has deadlines
/// shorter than that.
std::chrono::milliseconds sweep_interval(const Deadlines& deadlines) {
    const std::int64_t shortest = std::min({
        deadlines.head.milliseconds,
        deadlines.body.milliseconds,
        deadlines.write.milliseconds,
        deadlines.idle.milliseconds,
        deadlines.discard.milliseconds,
    });
    return std::chrono::milliseconds{std::clamp<std::int64_t>(shortest / 4, 10, 1000)};
}

class AsioServer final : public Server {
public:
    AsioServer(ServerOptions options, Application application, std::optional<TlsContext> tls)
        : service_{std::move(options), std::move(application), std::move(tls)} {}

    ~AsioServer() override { stop(); }

    AsioServer(const AsioServer&) = delete;
    AsioServer& operator=(const AsioServer&) = delete;
    AsioServer(AsioServer&&) = delete;
    AsioServer& operator=(AsioServer&&) = delete;

    Result<void> listen();
    void run();

    [[nodiscard]] std::uint16_t port() const override { return port_; }

    [[nodiscard]] Metrics metrics() const override;
    void stop() override;

private:
    void accept_next();
    void take(tcp::socket socket, IoThread& thread);
    void refuse(tcp::socket socket);
    void after_accept_error(const SystemError& error);
    void stop_accepting();
    void sweep(IoThread& thread);
    void sweep_later(IoThread& thread);
    void await_the_last();
    void cut_all();

    Service service_;
    std::vector<std::unique_ptr<IoThread>> threads_;
    std::unique_ptr<tcp::acceptor> acceptor_; // on the first thread
    std::unique_ptr<asio::steady_timer> accept_pause_;
    SpareDescriptor spare_;
    std::size_t next_thread_ = 0;
    std::uint16_t port_ = 0;
    std::atomic<bool> is_accepting_{true};
    bool is_stopped_ = false;
};

Result<void> AsioServer::listen() {
    const ServerOptions& options = service_.options;
    for (std::size_t count = 0; count < options.io_threads; ++count) {
        threads_.push_back(std::make_unique<IoThread>());
    }
    const auto refuse = [&](const SystemError& error) {
        const std::string sentence = fmt::format(
            "Cannot listen on {} port {}: {}.",
            options.address,
            options.port,
            std::generic_category().message(error.value())
        );
        return fail(ErrorCode::unavailable, sentence);
    };
    SystemError error;
    const asio::ip::address address = asio::ip::make_address(options.address, error);
    if (error)
        return fail(ErrorCode::invalid, fmt::format("{} is no IP address.", options.address));

    const tcp::endpoint endpoint{address, options.port};
    acceptor_ = std::make_unique<tcp::acceptor>(threads_.front()->context);
    accept_pause_ = std::make_unique<asio::steady_timer>(threads_.front()->context);
    if (acceptor_->open(endpoint.protocol(), error); error) return refuse(error);
    acceptor_->set_option(tcp::acceptor::reuse_address{true}, error);
    // "::" is meant as "every address".
    if (address.is_v6()) acceptor_->set_option(V6Only{false}, error);
    if (acceptor_->bind(endpoint, error); error) return refuse(error);
    if (acceptor_->listen(asio::socket_base::max_listen_connections, error); error)
        return refuse(error);
    acceptor_->non_blocking(true, error);
    port_ = acceptor_->local_endpoint().port();
    return {};
}

void AsioServer::run() {
    // OpenSSL writes without MSG_NOSIGNAL; a reader who left must not end the process.
    if (service_.tls) ::signal(SIGPIPE, SIG_IGN); // NOLINT(cert-err33-c): cannot fail for SIGPIPE
    accept_next();
    for (const std::unique_ptr<IoThread>& thread : threads_) {
        sweep_later(*thread);
        thread->thread = std::jthread{[&context = thread->context] { context.run(); }};
    }
}

// --- accepting: on the first thread, for all

void AsioServer::accept_next() {
    IoThread& thread = *threads_[next_thread_++ % threads_.size()];
    acceptor_->async_accept(
        thread.context,
        [this, &thread](const SystemError& error, tcp::socket socket) {
            if (!is_accepting_) return;
            if (error) return after_accept_error(error);
            take(std::move(socket), thread);
            accept_next();
        }
    );
}

void AsioServer::after_accept_error(const SystemError& error) {
    if (!is_out_of_descriptors(error)) return accept_next(); // that client has left; the next
    if (spare_.turn_away_one(acceptor_->native_handle())) service_.connections_refused.fetch_add(1);
    accept_pause_->expires_after(std::chrono::milliseconds{10});
    accept_pause_->async_wait([this](const SystemError& aborted) {
        if (!aborted && is_accepting_) accept_next();
    });
}

void AsioServer::refuse(tcp::socket socket) {
    service_.connections_refused.fetch_add(1);
    if (service_.tls) return;
    constexpr std::string_view sentence =
        "The server has too many connections: try again in a moment.";
    const PreparedAnswer answer =
        prepare_answer(overloaded(sentence), Scheme::http, service_.options.default_headers);
    const std::string bytes =
        fmt::format("{}Connection: close\r\n\r\n{}", answer.head.view, answer.body.view);
    (void)::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    SystemError ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void AsioServer::take(tcp::socket socket, IoThread& thread) {
    if (service_.connections_open.load() >= service_.options.connections_max) {
        return refuse(std::move(socket));
    }
    SystemError error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return; // has left already
    socket.non_blocking(true, error);
    socket.set_option(tcp::no_delay{true}, error);
    socket.set_option(asio::socket_base::send_buffer_size{send_buffer_bytes}, error);
    // What was sent and is not acknowledged dies with the deadline, also after the socket is
    // closed.
    const auto patience = static_cast<unsigned>(service_.options.deadlines.write.milliseconds);
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);

    service_.connections_open.fetch_add(1);
    asio::post(
        thread.context,
        [this, &thread, peer = ip_address_of(peer.address()), socket = std::move(socket)](
        ) mutable {
            std::make_shared<SocketConnection>(service_, thread, std::move(socket), peer)->begin();
        }
    );
}

// --- the sweep

void AsioServer::sweep_later(IoThread& thread) {
    const auto interval = service_.is_stopping() ? std::chrono::milliseconds{20}
                                                 : sweep_interval(service_.options.deadlines);
    thread.sweep_timer.expires_after(interval);
    thread.sweep_timer.async_wait([this, &thread](const SystemError& aborted) {
        if (!aborted) sweep(thread);
        sweep_later(thread);
    });
}

void AsioServer::sweep(IoThread& thread) {
    const std::int64_t now = monotonic_milliseconds();
    for (auto next = thread.connections.begin(); next != thread.connections.end();) {
        SocketConnection& connection = **next++; // it may take itself off the list
        const std::shared_ptr<Connection> alive = connection.shared_from_this();
        connection.sweep(now);
    }
    if (!thread.state.log.is_empty()) service_.log.write(thread.state.log.take());
}

Metrics AsioServer::metrics() const {
    Metrics sum;
    for (const std::unique_ptr<IoThread>& thread : threads_) {
        const ThreadState& state = thread->state;
        for (std::size_t index = 0; index < sum.answers_by_class.size(); ++index) {
            sum.answers_by_class.at(index) += state.answers_by_class.at(index).value();
        }
        sum.fast_answers += state.fast_answers.value();
        sum.bytes_sent += state.bytes_sent.value();
        sum.bytes_received += state.bytes_received.value();
        sum.connections_accepted += state.connections_accepted.value();
        sum.requests_shed += state.requests_shed.value();
        sum.requests_refused += state.requests_refused.value();
        sum.timeouts += state.timeouts.value();
    }
    sum.connections_open = service_.connections_open.load();
    sum.connections_refused = service_.connections_refused.load();
    const WorkerCounts counts = service_.pool.counts();
    sum.read_queue = counts.read_queue;
    sum.costly_queue = counts.costly_queue;
    sum.change_queue = counts.change_queue;
    sum.workers_busy = counts.busy;
    sum.log_lines_dropped = service_.log.lines_dropped();
    return sum;
}

// --- the end

/// Connections that wait in the kernel's queue were made in good faith: they are taken before the
/// door is shut, since closing it would reset them.
void AsioServer::stop_accepting() {
    SystemError error;
    acceptor_->cancel(error);
    while (true) {
        IoThread& thread = *threads_[next_thread_++ % threads_.size()];
        tcp::socket socket = acceptor_->accept(thread.context, error);
        if (error) break;
        take(std::move(socket), thread);
    }
    is_accepting_ = false;
    accept_pause_->cancel();
    acceptor_->close(error);
}

void AsioServer::await_the_last() {
    const std::int64_t deadline =
        monotonic_milliseconds() + service_.options.deadlines.stop.milliseconds;
    while (service_.connections_open.load() > 0 && monotonic_milliseconds() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void AsioServer::cut_all() {
    for (const std::unique_ptr<IoThread>& thread : threads_) {
        asio::post(thread->context, [&thread = *thread] {
            while (!thread.connections.empty()) {
                const std::shared_ptr<Connection> last =
                    thread.connections.back()->shared_from_this();
                last->cut();
            }
        });
    }
}

void AsioServer::stop() {
    if (std::exchange(is_stopped_, true) || threads_.empty()
        || !threads_.front()->thread.joinable())
        return;
    service_.stopping_since = monotonic_milliseconds();
    asio::post(threads_.front()->context, [this] { stop_accepting(); });
    for (const std::unique_ptr<IoThread>& thread : threads_) {
        // Ends the wait of the sweep, which from now on comes often.
        asio::post(thread->context, [&thread = *thread] { thread.sweep_timer.cancel(); });
    }
    while (is_accepting_)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    await_the_last();
    const std::size_t unfinished = service_.connections_open.load();
    if (unfinished > 0) {
        log_event(
            LogLevel::warning,
            "connections_cut_at_stop",
            {{"count", static_cast<std::int64_t>(unfinished)}}
        );
    }
    service_.pool.stop();
    cut_all();
    for (const std::unique_ptr<IoThread>& thread : threads_) {
        asio::post(thread->context, [&context = thread->context] { context.stop(); });
    }
    for (const std::unique_ptr<IoThread>& thread : threads_) {
        thread->thread.join();
        if (!thread->state.log.is_empty()) service_.log.write(thread->state.log.take());
    }
    service_.log.stop();
}

} // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Application application) {
    VERIFY(application.handler != nullptr);
    std::optional<TlsContext> tls;
    if (options.tls) tls = TRY(TlsContext::load(*options.tls));
    auto server = std::make_unique<AsioServer>(
        with_defaults(std::move(options)), std::move(application), std::move(tls)
    );
    TRY(server->listen());
    server->run();
    return server;
}

} // namespace attest::http
