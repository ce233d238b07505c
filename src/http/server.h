// The server: sockets above, handlers below. One acceptor hands connections out in turn to a thread
// per core; handlers run on workers behind bounded queues, never on those threads. Only server.cc
// knows Boost.
#pragma once

#include "base/error.h"
#include "http/address.h"
#include "http/limits.h"
#include "http/metrics.h"
#include "http/request.h"
#include "http/response.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attest::http {

/// Which queue a request waits in.
enum class Lane : std::uint8_t {
    read,   ///< On the workers.
    costly, ///< On at most a quarter of the workers; shed first.
    change, ///< On threads of its own, since it waits for the disk.
};

/// What is settled about a request when its head is read, before its body is.
struct Admission {
    Lane lane = Lane::read;
    std::size_t body_bytes_max = body_bytes_default;
};

/// What the layers above put in. All may be called from several threads at once.
struct Application {
    /// Answers a request, on a worker. What it throws becomes a 500.
    std::function<Response(const Request&)> handler;

    /// Lane and body limit of a request whose head was read; on an I/O thread, so it must be quick.
    /// Without it, GET and HEAD are `read` and all else is `change`.
    std::function<Admission(const Request&)> admit;

    /// Asked first for every GET and HEAD without a body, on the I/O thread: bytes that lie ready,
    /// or nothing. It must neither wait nor compute; the head's views end with the call. It settles
    /// conditions (If-None-Match) and encodings itself.
    std::function<std::optional<PreparedAnswer>(const RequestHead&)> fast_answer;
};

struct TlsFiles {
    std::string certificate_chain; ///< PEM.
    std::string private_key;       ///< PEM; refused if others than its owner may read it.
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: one that is free.
    std::optional<TlsFiles> tls = std::nullopt;

    /// Host names that are ours, with or without a port; any other is 421. Empty: every well-formed
    /// one.
    std::vector<std::string> allowed_hosts = {};
    std::vector<AddressRange> trusted_proxies = {};

    std::size_t io_threads = 0; ///< 0: one a core.
    std::size_t workers = 0;    ///< 0: two a core, at least four.
    std::size_t read_queue_max = read_queue_default;
    std::size_t costly_queue_max = costly_queue_default;
    std::size_t change_queue_max = change_queue_default;
    std::size_t connections_max = connections_default;
    std::size_t requests_per_connection = requests_per_connection_max;
    Deadlines deadlines = {};
    bool has_access_log = true;
    DefaultHeaders default_headers = security_headers();
};

class Server {
public:
    /// Listens and serves from now on. `unavailable` if the address is taken or a TLS file is no
    /// good.
    static Result<std::unique_ptr<Server>> start(ServerOptions options, Application application);

    virtual ~Server() = default;

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    [[nodiscard]] virtual Metrics metrics() const = 0;

    /// Takes no more connections, answers what was asked with `Connection: close`, and returns when
    /// all is answered or the deadline is over. The destructor does it too.
    virtual void stop() = 0;

protected:
    Server() = default;
};

} // namespace attest::http
