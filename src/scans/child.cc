#include "scans/child.h"

#include "scans/descriptor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace attest::scans {

namespace {

using Clock = std::chrono::steady_clock;

/// What the child finds open, beside nothing: the file and its mouth.
constexpr int file_number = 3;
constexpr int pipe_number = 4;

std::unexpected<Error> unavailable(std::string_view what, int error) {
    return std::unexpected{
        Error{ErrorCode::unavailable, "Files cannot be read just now. Try again in a few minutes."}
            .with_detail(std::string{what} + ": " + std::generic_category().message(error))
    };
}

/// The two ends of a pipe, numbered above what the child's descriptors are moved to, so that moving
/// one never runs over another.
Result<std::pair<Descriptor, Descriptor>> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return unavailable("pipe", errno);
    Descriptor low_read{ends[0]};
    Descriptor low_write{ends[1]};
    Descriptor read_end{fcntl(ends[0], F_DUPFD_CLOEXEC, 10)};
    Descriptor write_end{fcntl(ends[1], F_DUPFD_CLOEXEC, 10)};
    if (!read_end.is_open() || !write_end.is_open()) return unavailable("dup", errno);
    return std::pair{std::move(read_end), std::move(write_end)};
}

Result<pid_t>
spawn(const Worker& worker, const std::vector<std::string>& arguments, int file, int pipe) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (file >= 0) posix_spawn_file_actions_adddup2(&actions, file, file_number);
    posix_spawn_file_actions_adddup2(&actions, pipe, pipe_number);
    posix_spawn_file_actions_addclosefrom_np(&actions, pipe_number + 1);

    // A server ignores some signals and blocks others; the child begins as from a shell.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(
        &attributes, static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    );

    std::vector<char*> argv{const_cast<char*>(worker.program.c_str())};
    for (const std::string& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    // Nothing of the server's environment, where secrets may stand. libvips looks for its plug-ins
    // below VIPSHOME: none is wanted.
    std::array<char*, 3> environment = {
        const_cast<char*>("LC_ALL=C.UTF-8"),
        const_cast<char*>("VIPSHOME=/nonexistent"),
        nullptr,
    };
    pid_t child = 0;
    const int error = posix_spawn(
        &child, worker.program.c_str(), &actions, &attributes, argv.data(), environment.data()
    );
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) return unavailable(worker.program, error);
    return child;
}

/// Gives what the child says to `sink` until it stops speaking or its time is over.
Result<void> listen(
    const Descriptor& pipe, Clock::time_point deadline, Ending& ending, const MessageSink& sink
) {
    MessageReader reader;
    std::array<char, 64UL * 1024> buffer;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0) {
            ending.was_killed = true;
            return {};
        }
        pollfd waiting{.fd = pipe.number(), .events = POLLIN, .revents = 0};
        if (poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
        const ssize_t count = ::read(pipe.number(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return {};
        reader.feed({buffer.data(), static_cast<std::size_t>(count)});
        for (;;) {
            auto message = reader.next();
            if (!message) {
                ending.spoke_nonsense = true;
                return {};
            }
            if (!*message) break;
            TRY(sink(std::move(**message)));
        }
    }
}

/// Waits for the end of a child; one that has closed its mouth has until the deadline to go.
bool wait_for(pid_t child, Clock::time_point deadline, bool is_to_die, rusage& used) {
    if (is_to_die) kill(child, SIGKILL);
    for (int status = 0;;) {
        const pid_t ended = wait4(child, &status, is_to_die ? 0 : WNOHANG, &used);
        if (ended == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (ended < 0 && errno != EINTR) return false;
        if (is_to_die) continue;
        if (Clock::now() >= deadline) {
            kill(child, SIGKILL);
            is_to_die = true;
        } else {
            poll(nullptr, 0, 1);
        }
    }
}

} // namespace

Result<Ending> run_child(
    const Worker& worker,
    const std::vector<std::string>& arguments,
    int file,
    Costs& costs,
    const MessageSink& sink
) {
    auto [read_end, write_end] = TRY(make_pipe());
    const auto start = Clock::now();
    const auto deadline = start + worker.child_lives_for;
    const pid_t child = TRY(spawn(worker, arguments, file, write_end.number()));
    write_end.close();

    Ending ending;
    const Result<void> heard = listen(read_end, deadline, ending, sink);
    rusage used{};
    const bool is_to_die = ending.was_killed || ending.spoke_nonsense || !heard;
    ending.was_clean = wait_for(child, deadline, is_to_die, used) && !is_to_die;

    const auto lived = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    ++costs.children;
    costs.longest = std::max(costs.longest, lived);
    costs.memory_kb_max = std::max(costs.memory_kb_max, std::int64_t{used.ru_maxrss});
    if (!heard) return std::unexpected{heard.error()};
    return ending;
}

} // namespace attest::scans
