// The Unix socket `control.sock` in the data folder of a running server (decisions.md, 13): whoever
// may write the folder's files, and root, may tell the server what a command asks for. One request
// line, one answer line, and the connection is closed.
#pragma once

#include "app/control_message.h"
#include "base/error.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace attest::app {

/// A descriptor that is closed with its owner.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_{number} {}

    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

/// Does what is asked. It should look at `stop` when it takes long: the server is then ending.
using ControlHandler = std::function<
    Result<ControlAnswer>(const ControlRequest& request, const std::stop_token& stop)>;

class ControlServer {
public:
    /// The caller holds the folder's lock: a socket that lies there is a dead server's.
    static Result<std::unique_ptr<ControlServer>>
    start(const std::filesystem::path& folder, ControlHandler handler);

    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    /// Tells running commands to stop, waits for them, and takes the socket away.
    ~ControlServer();

private:
    ControlServer(
        std::filesystem::path folder,
        Descriptor listening,
        Descriptor stopping,
        ControlHandler handler
    );

    void accept_until_stopped(const std::stop_token& stop);
    void serve(const Descriptor& connection, const std::stop_token& stop);

    std::filesystem::path folder_;
    Descriptor listening_;
    Descriptor stopping_; ///< Readable once the threads shall end.
    ControlHandler handler_;
    std::vector<std::jthread> threads_; // Last: they use the others.
};

/// Asks the server of the folder, and waits for as long as it takes. Nothing if no server is there;
/// `forbidden` if there is one that does not listen to this user.
Result<std::optional<ControlAnswer>>
ask_server(const std::filesystem::path& folder, const ControlRequest& request);

} // namespace attest::app
