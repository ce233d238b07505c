#include "app/control_socket.h"

#include "app/limits.h"
#include "base/log.h"
#include "base/random.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>

using namespace attest;      // NOLINT(google-build-using-namespace): a test
using namespace attest::app; // NOLINT(google-build-using-namespace)

namespace {

namespace fs = std::filesystem;

class Folder {
public:
    explicit Folder(const std::string& below = "") {
        set_log_level(LogLevel::off);
        root_ = "/dev/shm/attest_control_" + random_hex(system_random(), 8);
        path_ = below.empty() ? root_ : root_ / below;
        fs::create_directories(path_);
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() {
        std::error_code ignored;
        fs::remove_all(root_, ignored);
    }

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path root_;
    fs::path path_;
};

Result<ControlAnswer> echo(const ControlRequest& request, const std::stop_token& /*stop*/) {
    if (request.command == "refuse") return fail(ErrorCode::conflict, "No.");
    std::string output = request.command;
    for (const std::string& argument : request.arguments)
        output += "|" + argument;
    return ControlAnswer{.output = output};
}

/// Sends bytes as they are and answers what comes back.
std::string exchange(const fs::path& folder, const std::string& bytes) {
    const Descriptor connection{socket(AF_UNIX, SOCK_STREAM, 0)};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (folder / "control.sock").string();
    std::memcpy(&address.sun_path, path.c_str(), path.size() + 1);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    const auto* native = reinterpret_cast<const sockaddr*>(&address);
    REQUIRE(connect(connection.number(), native, sizeof address) == 0);
    send(connection.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    shutdown(connection.number(), SHUT_WR);
    std::string answer;
    std::array<char, 4096> buffer{};
    for (ssize_t count = 0;
         (count = recv(connection.number(), buffer.data(), buffer.size(), 0)) > 0;)
        answer.append(buffer.data(), static_cast<std::size_t>(count));
    return answer;
}

} // namespace

TEST_CASE("A running server does what its control socket is asked") {
    const Folder folder;
    const auto server = ControlServer::start(folder.path(), echo);
    REQUIRE(server);
    const auto answer = ask_server(folder.path(), {.command = "site", .arguments = {"ü", "a b"}});
    REQUIRE(answer);
    REQUIRE(*answer);
    CHECK((*answer)->output == "site|ü|a b");
    const auto refused = ask_server(folder.path(), {.command = "refuse", .arguments = {}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::conflict);
}

TEST_CASE("The control socket is its user's alone, and goes with its server") {
    const Folder folder;
    const fs::path socket = folder.path() / "control.sock";
    {
        const auto server = ControlServer::start(folder.path(), echo);
        REQUIRE(server);
        struct stat state{};
        REQUIRE(stat(socket.c_str(), &state) == 0);
        CHECK((state.st_mode & 0777) == 0600);
    }
    CHECK_FALSE(fs::exists(socket));
    const auto answer = ask_server(folder.path(), {.command = "site", .arguments = {}});
    REQUIRE(answer);
    CHECK_FALSE(*answer);
}

TEST_CASE("The socket of a killed server is no server, and makes room for the next") {
    const Folder folder;
    {
        const Descriptor dead{socket(AF_UNIX, SOCK_STREAM, 0)};
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = (folder.path() / "control.sock").string();
        std::memcpy(&address.sun_path, path.c_str(), path.size() + 1);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
        const auto* native = reinterpret_cast<const sockaddr*>(&address);
        REQUIRE(bind(dead.number(), native, sizeof address) == 0);
    }
    REQUIRE(fs::exists(folder.path() / "control.sock"));
    const auto answer = ask_server(folder.path(), {.command = "site", .arguments = {}});
    REQUIRE(answer);
    CHECK_FALSE(*answer);
    CHECK(ControlServer::start(folder.path(), echo));
}

TEST_CASE("A data folder with a path too long for a socket has one all the same") {
    const Folder folder{std::string(120, 'x') + "/" + std::string(120, 'y')};
    const auto server = ControlServer::start(folder.path(), echo);
    REQUIRE(server);
    CHECK(fs::exists(folder.path() / "control.sock"));
    const auto answer = ask_server(folder.path(), {.command = "site", .arguments = {}});
    REQUIRE(answer);
    REQUIRE(*answer);
    CHECK((*answer)->output == "site");
}

TEST_CASE("Nonsense on the control socket is refused, and the next one is served") {
    const Folder folder;
    const auto server = ControlServer::start(folder.path(), echo);
    REQUIRE(server);
    for (const std::string& nonsense :
         {std::string{"\n"},
          std::string{"GET / HTTP/1.1\r\n\r\n"},
          std::string{"{\"command\":\"site\""},
          std::string(control_request_bytes_max + 2, 'x')}) {
        const std::string answer = exchange(folder.path(), nonsense);
        // One that sends too much may find the door shut before it has read the answer.
        if (nonsense.size() < 100) CHECK(answer.find("\"invalid\"") != std::string::npos);
    }
    CHECK(ask_server(folder.path(), {.command = "site", .arguments = {}}));
}

TEST_CASE("A server that stops tells the command that is running") {
    const Folder folder;
    std::atomic<bool> is_running = false;
    auto server = ControlServer::start(
        folder.path(),
        [&](const ControlRequest&, const std::stop_token& stop) -> Result<ControlAnswer> {
            is_running = true;
            while (!stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds{1});
            return fail(ErrorCode::unavailable, "The server stops.");
        }
    );
    REQUIRE(server);
    std::jthread asking{[&] {
        const auto answer = ask_server(folder.path(), {.command = "backup", .arguments = {}});
        CHECK_FALSE(answer);
    }};
    while (!is_running)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    server->reset();
}
