#include "mail/post.h"

#include "base/text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::mail;

namespace {

namespace fs = std::filesystem;

Clock standing_clock() {
    return [] { return Time{1'390'335'965'000}; };
}

Message a_message(std::string text = "Hello\n") {
    return {
        .to = {.name = "Jane", .address = "jane@example.org"},
        .from_name = "History",
        .subject = "An answer",
        .text = std::move(text),
        .message_id = "inbox-7.history@example.net"
    };
}

/// A mail server with as little cleverness as possible, which answers what it is told to.
class Sink {
public:
    Sink() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(listener_, 8) == 0);
        socklen_t size = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        thread_ = std::jthread{[this](const std::stop_token& stop) { serve(stop); }};
    }

    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    Sink(Sink&&) = delete;
    Sink& operator=(Sink&&) = delete;

    ~Sink() {
        thread_.request_stop();
        thread_.join();
        ::close(listener_);
    }

    [[nodiscard]] std::string url() const { return fmt::format("smtp://127.0.0.1:{}", port); }

    /// Everything that was said to it, by line, and the messages as they came, dots and all.
    std::vector<std::string> commands() {
        const std::scoped_lock lock{mutex_};
        return commands_;
    }

    std::vector<std::string> messages() {
        const std::scoped_lock lock{mutex_};
        return messages_;
    }

    std::uint16_t port = 0;
    // Set before a message is sent.
    std::string hello = "250-sink\r\n250 AUTH PLAIN";
    std::string to_auth = "235 welcome";
    std::string to_sender = "250 ok";
    std::string to_recipient = "250 ok";
    std::string to_message = "250 taken";
    bool is_silent = false;

private:
    void serve(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
            if (::poll(&waiting, 1, 20) != 1) continue;
            const int peer = ::accept(listener_, nullptr, nullptr);
            if (is_silent) {
                std::this_thread::sleep_for(std::chrono::milliseconds{600});
            } else {
                talk(peer);
            }
            ::close(peer);
        }
    }

    static void say(int peer, const std::string& line) {
        const std::string bytes = line + "\r\n";
        static_cast<void>(::send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }

    /// Up to and with `end`; empty at the end of the stream.
    std::string receive(int peer, std::string_view end) {
        while (!buffer_.contains(end)) {
            char bytes[4096];
            const ssize_t count = ::recv(peer, bytes, sizeof bytes, 0);
            if (count <= 0) return "";
            buffer_.append(bytes, static_cast<std::size_t>(count));
        }
        const std::string taken = buffer_.substr(0, buffer_.find(end) + end.size());
        buffer_.erase(0, taken.size());
        return taken;
    }

    void talk(int peer) {
        buffer_.clear();
        say(peer, "220 sink");
        for (std::string line = receive(peer, "\r\n"); !line.empty();
             line = receive(peer, "\r\n")) {
            line.resize(line.size() - 2);
            {
                const std::scoped_lock lock{mutex_};
                commands_.push_back(line);
            }
            if (line == "DATA") {
                say(peer, "354 go on");
                const std::string message = receive(peer, "\r\n.\r\n");
                const std::scoped_lock lock{mutex_};
                messages_.push_back(message.substr(0, message.size() - 3));
                say(peer, to_message);
            } else {
                say(peer, answer(line));
            }
        }
    }

    [[nodiscard]] std::string answer(std::string_view line) const {
        if (line.starts_with("EHLO")) return hello;
        if (line.starts_with("AUTH")) return "334 ";
        if (line == "AGF0dGVzdAB3cm9uZw==") return to_auth; // "\0attest\0wrong"
        if (line.starts_with("MAIL")) return to_sender;
        if (line.starts_with("RCPT")) return to_recipient;
        return line == "QUIT" ? "221 bye" : "250 ok";
    }

    int listener_;
    std::mutex mutex_;
    std::string buffer_;
    std::vector<std::string> commands_;
    std::vector<std::string> messages_;
    std::jthread thread_;
};

Post post_for(const Sink& sink) {
    Result<Post> post = post_by_smtp({
        .url = sink.url(),
        .from_address = "attest@example.net",
        .clock = standing_clock(),
    });
    REQUIRE(post);
    return *post;
}

struct MailFolder {
    fs::path path = fs::temp_directory_path() / fmt::format("attest-mail-test-{}", ::getpid());

    MailFolder() { fs::remove_all(path); }

    MailFolder(const MailFolder&) = delete;
    MailFolder& operator=(const MailFolder&) = delete;
    MailFolder(MailFolder&&) = delete;
    MailFolder& operator=(MailFolder&&) = delete;

    ~MailFolder() { fs::remove_all(path); }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const fs::directory_entry& entry : fs::directory_iterator{path})
            names.push_back(entry.path().filename().string());
        std::ranges::sort(names);
        return names;
    }
};

} // namespace

TEST_CASE("By default mail becomes numbered files that only their owner may read") {
    const MailFolder folder;
    const auto open = [&] {
        Result<Post> post = post_to_folder(
            {.folder = folder.path, .from_address = "attest@example.net", .clock = standing_clock()}
        );
        REQUIRE(post);
        return *post;
    };
    {
        const Post post = open();
        CHECK(post(a_message()));
        CHECK(post(a_message()));
    }
    CHECK(open()(a_message("Третье")));
    CHECK(
        folder.names()
        == std::vector<
            std::
                string>{"0001-inbox-7.history@example.net.eml", "0002-inbox-7.history@example.net.eml", "0003-inbox-7.history@example.net.eml"}
    );
    std::ostringstream text;
    text << std::ifstream{folder.path / folder.names().front()}.rdbuf();
    CHECK(text.str() == *compose(a_message(), "attest@example.net", standing_clock()()));
    struct stat state{};
    REQUIRE(::stat((folder.path / folder.names().front()).c_str(), &state) == 0);
    CHECK((state.st_mode & 0777) == 0600);
    REQUIRE(::stat(folder.path.c_str(), &state) == 0);
    CHECK((state.st_mode & 0777) == 0700);

    fs::remove_all(folder.path);
    const Post post = open();
    fs::remove_all(folder.path);
    CHECK(post(a_message()).error().code() == ErrorCode::unavailable);
}

TEST_CASE("A mail server gets one message for one recipient, whatever the text says") {
    Sink sink;
    const Post post = post_for(sink);
    for (const std::string_view text :
         {"Hello\n",
          "a\n.\nMAIL FROM:<eve@example.org>\nRCPT TO:<all@example.org>\nDATA\nBuy!",
          "a\r\n.\r\nMAIL FROM:<eve@example.org>\r\n",
          "a\n.\r\nMAIL FROM:<eve@example.org>\r\n",
          "a\r\n.\nMAIL FROM:<eve@example.org>\r\n",
          "a\r.\rMAIL FROM:<eve@example.org>\r",
          ".\n..\n...",
          ""}) {
        CAPTURE(text);
        const std::size_t before = sink.messages().size();
        const std::size_t commands_before = sink.commands().size();
        Message message = a_message(std::string{text});
        message.subject = text;
        message.to.name = text;
        REQUIRE(post(message));
        REQUIRE(sink.messages().size() == before + 1);
        CHECK(
            sink.messages().back() == *compose(message, "attest@example.net", standing_clock()())
        );
        std::vector<std::string> said = sink.commands();
        said.erase(said.begin(), said.begin() + static_cast<std::ptrdiff_t>(commands_before));
        std::erase(said, "QUIT");
        CHECK(
            said
            == std::vector<
                std::
                    string>{"EHLO example.net", "MAIL FROM:<attest@example.net>", "RCPT TO:<jane@example.org>", "DATA"}
        );
    }
    Message message = a_message();
    message.to.address = "jane@example.org\r\nRCPT TO:<eve@example.org>";
    const std::size_t before = sink.commands().size();
    CHECK(post(message).error().code() == ErrorCode::invalid);
    CHECK(sink.commands().size() == before);
}

TEST_CASE("A refusal of the recipient or the text is for good, any other is for now") {
    Sink sink;
    const Post post = post_for(sink);
    const auto code = [&] {
        const Result<void> outcome = post(a_message());
        REQUIRE_FALSE(outcome);
        return outcome.error().code();
    };
    sink.to_recipient = "550 5.1.1 no such person";
    CHECK(code() == ErrorCode::invalid);
    CHECK(post(a_message()).error().detail().contains("550 5.1.1 no such person"));
    sink.to_recipient = "450 4.2.1 try later";
    CHECK(code() == ErrorCode::unavailable);
    sink.to_recipient = "250 ok";
    sink.to_message = "554 5.7.1 spam";
    CHECK(code() == ErrorCode::invalid);
    sink.to_message = "451 4.3.0 disk full";
    CHECK(code() == ErrorCode::unavailable);
    sink.to_message = "250 ok";
    sink.to_sender = "550 5.7.1 you may not send as that";
    CHECK(code() == ErrorCode::unavailable);
    sink.to_sender = "250 ok";
    CHECK(post(a_message()));
}

TEST_CASE("A wrong password and a silent or missing server are errors that pass") {
    Sink sink;
    SmtpOptions options{
        .url = sink.url(),
        .user = "attest",
        .password = "wrong",
        .from_address = "attest@example.net",
        .clock = standing_clock(),
        .time_max = {300},
    };
    sink.to_auth = "535 5.7.8 no";
    const Result<void> refused = (*post_by_smtp(options))(a_message());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::unavailable);
    CHECK_FALSE(refused.error().detail().contains("wrong"));

    sink.to_auth = "235 welcome";
    CHECK((*post_by_smtp(options))(a_message()));

    sink.is_silent = true;
    CHECK((*post_by_smtp(options))(a_message()).error().code() == ErrorCode::unavailable);

    options.time_max = seconds(20);
    options.is_stopping = [] { return true; };
    CHECK((*post_by_smtp(options))(a_message()).error().code() == ErrorCode::unavailable);

    options.url = "smtp://127.0.0.1:1";
    CHECK((*post_by_smtp(options))(a_message()).error().code() == ErrorCode::unavailable);
}

TEST_CASE("A server elsewhere that has no TLS gets neither the password nor the message") {
    Sink sink;
    const SmtpOptions options{
        .url = "smtp://mail.example.org:25",
        .user = "attest",
        .password = "secret",
        .from_address = "attest@example.net",
        .clock = standing_clock(),
        .connect_to = fmt::format("mail.example.org:25:127.0.0.1:{}", sink.port),
    };
    CHECK((*post_by_smtp(options))(a_message()).error().code() == ErrorCode::unavailable);
    // One that promises TLS and speaks nonsense.
    sink.hello = "250-sink\r\n250-STARTTLS\r\n250 AUTH PLAIN";
    CHECK((*post_by_smtp(options))(a_message()).error().code() == ErrorCode::unavailable);
    CHECK(sink.messages().empty());
    for (const std::string& line : sink.commands()) {
        CAPTURE(line);
        CHECK_FALSE(line.starts_with("AUTH"));
        CHECK_FALSE(line.starts_with("MAIL"));
    }
}

TEST_CASE("A setting that names no mail server is refused") {
    for (const std::string_view url :
         {"",
          "mail.example.org\r\n",
          "http://mail.example.org",
          "file:///tmp/x",
          "smtp://user:password@mail.example.org",
          "smtp://mail.example.org/path",
          "smtp://"}) {
        CAPTURE(url);
        CHECK_FALSE(post_by_smtp({
            .url = std::string{url},
            .from_address = "attest@example.net",
            .clock = standing_clock(),
        }));
    }
    CHECK_FALSE(post_by_smtp({
        .url = "smtp://mail.example.org",
        .from_address = "nobody",
        .clock = standing_clock(),
    }));
}
