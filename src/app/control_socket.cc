#include "app/control_socket.h"

#include "app/limits.h"
#include "base/log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace attest::app {

namespace {

constexpr const char* socket_name = "control.sock";

std::string native_text(int native) {
    return std::error_code{native, std::generic_category()}.message();
}

std::unexpected<Error> socket_failure(const std::filesystem::path& folder, int native) {
    return std::unexpected{Error{
        ErrorCode::unavailable,
        fmt::format("The control socket in {} cannot be used.", folder.string())
    }
                               .with_detail(native_text(native))};
}

/// An address holds 107 bytes of a path. A longer one is reached through the folder's descriptor.
struct SocketAddress {
    sockaddr_un native{};
    Descriptor folder;

    [[nodiscard]] const sockaddr* get() const {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how the interface derives
        return reinterpret_cast<const sockaddr*>(&native);
    }
};

Result<SocketAddress> address_in(const std::filesystem::path& folder) {
    SocketAddress address;
    address.native.sun_family = AF_UNIX;
    std::string path = (folder / socket_name).string();
    if (path.size() >= sizeof address.native.sun_path) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
        address.folder = Descriptor{open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
        if (address.folder.number() < 0) return socket_failure(folder, errno);
        path = fmt::format("/proc/self/fd/{}/{}", address.folder.number(), socket_name);
    }
    std::memcpy(&address.native.sun_path, path.c_str(), path.size() + 1);
    return address;
}

Descriptor make_socket(int flags) {
    return Descriptor{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0)};
}

/// Sends all of `text`; false if the other side has gone.
bool send_all(int connection, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = send(connection, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// Reads up to a line break, which is taken off; nothing if it does not come within the limit.
std::optional<std::string> receive_line(int connection, std::size_t bytes_max) {
    std::string line;
    std::array<char, 16'384> buffer{};
    for (;;) {
        const ssize_t count = recv(connection, buffer.data(), buffer.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::nullopt;
        const std::string_view part{buffer.data(), static_cast<std::size_t>(count)};
        const std::size_t end = part.find('\n');
        line += part.substr(0, end);
        if (line.size() > bytes_max) return std::nullopt;
        if (end != std::string_view::npos) return line;
    }
}

/// The server's own user, and root.
bool may_control(int connection) {
    ucred peer{};
    socklen_t length = sizeof peer;
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return false;
    return peer.uid == 0 || peer.uid == geteuid();
}

void limit_waiting(int connection) {
    const timeval wait{.tv_sec = control_wait_seconds, .tv_usec = 0};
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
}

} // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Result<std::unique_ptr<ControlServer>>
ControlServer::start(const std::filesystem::path& folder, ControlHandler handler) {
    const SocketAddress address = TRY(address_in(folder));
    Descriptor listening = make_socket(SOCK_NONBLOCK);
    if (listening.number() < 0) return socket_failure(folder, errno);
    ::unlink((folder / socket_name).c_str());
    // The mode of an unbound socket becomes that of its file: at no moment is it anybody's.
    if (fchmod(listening.number(), S_IRUSR | S_IWUSR) != 0
        || bind(listening.number(), address.get(), sizeof address.native) != 0
        || listen(listening.number(), SOMAXCONN) != 0) {
        return socket_failure(folder, errno);
    }
    Descriptor stopping{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (stopping.number() < 0) return socket_failure(folder, errno);
    return std::unique_ptr<ControlServer>{
        new ControlServer{folder, std::move(listening), std::move(stopping), std::move(handler)}
    };
}

ControlServer::ControlServer(
    std::filesystem::path folder, Descriptor listening, Descriptor stopping, ControlHandler handler
)
    : folder_{std::move(folder)},
      listening_{std::move(listening)},
      stopping_{std::move(stopping)},
      handler_{std::move(handler)} {
    for (std::size_t count = 0; count < control_threads; ++count) {
        threads_.emplace_back([this](const std::stop_token& stop) { accept_until_stopped(stop); });
    }
}

ControlServer::~ControlServer() {
    for (std::jthread& thread : threads_)
        thread.request_stop();
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(stopping_.number(), &one, sizeof one);
    threads_.clear();
    ::unlink((folder_ / socket_name).c_str());
}

void ControlServer::accept_until_stopped(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::array<pollfd, 2> wanted{{
            {.fd = listening_.number(), .events = POLLIN, .revents = 0},
            {.fd = stopping_.number(), .events = POLLIN, .revents = 0},
        }};
        if (poll(wanted.data(), wanted.size(), -1) < 0 || wanted[1].revents != 0) continue;
        const Descriptor connection{accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC)};
        // Another thread may have been quicker.
        if (connection.number() >= 0) serve(connection, stop);
    }
}

void ControlServer::serve(const Descriptor& connection, const std::stop_token& stop) {
    limit_waiting(connection.number());
    Result<ControlAnswer> answer = fail(
        ErrorCode::forbidden,
        "Only the user that the server runs as, and root, may tell it what to do."
    );
    if (may_control(connection.number())) {
        const std::optional<std::string> line =
            receive_line(connection.number(), control_request_bytes_max);
        const Result<ControlRequest> request = parse_request(line.value_or(""));
        if (!request) {
            answer = std::unexpected{request.error()};
        } else {
            log_event(LogLevel::info, "control", {{"command", std::string_view{request->command}}});
            answer = handler_(*request, stop);
        }
    }
    // Who asked and did not wait has what was asked for all the same.
    send_all(connection.number(), format_answer(answer));
}

Result<std::optional<ControlAnswer>>
ask_server(const std::filesystem::path& folder, const ControlRequest& request) {
    if (!std::filesystem::exists(folder / socket_name)) return std::nullopt;
    const SocketAddress address = TRY(address_in(folder));
    const Descriptor connection = make_socket(0);
    if (connection.number() < 0) return socket_failure(folder, errno);
    if (connect(connection.number(), address.get(), sizeof address.native) != 0) {
        // The socket of a server that was killed.
        if (errno == ECONNREFUSED || errno == ENOENT) return std::nullopt;
        if (errno != EACCES && errno != EPERM) return socket_failure(folder, errno);
        return fail(
            ErrorCode::forbidden,
            fmt::format(
                "A server runs in {} as another user. Run the command as that user, or as root.",
                folder.string()
            )
        );
    }
    send_all(connection.number(), format_request(request));
    const std::optional<std::string> line =
        receive_line(connection.number(), control_answer_bytes_max);
    return TRY(parse_answer(line.value_or("")));
}

} // namespace attest::app
