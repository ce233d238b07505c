// A client that can misbehave: it sends what bytes it is told, when it is told, and reads answers
// with as little cleverness as possible. For tests only.
#pragma once

#include "base/text.h"
#include "http/server.h"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace attest::http {

struct ReceivedAnswer {
    int status = 0;
    std::map<std::string, std::string> headers; ///< Names in lower case.
    std::string head;
    std::string body;

    [[nodiscard]] std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

class TestClient {
public:
    explicit TestClient(std::uint16_t port, int receive_buffer_bytes = 0)
        : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        if (receive_buffer_bytes > 0) {
            ::setsockopt(
                socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes
            );
        }
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        is_connected_ =
            ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }

    ~TestClient() { ::close(socket_); }

    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;
    TestClient(TestClient&&) = delete;
    TestClient& operator=(TestClient&&) = delete;

    [[nodiscard]] bool is_connected() const { return is_connected_; }

    [[nodiscard]] int socket() const { return socket_; }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void end_sending() { ::shutdown(socket_, SHUT_WR); }

    /// More bytes into the buffer; false at the end of the stream, after an error, or in time's
    /// absence.
    bool receive(int milliseconds = 5'000) {
        pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, milliseconds) != 1) return false;
        char bytes[16 * 1024];
        const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count <= 0) {
            is_reset_ = count < 0;
            is_closed_ = true;
            return false;
        }
        buffer_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    /// The next answer, or nothing if the stream ends (or stays silent) before it is whole.
    std::optional<ReceivedAnswer> read_answer(bool is_to_head = false, int milliseconds = 5'000) {
        std::size_t head_end = 0;
        while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos) {
            if (!receive(milliseconds)) return std::nullopt;
        }
        ReceivedAnswer answer = read_head(buffer_.substr(0, head_end + 2));
        buffer_.erase(0, head_end + 4);
        const auto length = parse_number<std::size_t>(answer.header("content-length")).value_or(0);
        if (is_to_head || answer.status == 304 || answer.status == 204 || answer.status < 200)
            return answer;
        while (buffer_.size() < length) {
            if (!receive(milliseconds)) return std::nullopt;
        }
        answer.body = buffer_.substr(0, length);
        buffer_.erase(0, length);
        return answer;
    }

    std::optional<ReceivedAnswer> ask(std::string_view bytes) {
        if (!send(bytes)) return std::nullopt;
        return read_answer();
    }

    std::optional<ReceivedAnswer> get(std::string_view target, std::string_view fields = "") {
        return ask(
            "GET " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{fields}
            + "\r\n"
        );
    }

    /// Whether the server closes the connection, with no byte more, within the time.
    bool sees_end(int milliseconds = 5'000) {
        while (receive(milliseconds)) {
        }
        return is_closed_;
    }

    [[nodiscard]] const std::string& buffered() const { return buffer_; }

    [[nodiscard]] bool is_reset() const { return is_reset_; }

private:
    static ReceivedAnswer read_head(std::string text) {
        ReceivedAnswer answer;
        answer.status = parse_number<int>(std::string_view{text}.substr(9, 3)).value_or(0);
        std::string_view rest = text;
        rest.remove_prefix(rest.find("\r\n") + 2);
        while (!rest.empty()) {
            const std::string_view line = rest.substr(0, rest.find("\r\n"));
            rest.remove_prefix(line.size() + 2);
            const std::size_t colon = line.find(": ");
            REQUIRE(colon != std::string_view::npos);
            std::string& value = answer.headers[ascii_lower(line.substr(0, colon))];
            if (!value.empty()) value += '\n';
            value += line.substr(colon + 2);
        }
        answer.head = std::move(text);
        return answer;
    }

    int socket_;
    bool is_connected_ = false;
    bool is_closed_ = false;
    bool is_reset_ = false;
    std::string buffer_;
};

/// A server with what a test puts in; it logs no lines.
inline std::unique_ptr<Server>
start_test_server(Application application, ServerOptions options = {}) {
    options.has_access_log = false;
    if (options.io_threads == 0) options.io_threads = 2;
    options.deadlines.stop_idle = std::min(options.deadlines.stop_idle, Duration{50});
    auto server = Server::start(std::move(options), std::move(application));
    REQUIRE(server.has_value());
    return std::move(*server);
}

inline void sleep_milliseconds(int count) {
    std::this_thread::sleep_for(std::chrono::milliseconds{count});
}

} // namespace attest::http
