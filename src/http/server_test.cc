#include "http/server.h"

#include "base/log.h"
#include "http/client_for_tests.h"
#include "http/static_files.h"

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <vector>

namespace attest::http {

namespace {

/// Answers every request with what it saw.
Response echo(const Request& request) {
    return text(
        200,
        fmt::format(
            "{} {} {} {} {}",
            format_method(request.method()),
            request.target(),
            format_scheme(request.scheme()),
            format_ip_address(request.client()),
            request.body().size()
        )
    );
}

/// A door that handlers wait at until the test opens it.
class Gate {
public:
    Gate() = default;

    /// A test that fails must still let its handlers go.
    struct Opener {
        Gate& gate;

        explicit Opener(Gate& opened) : gate{opened} {}

        ~Opener() { gate.open(); }

        Opener(const Opener&) = delete;
        Opener& operator=(const Opener&) = delete;
        Opener(Opener&&) = delete;
        Opener& operator=(Opener&&) = delete;
    };

    void open() {
        const std::lock_guard lock{mutex_};
        is_open_ = true;
        opened_.notify_all();
    }

    void pass() {
        std::unique_lock lock{mutex_};
        ++waiting_;
        opened_.wait(lock, [this] { return is_open_; });
        --waiting_;
    }

    int waiting() {
        const std::lock_guard lock{mutex_};
        return waiting_;
    }

    bool await_waiting(int count) {
        for (int tries = 0; tries < 500; ++tries) {
            if (waiting() == count) return true;
            sleep_milliseconds(10);
        }
        return false;
    }

private:
    std::mutex mutex_;
    std::condition_variable opened_;
    int waiting_ = 0;
    bool is_open_ = false;
};

template <typename Condition>
bool eventually(Condition condition) {
    for (int tries = 0; tries < 500; ++tries) {
        if (condition()) return true;
        sleep_milliseconds(10);
    }
    return false;
}

constexpr std::array security_fields{
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
};

bool is_guarded(const ReceivedAnswer& answer) {
    return std::ranges::all_of(
               security_fields, [&](const char* name) { return !answer.header(name).empty(); }
           )
           && answer.header("x-request-id").size() == 16 && !answer.header("date").empty();
}

Deadlines short_deadlines() {
    return {
        .head = {200},
        .body = {200},
        .write = {300},
        .idle = {300},
        .discard = {200},
        .stop = {2'000},
        .stop_idle = {100},
    };
}

} // namespace

TEST_CASE("A request reaches the handler and its answer comes back") {
    const auto server = start_test_server({.handler = echo, .admit = {}, .fast_answer = {}});
    TestClient client{server->port()};
    const auto answer = client.get("/a%20b?c=d");
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->body == "GET /a%20b?c=d http 127.0.0.1 0\n");
    CHECK(answer->header("content-type") == "text/plain; charset=utf-8");
    CHECK(is_guarded(*answer));
    CHECK(answer->header("connection").empty());
    CHECK(answer->header("strict-transport-security").empty());

    SUBCASE("and the next one on the same connection") {
        CHECK(client.get("/2")->body == "GET /2 http 127.0.0.1 0\n");
    }
    SUBCASE("and HEAD gets the same head without the body") {
        REQUIRE(client.send("HEAD /a%20b?c=d HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        const auto head = client.read_answer(true);
        REQUIRE(head.has_value());
        CHECK(head->header("content-length") == "33");
        CHECK(client.get("/2")->body == "GET /2 http 127.0.0.1 0\n");
    }
    SUBCASE("and the client may close") {
        const auto last = client.get("/", "Connection: close\r\n");
        CHECK(last->header("connection") == "close");
        CHECK(client.sees_end());
    }
}

TEST_CASE("HTTP/1.0 closes unless it is asked not to") {
    const auto server = start_test_server({.handler = echo, .admit = {}, .fast_answer = {}});
    SUBCASE("not asked") {
        TestClient client{server->port()};
        CHECK(client.ask("GET / HTTP/1.0\r\nHost: a\r\n\r\n")->header("connection") == "close");
        CHECK(client.sees_end());
    }
    SUBCASE("asked") {
        TestClient client{server->port()};
        for (int count = 0; count < 2; ++count) {
            const auto answer =
                client.ask("GET / HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n");
            REQUIRE(answer.has_value());
            CHECK(answer->header("connection") == "keep-alive");
        }
    }
}

TEST_CASE("Pipelined requests are answered in their order") {
    // The fast ones must not overtake the slow ones.
    const auto server = start_test_server({
        .handler =
            [](const Request& request) {
                sleep_milliseconds(5);
                return text(200, request.path());
            },
        .admit = {},
        .fast_answer = [](const RequestHead& head) -> std::optional<PreparedAnswer> {
            if (!head.path_text.starts_with("/fast")) return std::nullopt;
            return prepare_answer(text(200, head.path_text), head.scheme, {});
        },
    });
    TestClient client{server->port()};
    std::string bytes;
    std::vector<std::string> expected;
    for (int number = 0; number < 60; ++number) {
        const std::string path = fmt::format("/{}/{}", number % 7 == 3 ? "slow" : "fast", number);
        bytes += fmt::format("GET {} HTTP/1.1\r\nHost: a\r\n\r\n", path);
        expected.push_back(path + "\n");
    }
    REQUIRE(client.send(bytes));
    for (const std::string& body : expected) {
        const auto answer = client.read_answer();
        REQUIRE(answer.has_value());
        CHECK(answer->body == body);
    }
}

TEST_CASE("A body comes whole, however it is cut") {
    const auto server = start_test_server({
        .handler = [](const Request& request) { return text(200, request.body()); },
        .admit = {},
        .fast_answer = {},
    });
    std::string body;
    for (int number = 0; body.size() < 100'000; ++number)
        body += fmt::format("{} ", number);
    TestClient client{server->port()};
    SUBCASE("with its length") {
        const std::string message = fmt::format(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{}", body.size(), body
        );
        for (std::size_t place = 0; place < message.size(); place += 997) {
            REQUIRE(client.send(std::string_view{message}.substr(place, 997)));
        }
        CHECK(client.read_answer()->body == body + "\n");
    }
    SUBCASE("in chunks, with a request behind it") {
        std::string message = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (std::size_t place = 0; place < body.size(); place += 1234) {
            const std::string chunk = body.substr(place, 1234);
            message += fmt::format("{:x};x=y\r\n{}\r\n", chunk.size(), chunk);
        }
        REQUIRE(client.send(message + "0\r\nDigest: x\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        CHECK(client.read_answer()->body == body + "\n");
        CHECK(client.read_answer()->body == "\n");
    }
    SUBCASE("after 100 Continue") {
        REQUIRE(client.send(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
        ));
        CHECK(client.read_answer()->status == 100);
        REQUIRE(client.send("body"));
        CHECK(client.read_answer()->body == "body\n");
    }
}

TEST_CASE("A body beyond its route's limit is refused before it is read") {
    std::atomic<int> requests_run{0};
    const auto server = start_test_server({
        .handler =
            [&](const Request& request) {
                ++requests_run;
                return echo(request);
            },
        .admit =
            [](const Request& request) {
                return Admission{
                    .lane = Lane::change,
                    .body_bytes_max = request.path() == "/large" ? 5000U : 100U
                };
            },
        .fast_answer = {},
    });
    const auto post = [&](std::string_view path, std::string_view fields, std::string_view body) {
        TestClient client{server->port()};
        client.send(fmt::format("POST {} HTTP/1.1\r\nHost: a\r\n{}\r\n{}", path, fields, body));
        const auto answer = client.read_answer();
        REQUIRE(answer.has_value());
        if (answer->status == 413) CHECK(client.sees_end());
        return answer->status;
    };
    CHECK(post("/", "Content-Length: 100\r\n", std::string(100, 'a')) == 200);
    CHECK(post("/large", "Content-Length: 5000\r\n", std::string(5000, 'a')) == 200);
    CHECK(requests_run == 2);
    CHECK(post("/", "Content-Length: 101\r\n", "") == 413);
    CHECK(post("/", "Content-Length: 101\r\nExpect: 100-continue\r\n", "") == 413);
    CHECK(post("/", "Content-Length: 1073741824\r\n", std::string(1'000'000, 'a')) == 413);
    CHECK(post("/large", "Transfer-Encoding: chunked\r\n", "1389\r\n") == 413);
    SUBCASE("also where chunks never end") {
        TestClient client{server->port()};
        client.send("POST /large HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int count = 0; count < 1'000 && client.send("a\r\n0123456789\r\n"); ++count) {
        }
        CHECK(client.read_answer()->status == 413);
    }
    CHECK(requests_run == 2);
    CHECK(server->metrics().requests_refused >= 4);
}

TEST_CASE("A form is decoded, and one that cannot be is refused") {
    const auto server = start_test_server({
        .handler =
            [](const Request& request) {
                return text(
                    200,
                    fmt::format(
                        "{}|{}", request.form_field("title").value_or("-"), request.form().size()
                    )
                );
            },
        .admit = {},
        .fast_answer = {},
    });
    const auto post = [&](std::string_view body) {
        TestClient client{server->port()};
        return client.ask(fmt::format(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded; "
            "charset=utf-8\r\n"
            "Content-Length: {}\r\n\r\n{}",
            body.size(),
            body
        ));
    };
    CHECK(post("title=Why+did%3F&b=c")->body == "Why did?|2\n");
    CHECK(post("title=%ff")->status == 400);
    CHECK(post("title=%")->status == 400);
}

TEST_CASE("What is too slow is cut") {
    ServerOptions options;
    options.deadlines = short_deadlines();
    const auto server =
        start_test_server({.handler = echo, .admit = {}, .fast_answer = {}}, std::move(options));
    TestClient client{server->port()};

    SUBCASE("a head gets 408") {
        client.send("GET / HTTP/1.1\r\nHo");
        const auto answer = client.read_answer();
        REQUIRE(answer.has_value());
        CHECK(answer->status == 408);
        CHECK(is_guarded(*answer));
        CHECK(client.sees_end());
        CHECK(server->metrics().timeouts == 1);
    }
    SUBCASE("a head that trickles gets 408 all the same") {
        for (int count = 0; count < 50 && client.send("X"); ++count)
            sleep_milliseconds(10);
        CHECK(client.read_answer()->status == 408);
        CHECK(client.sees_end());
    }
    SUBCASE("a body gets 408") {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        CHECK(client.read_answer()->status == 408);
        CHECK(client.sees_end());
        CHECK(server->metrics().timeouts == 1);
    }
    SUBCASE("a connection that says nothing is closed without a word") {
        CHECK(client.sees_end());
        CHECK(client.buffered().empty());
    }
    SUBCASE("so is one that has nothing more to say") {
        CHECK(client.get("/")->status == 200);
        CHECK(client.sees_end());
        CHECK(client.buffered().empty());
        CHECK(server->metrics().timeouts == 0);
    }
    CHECK(eventually([&] { return server->metrics().connections_open == 0; }));
}

TEST_CASE("A reader who does not read is cut, and its page let go") {
    ServerOptions options;
    options.deadlines = short_deadlines();
    const auto server = start_test_server(
        {
            .handler = [](const Request&) { return page(200, std::string(20'000'000, 'a')); },
            .admit = {},
            .fast_answer = {},
        },
        std::move(options)
    );
    TestClient client{server->port(), 4096};
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(eventually([&] { return server->metrics().connections_open == 1; }));
    CHECK(eventually([&] { return server->metrics().timeouts == 1; }));
    CHECK(eventually([&] { return server->metrics().connections_open == 0; }));
    CHECK_FALSE(client.read_answer().has_value());
}

TEST_CASE("A patient reader gets all of a large page") {
    std::string body;
    for (int number = 0; body.size() < 8'000'000; ++number)
        body += fmt::format("{} ", number);
    const auto server = start_test_server({
        .handler = [&](const Request&) { return page(200, body); },
        .admit = {},
        .fast_answer = {},
    });
    TestClient client{server->port(), 16 * 1024};
    const auto answer = client.get("/");
    REQUIRE(answer.has_value());
    CHECK(answer->body == body);
}

TEST_CASE("A full queue answers 503 at once, and the lanes do not starve each other") {
    Gate gate;
    ServerOptions options;
    options.workers = 4;
    options.read_queue_max = 2;
    options.costly_queue_max = 1;
    const auto server = start_test_server(
        {
            .handler =
                [&](const Request& request) {
                    if (request.path() != "/quick") gate.pass();
                    return text(200, "done");
                },
            .admit =
                [](const Request& request) {
                    Admission admission;
                    if (request.path() == "/costly") admission.lane = Lane::costly;
                    if (request.method() == Method::post) admission.lane = Lane::change;
                    return admission;
                },
            .fast_answer = {},
        },
        std::move(options)
    );
    const Gate::Opener opener{gate};
    std::vector<std::unique_ptr<TestClient>> clients;
    const auto send = [&](std::string_view line) -> TestClient& {
        clients.push_back(std::make_unique<TestClient>(server->port()));
        clients.back()->send(fmt::format("{} HTTP/1.1\r\nHost: a\r\n\r\n", line));
        return *clients.back();
    };

    SUBCASE("costly reads hold one worker in four, and are shed first") {
        send("GET /costly");
        REQUIRE(gate.await_waiting(1));
        send("GET /costly");
        REQUIRE(eventually([&] { return server->metrics().costly_queue == 1; }));
        const auto shed = send("GET /costly").read_answer();
        REQUIRE(shed.has_value());
        CHECK(shed->status == 503);
        CHECK(shed->header("retry-after") == "2");
        CHECK(is_guarded(*shed));
        CHECK(send("GET /quick").read_answer()->status == 200);
        CHECK(gate.waiting() == 1);
    }
    SUBCASE("reads beyond workers and queue are shed, changes are not") {
        for (int count = 1; count <= 4; ++count) {
            send("GET /slow");
            REQUIRE(gate.await_waiting(count));
        }
        for (int count = 0; count < 2; ++count)
            send("GET /slow");
        REQUIRE(eventually([&] { return server->metrics().read_queue == 2; }));
        TestClient& refused = send("GET /slow");
        CHECK(refused.read_answer()->status == 503);
        CHECK(send("POST /quick").read_answer()->status == 200);
        CHECK(server->metrics().requests_shed == 1);
        // The connection that was told 503 is still good.
        gate.open();
        CHECK(eventually([&] { return server->metrics().workers_busy == 0; }));
        CHECK(refused.get("/quick")->status == 200);
    }
    SUBCASE("64 changes wait for the disk at once, and reads go on") {
        for (int count = 0; count < 64; ++count)
            send("POST /slow");
        REQUIRE(gate.await_waiting(64));
        CHECK(send("GET /quick").read_answer()->status == 200);
    }
    gate.open();
    for (const auto& client : clients) {
        if (const auto answer = client->read_answer(false, 20)) CHECK(answer->status == 200);
    }
}

TEST_CASE("A handler that throws is a 500, and says nothing of the cause") {
    static std::atomic<int> lines{0};
    set_log_sink([](std::string_view line) { lines += line.contains("sekret") ? 1 : 0; });
    const auto server = start_test_server({
        .handler = [](const Request&) -> Response { throw std::runtime_error{"sekret"}; },
        .admit = {},
        .fast_answer = {},
    });
    TestClient client{server->port()};
    const auto answer = client.get("/");
    set_log_sink(nullptr);
    REQUIRE(answer.has_value());
    CHECK(answer->status == 500);
    CHECK(is_guarded(*answer));
    CHECK_FALSE(answer->body.contains("sekret"));
    CHECK(lines == 1);
}

TEST_CASE("Only our own host names are answered") {
    ServerOptions options;
    options.allowed_hosts = {"history.example", "localhost:8080"};
    const auto server =
        start_test_server({.handler = echo, .admit = {}, .fast_answer = {}}, std::move(options));
    const auto status_for = [&](std::string_view host) {
        TestClient client{server->port()};
        const auto answer = client.ask(fmt::format("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", host));
        REQUIRE(answer.has_value());
        CHECK(is_guarded(*answer));
        return answer->status;
    };
    CHECK(status_for("history.example") == 200);
    CHECK(status_for("History.Example:8443") == 200);
    CHECK(status_for("localhost:8080") == 200);
    CHECK(status_for("localhost") == 421);
    CHECK(status_for("localhost:8081") == 421);
    CHECK(status_for("evil.example") == 421);
    CHECK(status_for("history.example.evil") == 421);
    CHECK(status_for("127.0.0.1") == 421);
}

TEST_CASE("Forwarded addresses are believed from trusted proxies only") {
    const auto ask = [](std::vector<AddressRange> proxies, std::string_view fields) {
        ServerOptions options;
        options.trusted_proxies = std::move(proxies);
        const auto server = start_test_server(
            {.handler = echo, .admit = {}, .fast_answer = {}}, std::move(options)
        );
        TestClient client{server->port()};
        const auto answer = client.get("/", fields);
        REQUIRE(answer.has_value());
        return *answer;
    };
    const std::string_view fields =
        "X-Forwarded-For: 198.51.100.7, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"
        "X-Forwarded-Host: evil.example\r\n";
    CHECK(ask({}, fields).body == "GET / http 127.0.0.1 0\n");
    CHECK(ask({*parse_address_range("10.0.0.0/8")}, fields).body == "GET / http 127.0.0.1 0\n");

    const ReceivedAnswer trusted = ask({*parse_address_range("127.0.0.0/8")}, fields);
    CHECK(trusted.body == "GET / https 203.0.113.9 0\n");
    CHECK(trusted.header("strict-transport-security").starts_with("max-age=63072000"));
    // Two proxies of ours: what the outer one wrote counts. A list may come in two fields.
    const std::vector<AddressRange> both{
        *parse_address_range("127.0.0.1"), *parse_address_range("203.0.113.0/24")
    };
    CHECK(
        ask(both, "X-Forwarded-For: 192.0.2.1, 198.51.100.7\r\nX-Forwarded-For: 203.0.113.9\r\n")
            .body
        == "GET / http 198.51.100.7 0\n"
    );
    CHECK(ask(both, "X-Forwarded-For: nonsense\r\n").body == "GET / http 127.0.0.1 0\n");
}

TEST_CASE("Texts are packed for those who take it") {
    const std::string body(5'000, 'a');
    const auto server = start_test_server({
        .handler =
            [&](const Request& request) {
                Response response = page(200, request.path() == "/short" ? "short" : body);
                if (request.path() == "/picture") response.set("Content-Type", "image/png");
                response.set("ETag", "\"one\"");
                return response;
            },
        .admit = {},
        .fast_answer = {},
    });
    TestClient client{server->port()};
    const auto packed = client.get("/", "Accept-Encoding: gzip, br\r\n");
    REQUIRE(packed.has_value());
    CHECK(packed->header("content-encoding") == "gzip");
    CHECK(packed->header("vary") == "Accept-Encoding");
    CHECK(packed->header("etag") == "W/\"one\"");
    CHECK(packed->body.size() < 200);
    CHECK(packed->body.starts_with("\x1F\x8B"));

    const auto plain = client.get("/", "Accept-Encoding: gzip;q=0, br\r\n");
    CHECK(plain->header("content-encoding").empty());
    CHECK(plain->header("vary") == "Accept-Encoding");
    CHECK(plain->header("etag") == "\"one\"");
    CHECK(plain->body == body);
    CHECK(client.get("/short", "Accept-Encoding: gzip\r\n")->header("content-encoding").empty());
    CHECK(client.get("/picture", "Accept-Encoding: gzip\r\n")->header("content-encoding").empty());

    SUBCASE("and not sent again to those who have it") {
        for (const char* condition : {"\"one\"", "W/\"one\"", "\"zero\", W/\"one\"", "*"}) {
            const auto unchanged = client.get("/", fmt::format("If-None-Match: {}\r\n", condition));
            REQUIRE(unchanged.has_value());
            CHECK(unchanged->status == 304);
            CHECK(unchanged->header("content-length").empty());
            CHECK(unchanged->header("etag") == "\"one\"");
            CHECK(is_guarded(*unchanged));
        }
        CHECK(client.get("/", "If-None-Match: \"two\"\r\n")->status == 200);
    }
}

TEST_CASE("What is ready is answered without a worker") {
    static constexpr std::array<EmbeddedFile, 2> files{{
        {"css/site.css", "body { color: black }"},
        {"js/site.js",
         "// a script of some length, so that it is worth packing: ........................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"
         "................................................................................"},
    }};
    const StaticFiles statics{files};
    const auto server = start_test_server({
        .handler = [](const Request&) { return text(404, "There is no such page."); },
        .admit = {},
        .fast_answer = [&](const RequestHead& head) { return statics.answer(head); },
    });
    TestClient client{server->port()};
    const auto style = client.get(statics.url("css/site.css"));
    REQUIRE(style.has_value());
    CHECK(style->body == files[0].bytes);
    CHECK(style->header("content-type") == "text/css; charset=utf-8");
    CHECK(style->header("cache-control") == "public, max-age=31536000, immutable");
    CHECK(is_guarded(*style));
    CHECK(server->metrics().fast_answers == 1);

    const std::string script = statics.url("js/site.js");
    CHECK(client.get(script, "Accept-Encoding: gzip, br\r\n")->header("content-encoding") == "br");
    CHECK(client.get(script, "Accept-Encoding: gzip\r\n")->header("content-encoding") == "gzip");
    CHECK(client.get(script)->body == files[1].bytes);
    CHECK(
        client.get(script, fmt::format("If-None-Match: {}\r\n", style->header("etag")))->status
        == 304
    );
    client.send(fmt::format("HEAD {} HTTP/1.1\r\nHost: a\r\n\r\n", script));
    CHECK(
        client.read_answer(true)->header("content-length") == std::to_string(files[1].bytes.size())
    );
    CHECK(client.get("/static/0000000000000000/js/site.js")->status == 404);
    CHECK(client.get(statics.url("js/site.js") + "x")->status == 404);
    CHECK(client.get("/")->status == 404);
}

TEST_CASE("Connections beyond the limit are told so and closed") {
    ServerOptions options;
    options.connections_max = 3;
    const auto server =
        start_test_server({.handler = echo, .admit = {}, .fast_answer = {}}, std::move(options));
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int count = 0; count < 3; ++count) {
        clients.push_back(std::make_unique<TestClient>(server->port()));
        CHECK(clients.back()->get("/")->status == 200);
    }
    TestClient refused{server->port()};
    const auto answer = refused.read_answer();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 503);
    CHECK(answer->header("retry-after") == "2");
    CHECK(refused.sees_end());
    CHECK(server->metrics().connections_refused == 1);

    clients.pop_back();
    CHECK(eventually([&] { return server->metrics().connections_open == 2; }));
    TestClient next{server->port()};
    CHECK(next.get("/")->status == 200);
}

TEST_CASE("Without file descriptors left, connections are turned away and the thread does not spin"
) {
    const auto server = start_test_server({.handler = echo, .admit = {}, .fast_answer = {}});
    TestClient early{server->port()};
    REQUIRE(early.get("/")->status == 200);
    std::vector<std::unique_ptr<TestClient>> clients;

    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    // The clients' sockets come first, so that only the server is short.
    std::vector<int> sockets;
    for (int count = 0; count < 5; ++count)
        sockets.push_back(::socket(AF_INET, SOCK_STREAM, 0));
    const rlimit tight{static_cast<rlim_t>(sockets.back() + 1), before.rlim_max};
    // Descriptors below the limit that are free would still be found: fill them.
    std::vector<int> filling;
    ::setrlimit(RLIMIT_NOFILE, &tight);
    for (int filler = ::dup(0); filler >= 0; filler = ::dup(0))
        filling.push_back(filler);

    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (const int socket : sockets)
        ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
    const bool were_refused =
        eventually([&] { return server->metrics().connections_refused == 5; });
    const bool still_answers = early.get("/").has_value();

    for (const int filler : filling)
        ::close(filler);
    for (const int socket : sockets)
        ::close(socket);
    ::setrlimit(RLIMIT_NOFILE, &before);
    CHECK(were_refused);
    CHECK(still_answers);
    // The thread may still be turning away for want of descriptors when the first one comes.
    CHECK(eventually([&] {
        TestClient late{server->port()};
        const auto answer = late.get("/");
        return answer && answer->status == 200;
    }));
}

TEST_CASE("A connection ends after its share of requests") {
    ServerOptions options;
    options.requests_per_connection = 3;
    const auto server =
        start_test_server({.handler = echo, .admit = {}, .fast_answer = {}}, std::move(options));
    TestClient client{server->port()};
    CHECK(client.get("/")->header("connection").empty());
    CHECK(client.get("/")->header("connection").empty());
    CHECK(client.get("/")->header("connection") == "close");
    CHECK(client.sees_end());
}

TEST_CASE("A port that is taken, or an address that is none, is said so") {
    const auto first = start_test_server({.handler = echo, .admit = {}, .fast_answer = {}});
    ServerOptions options;
    options.port = first->port();
    const auto second = Server::start(options, {.handler = echo, .admit = {}, .fast_answer = {}});
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code() == ErrorCode::unavailable);
    CHECK(second.error().message().contains(std::to_string(first->port())));

    options.address = "localhost";
    const auto third = Server::start(options, {.handler = echo, .admit = {}, .fast_answer = {}});
    REQUIRE_FALSE(third.has_value());
    CHECK(third.error().code() == ErrorCode::invalid);
}

TEST_CASE("A stop in the middle of the work fails no request") {
    ServerOptions options;
    options.deadlines.stop_idle = {200};
    auto server = start_test_server(
        {
            .handler =
                [](const Request& request) {
                    sleep_milliseconds(2);
                    return echo(request);
                },
            .admit = {},
            .fast_answer = [](const RequestHead& head) -> std::optional<PreparedAnswer> {
                if (head.path_text != "/fast") return std::nullopt;
                return prepare_answer(text(200, "fast"), head.scheme, {});
            },
        },
        std::move(options)
    );
    std::atomic<int> answered{0};
    std::atomic<int> failed{0};
    const std::uint16_t port = server->port();
    const auto keep_asking = [&](int number) {
        while (true) {
            // A connection that is refused was never accepted: the server is gone, and that is no
            // failure.
            TestClient client{port};
            if (!client.is_connected()) return;
            bool is_first = true;
            while (true) {
                const auto answer = client.get(number % 2 == 0 ? "/fast" : "/slow");
                if (!answer && is_first)
                    return; // reset in the kernel's queue, before it was accepted
                if (!answer || answer->status != 200) {
                    ++failed;
                    return;
                }
                ++answered;
                is_first = false;
                if (answer->header("connection") == "close") break;
            }
        }
    };
    std::vector<std::jthread> clients;
    for (int number = 0; number < 8; ++number)
        clients.emplace_back(keep_asking, number);
    sleep_milliseconds(300);
    server->stop();
    clients.clear();
    CHECK(answered > 100);
    CHECK(failed == 0);
}

TEST_CASE("A stop waits for the handler that runs, and for no idle connection") {
    Gate gate;
    auto server = start_test_server({
        .handler =
            [&](const Request& request) {
                if (request.path() == "/slow") gate.pass();
                return text(200, "done");
            },
        .admit = {},
        .fast_answer = {},
    });
    const Gate::Opener opener{gate};
    TestClient slow{server->port()};
    TestClient idle{server->port()};
    CHECK(idle.get("/")->status == 200);
    slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    REQUIRE(gate.await_waiting(1));
    std::jthread stopping{[&] { server->stop(); }};
    CHECK(idle.sees_end());
    TestClient late{server->port()};
    CHECK_FALSE(late.is_connected());
    gate.open();
    const auto answer = slow.read_answer();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "done\n");
    CHECK(answer->header("connection") == "close");
}

TEST_CASE("A stop does not wait for ever") {
    ServerOptions options;
    options.deadlines.stop = {200};
    options.deadlines.stop_idle = {100};
    auto server =
        start_test_server({.handler = echo, .admit = {}, .fast_answer = {}}, std::move(options));
    TestClient client{server->port()};
    client.send("GET / HT");
    CHECK(eventually([&] { return server->metrics().connections_open == 1; }));
    server->stop();
    CHECK(client.sees_end());
}

TEST_CASE("Every answer is a line of the log, and no visitor can begin one") {
    static std::mutex mutex;
    static std::vector<std::string> lines;
    lines.clear();
    set_log_sink([](std::string_view line) {
        const std::lock_guard lock{mutex};
        lines.emplace_back(line);
    });
    auto server = Server::start({}, {.handler = echo, .admit = {}, .fast_answer = {}});
    REQUIRE(server.has_value());
    {
        TestClient client{(*server)->port()};
        CHECK(client.get("/a\"b%0A{\"event\":1}?token=sekret")->status == 200);
        const std::string id = client.get("/second")->header("x-request-id");
        client.ask("NONSENSE\r\n\r\n");
        (*server)->stop();
        set_log_sink(nullptr);
        REQUIRE(lines.size() == 3);
        CHECK(lines[0].contains(R"("event":"request")"));
        CHECK(lines[0].contains(
            R"("method":"GET","path":"/a\"b%0A{\"event\":1}","status":200,"bytes":)"
        ));
        CHECK(lines[0].contains(R"("client":"127.0.0.1")"));
        CHECK_FALSE(lines[0].contains("sekret"));
        CHECK(lines[1].contains(id));
        CHECK(lines[2].contains(R"("method":"","path":"","status":400)"));
    }
}

} // namespace attest::http
