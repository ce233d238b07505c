#include "outgoing/fetch.h"

#include "base/text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::outgoing;

namespace {

/// A web server that answers what its path asks for, on every address of this machine or on one.
class Listener {
public:
    explicit Listener(const std::string& address) : socket_{::socket(AF_INET6, SOCK_STREAM, 0)} {
        const int no = 0;
        ::setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
        sockaddr_in6 name{};
        name.sin6_family = AF_INET6;
        const Address parsed = *parse_address(address);
        std::copy(parsed.bytes.begin(), parsed.bytes.end(), name.sin6_addr.s6_addr);
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
        REQUIRE(::listen(socket_, 64) == 0);
        socklen_t size = sizeof name;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&name), &size);
        port = ntohs(name.sin6_port);
        thread_ = std::jthread{[this](const std::stop_token& stop) { serve(stop); }};
    }

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    Listener(Listener&&) = delete;
    Listener& operator=(Listener&&) = delete;

    ~Listener() {
        thread_.request_stop();
        thread_.join();
        ::close(socket_);
    }

    /// After everything that was begun has arrived.
    int connections() {
        std::this_thread::sleep_for(std::chrono::milliseconds{60});
        return connections_;
    }

    std::string last_request() {
        const std::scoped_lock lock{mutex_};
        return last_request_;
    }

    std::uint16_t port = 0;

private:
    void serve(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
            if (::poll(&waiting, 1, 20) != 1) continue;
            const int peer = ::accept(socket_, nullptr, nullptr);
            ++connections_;
            answer(peer, stop);
            ::close(peer);
        }
    }

    static bool say(int peer, std::string_view bytes) {
        return ::send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
    }

    void answer(int peer, const std::stop_token& stop) {
        std::string request;
        while (!request.contains("\r\n\r\n")) {
            char bytes[4096];
            pollfd waiting{.fd = peer, .events = POLLIN, .revents = 0};
            if (::poll(&waiting, 1, 200) != 1) return;
            const ssize_t count = ::recv(peer, bytes, sizeof bytes, 0);
            if (count <= 0) return;
            request.append(bytes, static_cast<std::size_t>(count));
        }
        {
            const std::scoped_lock lock{mutex_};
            last_request_ = request;
        }
        const std::string_view target =
            std::string_view{request}.substr(0, request.find(" HTTP/")).substr(request.find('/'));
        if (target.starts_with("/to?")) {
            const std::string location = percent_decode(target.substr(4)).value_or("");
            say(peer,
                "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
        } else if (target.starts_with("/hops?")) {
            const int left = parse_number<int>(target.substr(6)).value_or(0);
            say(peer,
                left == 0
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    : fmt::format(
                          "HTTP/1.1 307 On\r\nLocation: /hops?{}\r\nContent-Length: 0\r\n\r\n",
                          left - 1
                      ));
        } else if (target == "/large") {
            say(peer, "HTTP/1.1 200 OK\r\n\r\n");
            const std::string block(64 * 1024, 'a');
            for (int i = 0; i < 40 && say(peer, block); ++i) {
            }
        } else if (target == "/slow") {
            say(peer, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
            for (int i = 0; i < 100 && !stop.stop_requested() && say(peer, "a"); ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds{50});
        } else {
            say(peer,
                "HTTP/1.1 404 No\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnone");
        }
    }

    int socket_;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    std::string last_request_;
    std::jthread thread_;
};

/// Names that a stranger controls, and what they stand for.
std::string stranger_names(std::string_view host) {
    static const std::map<std::string, std::string, std::less<>> names{
        {"example.org", "10.0.0.1"},
        {"loopback.example", "127.0.0.1"},
        {"loopback6.example", "::1"},
        {"mapped.example", "::ffff:127.0.0.1"},
        {"any.example", "0.0.0.0"},
        {"any6.example", "::"},
        {"private.example", "10.0.0.1"},
        {"shared.example", "100.64.0.1"},
        {"metadata.example", "169.254.169.254"},
        {"ula.example", "fd00::1"},
        {"linklocal.example", "fe80::1"},
        {"nat64.example", "64:ff9b::7f00:1"},
        {"sixtofour.example", "2002:7f00:1::"},
        {"teredo.example", "2001:0:7f00:1::1"},
        {"several.example", "127.0.0.1,::1,10.0.0.1,127.0.0.2"},
        {"multicast.example", "224.0.0.1"},
        {"broadcast.example", "255.255.255.255"},
        {"azure.example", "168.63.129.16"},
    };
    const auto found = names.find(host);
    return found == names.end() ? "" : found->second;
}

/// Targets that must not be reached; PORT is the listener's. Those of another scheme or with a name
/// in them are refused by how they are written, the others by where they lead.
std::vector<std::string> forbidden_targets(std::uint16_t port) {
    std::vector<std::string> targets{
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "gopher://127.0.0.1:PORT/_GET",
        "ftp://127.0.0.1:PORT/",
        "dict://127.0.0.1:PORT/d:x",
        "ldap://127.0.0.1:PORT/",
        "tftp://127.0.0.1:PORT/x",
        "scp://127.0.0.1:PORT/x",
        "smb://127.0.0.1:PORT/x",
        "telnet://127.0.0.1:PORT/",
        "ws://127.0.0.1:PORT/",
        "mqtt://127.0.0.1:PORT/x",
        "jar:http://127.0.0.1:PORT/!/",
        "javascript:alert(1)",
        "data:text/plain,x",
        "mailto:jane@example.org",
        "unix:///var/run/docker.sock",
        "http://example.org:22/",
        "http://example.org:25/",
        "http://example.org:6379/",
        "http://example.org:0/",
        "http://example.org:65536/",
        "http://example.org:-1/",
        "http://example.org@127.0.0.1:PORT/",
        "http://user:password@127.0.0.1:PORT/",
        "http://@127.0.0.1:PORT/",
        "http://:@127.0.0.1:PORT/",
        "http://example.org%40127.0.0.1:PORT/",
        "http://example.org#@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT#@example.org/",
        "http://example.org\\@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT\\@example.org/",
        "http://127.0.0.1:PORT\t/",
        "http://127.0.0.1\n:PORT/",
        "http://127.0.0.1\r\nHost: example.org:PORT/",
        "http://127.0.0.1 :PORT/",
        " http://127.0.0.1:PORT/",
        "http://",
        "http:///",
        "http:127.0.0.1:PORT/",
        "http:/127.0.0.1:PORT/",
        "http:///127.0.0.1:PORT/",
        "//127.0.0.1:PORT/",
        "127.0.0.1:PORT/",
        "HTTP://127.0.0.1:PORT/",
        "hTtP://LOCALHOST:PORT/",
        "https://127.0.0.1:PORT/",
        "http://[::1%25lo]:PORT/",
        "http://[fe80::1%25eth0]:PORT/",
        "http://[::1%lo]:PORT/",
    };
    for (const std::string_view host :
         {"127.0.0.1",
          "127.0.0.2",
          "127.1",
          "127.0.1",
          "127.255.255.254",
          "0x7f.1",
          "0x7f.0.0.1",
          "0x7f000001",
          "0X7F000001",
          "0177.0.0.1",
          "0177.1",
          "017700000001",
          "00000177.0.0.01",
          "2130706433",
          "127.0.0.1.",
          "0",
          "0.0.0.0",
          "0x0",
          "00",
          "localhost",
          "localhost.",
          "LOCALHOST",
          "a.localhost",
          "a.b.localhost",
          "%31%32%37.0.0.1",
          "127%2e0%2e0%2e1",
          "１２７.0.0.1",
          "①②⑦.⓪.⓪.①",
          "127。0。0。1",
          "ⓛocalhost",
          "[::1]",
          "[0:0:0:0:0:0:0:1]",
          "[0000::0001]",
          "[::]",
          "[::127.0.0.1]",
          "[::ffff:127.0.0.1]",
          "[::ffff:7f00:1]",
          "[0:0:0:0:0:ffff:127.0.0.1]",
          "[::ffff:0:127.0.0.1]",
          "[64:ff9b::127.0.0.1]",
          "[64:ff9b::7f00:1]",
          "[64:ff9b::a9fe:a9fe]",
          "[64:ff9b:1::7f00:1]",
          "[2002:7f00:1::]",
          "[2001:0:7f00:1::]",
          "[fe80::1]",
          "[fec0::1]",
          "[fc00::1]",
          "[fd00:ec2::254]",
          "[ff02::1]",
          "[2001:db8::1]",
          "[100::1]",
          "10.0.0.1",
          "10.255.255.255",
          "100.64.0.1",
          "100.100.100.200",
          "168.63.129.16",
          "169.254.0.1",
          "169.254.169.254",
          "0xa9fea9fe",
          "2852039166",
          "0251.0376.0251.0376",
          "169.16689662",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.192",
          "192.0.2.1",
          "192.88.99.1",
          "192.168.0.1",
          "192.168.65535",
          "198.18.0.1",
          "198.51.100.1",
          "203.0.113.1",
          "224.0.0.1",
          "240.0.0.1",
          "255.255.255.255",
          "loopback.example",
          "LOOPBACK.example",
          "loopback6.example",
          "mapped.example",
          "any.example",
          "any6.example",
          "private.example",
          "shared.example",
          "metadata.example",
          "ula.example",
          "linklocal.example",
          "nat64.example",
          "sixtofour.example",
          "teredo.example",
          "several.example",
          "multicast.example",
          "broadcast.example",
          "azure.example"}) {
        targets.push_back(fmt::format("http://{}:PORT/", host));
    }
    for (std::string& target : targets) {
        if (const auto at = target.find("PORT"); at != std::string::npos)
            target.replace(at, 4, std::to_string(port));
    }
    return targets;
}

bool is_public_or_test_server(const Address& address) {
    return is_public(address) || address == *parse_address("127.0.0.7");
}

struct Servers {
    Listener inner{"::"};               ///< Must see nothing.
    Listener outer{"::ffff:127.0.0.7"}; ///< Stands for one on the public web.

    [[nodiscard]] FetchOptions options() const {
        return {
            .private_hosts = {},
            .time_max = {700},
            .is_allowed = is_public_or_test_server,
            .ports = {80, 443, inner.port, outer.port},
            .look_up = stranger_names,
        };
    }

    [[nodiscard]] std::string outer_url(std::string_view path) const {
        return fmt::format("http://127.0.0.7:{}{}", outer.port, path);
    }
};

} // namespace

TEST_CASE("No address that is not on the public web is connected to, however it is written") {
    Servers servers;
    const Fetch fetch = fetch_by_http(servers.options());
    const std::vector<std::string> targets = forbidden_targets(servers.inner.port);
    CHECK(targets.size() >= 120);
    for (const std::string& target : targets) {
        CAPTURE(target);
        const Result<Answer> answer = fetch({.url = target});
        CHECK_FALSE(answer);
        // And after a server on the public web has sent us there.
        if (target.find_first_of("\r\n\t ") == std::string::npos) {
            const Result<Answer> sent_on =
                fetch({.url = servers.outer_url("/to?" + percent_encode(target))});
            // What is no URL by itself is a path of the server that sent us on.
            if (sent_on) CHECK(sent_on->status == 404);
        }
    }
    CHECK(servers.inner.connections() == 0);
    CHECK(servers.outer.connections() > 100);
}

TEST_CASE("Without the guard the same targets do reach the listener") {
    Servers servers;
    FetchOptions options = servers.options();
    options.is_allowed = [](const Address& address) {
        // Nothing leaves this machine for the sake of a test.
        return format_address(address).starts_with("127.") || format_address(address) == "::1"
               || format_address(address) == "0.0.0.0" || format_address(address) == "::";
    };
    const Fetch fetch = fetch_by_http(options);
    for (const std::string& target : forbidden_targets(servers.inner.port)) {
        static_cast<void>(fetch({.url = target}));
    }
    CHECK(servers.inner.connections() > 25);
}

TEST_CASE("An address that the name service gives later is looked at like the first") {
    Servers servers;
    FetchOptions options = servers.options();
    int asked = 0;
    options.look_up = [&](std::string_view host) -> std::string {
        if (host != "turning.example") return "";
        return asked++ == 0 ? "127.0.0.7" : "127.0.0.1";
    };
    options.ports.push_back(servers.outer.port);
    const Fetch fetch = fetch_by_http(options);
    const std::string url = fmt::format("http://turning.example:{}/x", servers.outer.port);
    CHECK(fetch({.url = url})->status == 404);
    CHECK(asked == 1); // One connection, one look-up.
    CHECK(fetch({.url = url}).error().code() == ErrorCode::invalid);
    CHECK(asked == 2);

    asked = 0;
    const std::string there = fmt::format("http://turning.example:{}/", servers.inner.port);
    CHECK(
        fetch({.url = fmt::format(
                   "http://turning.example:{}/to?{}", servers.outer.port, percent_encode(there)
               )})
            .error()
            .code()
        == ErrorCode::invalid
    );
    CHECK(servers.inner.connections() == 0);
}

TEST_CASE("An answer of any status is an answer") {
    Servers servers;
    const Fetch fetch = fetch_by_http(servers.options());
    const Result<Answer> answer = fetch({.url = servers.outer_url("/x"), .accept = "text/plain"});
    REQUIRE(answer);
    CHECK(answer->status == 404);
    CHECK(answer->content_type == "text/plain");
    CHECK(answer->body == "none");
    CHECK(servers.outer.last_request().contains("Accept: text/plain\r\n"));

    const Result<Answer> posted = fetch({
        .method = Method::post,
        .url = servers.outer_url("/x"),
        .authorization = "Basic YTpi",
        .content_type = "application/x-www-form-urlencoded",
        .body = "a=b",
    });
    REQUIRE(posted);
    CHECK(servers.outer.last_request().starts_with("POST /x HTTP/1.1\r\n"));
    CHECK(servers.outer.last_request().contains("Authorization: Basic YTpi\r\n"));
    CHECK(
        fetch({.url = servers.outer_url("/x"), .accept = "a\r\nX: y"}).error().code()
        == ErrorCode::invalid
    );
}

TEST_CASE("Three redirections are followed, and none with a password or a form") {
    Servers servers;
    const Fetch fetch = fetch_by_http(servers.options());
    CHECK(fetch({.url = servers.outer_url("/hops?3")})->body == "ok");
    CHECK(fetch({.url = servers.outer_url("/hops?4")}).error().code() == ErrorCode::invalid);
    CHECK(
        fetch({.url = servers.outer_url("/hops?1"), .authorization = "Basic YTpi"})->status == 307
    );
    CHECK(
        fetch({.method = Method::post, .url = servers.outer_url("/hops?1"), .body = "a=b"})->status
        == 307
    );
}

TEST_CASE("No redirection leads from https to http, however it is written") {
    const FetchOptions options;
    const std::string from = "https://example.com/a/b";
    for (const std::string location :
         {"http://example.com/a/b",
          "HTTP://example.com/",
          "hTTp://other.example/",
          "http:/example.com/",
          "http://example.com:443/",
          "http://[2001:db8::1]/"}) {
        CAPTURE(location);
        const Result<std::string> there = follow_redirection(options, from, location);
        REQUIRE_FALSE(there);
        CHECK(there.error().code() == ErrorCode::invalid);
    }
    CHECK(follow_redirection(options, from, "c") == "https://example.com/a/c");
    CHECK(follow_redirection(options, from, "//other.example/c") == "https://other.example/c");
    CHECK(follow_redirection(options, from, "https://other.example/") == "https://other.example/");
    // The other way is the way of every site that has become secure.
    CHECK(
        follow_redirection(options, "http://example.com/", "https://example.com/")
        == "https://example.com/"
    );
}

TEST_CASE("A large answer is refused, and a slow one is not waited for") {
    Servers servers;
    const Fetch fetch = fetch_by_http(servers.options());
    CHECK(fetch({.url = servers.outer_url("/large")}).error().code() == ErrorCode::invalid);
    const auto start = std::chrono::steady_clock::now();
    CHECK(fetch({.url = servers.outer_url("/slow")}).error().code() == ErrorCode::unavailable);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds{2'000});
    CHECK(fetch({.url = "http://127.0.0.7:1/"}).error().code() == ErrorCode::invalid);
}

TEST_CASE("A host that the keeper has named may be private; it may not send us to another") {
    Servers servers;
    FetchOptions options{
        .private_hosts = {fmt::format("login.example:{}", servers.outer.port)},
        .look_up =
            [](std::string_view host) {
                return host == "login.example" ? std::string{"127.0.0.7"} : stranger_names(host);
            },
    };
    const Fetch fetch = fetch_by_http(options);
    const std::string issuer = fmt::format("http://login.example:{}", servers.outer.port);
    CHECK(fetch({.url = issuer + "/x"})->status == 404);
    CHECK(fetch({.url = issuer + "/hops?2"})->body == "ok");
    for (const std::string& target : forbidden_targets(servers.inner.port)) {
        if (target.find_first_of("\r\n\t ") != std::string::npos) continue;
        static_cast<void>(fetch({.url = issuer + "/to?" + percent_encode(target)}));
    }
    CHECK(fetch({.url = servers.outer_url("/x")}).error().code() == ErrorCode::invalid);
    CHECK(fetch({.url = "http://login.example:1/"}).error().code() == ErrorCode::invalid);
    CHECK(servers.inner.connections() == 0);
}
