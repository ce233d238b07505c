// Messages that two programs in a row might read differently, or that are meant to harm. Each goes
// over a real socket; what counts is the status, that nothing reached a handler, and that no second
// request came out of the same bytes.
#include "http/client_for_tests.h"

#include <fmt/format.h>

#include <atomic>
#include <vector>

namespace attest::http {

namespace {

struct Message {
    const char* category;
    std::string bytes;
    int status;           ///< Of the first answer.
    int requests_run = 0; ///< How many requests the handler may see.
};

std::string with_line(std::string_view line) {
    return fmt::format("{}\r\nHost: a\r\n\r\n", line);
}

std::string with_target(std::string_view target) {
    return with_line(fmt::format("GET {} HTTP/1.1", target));
}

std::string with_fields(std::string_view fields) {
    return fmt::format("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", fields);
}

std::string with_host(std::string_view field) {
    return fmt::format("GET / HTTP/1.1\r\n{}\r\n", field);
}

/// A POST whose body would be a second request to anyone who reads the length differently.
std::string smuggling(std::string_view fields, std::string_view body = "") {
    return fmt::format(
        "POST / HTTP/1.1\r\nHost: a\r\n{}\r\n{}GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n",
        fields,
        body
    );
}

std::string with_chunks(std::string_view chunks) {
    return fmt::format(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{}", chunks
    );
}

using namespace std::string_literals;

void add_request_lines(std::vector<Message>& messages) {
    const char* const category = "request line";
    for (const std::string& line : {
             "GET"s,
             "GET /"s,
             "GET / "s,
             "GET  HTTP/1.1"s,
             " GET / HTTP/1.1"s,
             "GET / HTTP/1.1 x"s,
             "GET / HTTP/1."s,
             "GET / HTTP/11"s,
             "GET / HTTP/1,1"s,
             "GET / HTTP/1.1a"s,
             "GET / http/1.1"s,
             "GET / HTTP /1.1"s,
             "GET / HTTPS/1.1"s,
             "GET\t/\tHTTP/1.1"s,
             "GET\x0B/ HTTP/1.1"s,
             "G\x01T / HTTP/1.1"s,
             "G(T / HTTP/1.1"s,
             "GET: / HTTP/1.1"s,
             "G\xC3\x89T / HTTP/1.1"s,
             "/ GET HTTP/1.1"s,
             "HTTP/1.1 200 OK"s,
             "GET /\r HTTP/1.1"s,
             "{} / HTTP/1.1"s,
             "GET / HTTP/-1.1"s,
         }) {
        messages.push_back({category, with_line(line), 400});
    }
    for (const char* version :
         {"HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9", "HTTP/1.9"}) {
        messages.push_back({category, with_line(fmt::format("GET / {}", version)), 505});
    }
    for (const char* method :
         {"get", "Get", "FOO", "PROPFIND", "GETGET", "PRI", "SEARCH", "DEBUG"}) {
        messages.push_back({category, with_line(fmt::format("{} / HTTP/1.1", method)), 501});
    }
    messages.push_back({category, with_line("TRACE / HTTP/1.1"), 405});
    messages.push_back({category, with_line("CONNECT a:443 HTTP/1.1"), 405});
    messages.push_back({category, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400});
    messages.push_back({category, "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03\n"s, 400});
    messages.push_back({category, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505});
}

void add_targets(std::vector<Message>& messages) {
    const char* const category = "target";
    for (const std::string& target : {
             "index.html"s,
             "*"s,
             "?q"s,
             "a/b"s,
             "http:/a/"s,
             "ftp://a/"s,
             "javascript:alert(1)"s,
             "/a#b"s,
             "/%"s,
             "/%4"s,
             "/%zz"s,
             "/%00"s,
             "/a%00b"s,
             "/%ff"s,
             "/%c0%af"s,
             "/%ed%a0%80"s,
             "/?a=%"s,
             "/?a=%00"s,
             "/?%ff=1"s,
             "/?a=%c3"s,
             "/\x80"s,
             "/\xC3\xA9"s,
             "/\x7F"s,
             "/\x01"s,
             "/a\0b"s,
             "http://b/"s,
             "http://a.evil/"s,
             "http://a@b/"s,
             "http:///"s,
             "http://a"s,
             "http://a?x"s,
             "https://b/"s,
             "http://a:81/"s,
         }) {
        messages.push_back({category, with_target(target), 400});
    }
    std::string many;
    for (int count = 0; count < 200; ++count)
        many += "/a";
    messages.push_back({category, with_target(many), 400});
    std::string parameters = "/?";
    for (int count = 0; count < 200; ++count)
        parameters += "a=1&";
    messages.push_back({category, with_target(parameters), 400});
    // Controls: these are sound.
    for (const char* target :
         {"/", "/a?b=c", "/%2F..%2f", "/%25", "http://a/", "HTTP://A/x?y", "/a|b{c}", "HTTPS://A/"
         }) {
        messages.push_back({category, with_target(target), 200, 1});
    }
    messages.push_back({category, with_line("OPTIONS * HTTP/1.1"), 200, 1});
}

void add_lines(std::vector<Message>& messages) {
    const char* const category = "line ends and fields";
    for (const std::string& bytes : {
             "GET / HTTP/1.1\nHost: a\n\n"s,
             "GET / HTTP/1.1\r\nHost: a\n\r\n"s,
             "GET / HTTP/1.1\nHost: a\r\n\r\n"s,
             "GET / HTTP/1.1\r\nHost: a\r\n\n"s,
             "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"s,
             "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"s,
         }) {
        messages.push_back({category, bytes, 400});
    }
    for (const std::string& field : {
             "X: a\r\n b\r\n"s,
             "X: a\r\n\tb\r\n"s,
             "X:\r\n a\r\n"s,
             " X: a\r\n"s,
             "X : a\r\n"s,
             "X\t: a\r\n"s,
             ": a\r\n"s,
             "X\r\n"s,
             "X a\r\n"s,
             "X(: a\r\n"s,
             "X\"y: a\r\n"s,
             "X\x01: a\r\n"s,
             "X\0: a\r\n"s,
             "X\xE9: a\r\n"s,
             "X: a\0b\r\n"s,
             "X: a\x01\r\n"s,
             "X: a\x1B[0m\r\n"s,
             "X: a\x7F\r\n"s,
             "X: a\rb\r\n"s,
             "X: a\r\r\n"s,
             "X: \x0B\r\n"s,
             "X: \x0C\r\n"s,
             "X: a\x08\r\n"s,
             "X,Y: a\r\n"s,
             "X/Y: a\r\n"s,
             "[X]: a\r\n"s,
             "X=Y: a\r\n"s,
             "@: a\r\n"s,
             "GET / HTTP/1.1\r\n"s,
         }) {
        messages.push_back({category, with_fields(field), 400});
    }
    messages.push_back({category, "GET / HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n", 400});
    messages.push_back(
        {category, with_fields("X: \xE9t\xE9\r\nY:\r\nZ:a\r\nW: \t b \t\r\n"), 200, 1}
    );
    messages.push_back({category, with_fields("!#$%&'*+-.^_`|~0aZ: a\r\n"), 200, 1});
}

void add_hosts(std::vector<Message>& messages) {
    const char* const category = "host";
    for (const std::string& field : {
             ""s,
             "Host:\r\n"s,
             "Host: \r\n"s,
             "Host: a\r\nHost: a\r\n"s,
             "Host: a\r\nHost: b\r\n"s,
             "Host: a\r\nhOST: b\r\n"s,
             "Host: a b\r\n"s,
             "Host: a/b\r\n"s,
             "Host: a,b\r\n"s,
             "Host: a@b\r\n"s,
             "Host: http://a\r\n"s,
             "Host: a:\r\n"s,
             "Host: a:x\r\n"s,
             "Host: a:-1\r\n"s,
             "Host: a:65536\r\n"s,
             "Host: a:80:80\r\n"s,
             "Host: [::1\r\n"s,
             "Host: []\r\n"s,
             "Host: [a]\r\n"s,
             "Host: [::1]x\r\n"s,
             "Host: :80\r\n"s,
             "Host: a?b\r\n"s,
             "Host: a#b\r\n"s,
             "Host: a\\b\r\n"s,
             "Host: \xE9\r\n"s,
             "Host: <b>\r\n"s,
             "Host: a\"b\r\n"s,
             "Host: a%2eb\r\n"s,
             "Host: 127.0.0.1]\r\n"s,
         }) {
        messages.push_back({category, with_host(field), 400});
    }
    messages.push_back({category, "GET / HTTP/1.0\r\n\r\n", 400});
    for (const char* field :
         {"Host: [::1]:80\r\n", "Host: 127.0.0.1:8080\r\n", "HOST:a\r\n", "Host: a.b-c_d\r\n"}) {
        messages.push_back({category, with_host(field), 200, 1});
    }
}

void add_lengths(std::vector<Message>& messages) {
    const char* const category = "length of the body";
    for (const std::string& fields : {
             "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"s,
             "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"s,
             "Content-Length: 4\r\nContent-Length: 5\r\n"s,
             "Content-Length: 4\r\nContent-Length: 4\r\n"s,
             "Content-Length: 4, 4\r\n"s,
             "Content-Length: 4,5\r\n"s,
             "Content-Length: +4\r\n"s,
             "Content-Length: -4\r\n"s,
             "Content-Length: 0x4\r\n"s,
             "Content-Length: 4.0\r\n"s,
             "Content-Length: 4 4\r\n"s,
             "Content-Length: 4;\r\n"s,
             "Content-Length:\r\n"s,
             "Content-Length: a\r\n"s,
             "Content-Length: 99999999999999999999\r\n"s,
             "Content-Length: 18446744073709551616\r\n"s,
             "Content-Length: \"4\"\r\n"s,
             "Content-Length: 1e1\r\n"s,
             "Content-Length: \xEF\xBC\x94\r\n"s,
             "Transfer-Encoding: gzip\r\n"s,
             "Transfer-Encoding: identity\r\n"s,
             "Transfer-Encoding: gzip, chunked\r\n"s,
             "Transfer-Encoding: chunked, gzip\r\n"s,
             "Transfer-Encoding: chunked, chunked\r\n"s,
             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"s,
             "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"s,
             "Transfer-Encoding: xchunked\r\n"s,
             "Transfer-Encoding: chunkedx\r\n"s,
             "Transfer-Encoding: \"chunked\"\r\n"s,
             "Transfer-Encoding: chunked;q=1\r\n"s,
             "Transfer-Encoding:\r\n"s,
             "Transfer-Encoding: ,chunked\r\n"s,
             "Transfer-Encoding : chunked\r\n"s,
             "Transfer-Encoding:\x0B chunked\r\n"s,
             "Transfer-Encoding\r\n : chunked\r\n"s,
             "Transfer-Encoding: chunked\x01\r\n"s,
             " Transfer-Encoding: chunked\r\n"s,
             "X: y\nTransfer-Encoding: chunked\r\n"s,
             "Content-Length: 4\nX: y\r\n"s,
             "Content-Length : 4\r\n"s,
             "Content-Length: 4\r\n 5\r\n"s,
             "Content-Length: 4\0\r\n"s,
         }) {
        messages.push_back({category, smuggling(fields), 400});
    }
    messages.push_back(
        {category, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400}
    );
    messages.push_back({category, smuggling("Content-Length: 4294967296\r\n"), 413});
    messages.push_back({category, smuggling("Content-Length: 18446744073709551615\r\n"), 413});
    messages.push_back({category, smuggling("Content-Length: 1048577\r\n"), 413});
    messages.push_back({category, smuggling("Expect: 200-ok\r\n"), 417});
    // Controls: one length, believed; the second request is a request.
    messages.push_back({category, smuggling("Content-Length: 4\r\n", "body"), 200, 2});
    messages.push_back({category, smuggling("Content-Length: 0\r\n"), 200, 2});
    messages.push_back({category, smuggling("Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n"), 200, 2}
    );
    messages.push_back(
        {category, smuggling("Transfer_Encoding: chunked\r\nContent-Length: 4\r\n", "body"), 200, 2}
    );
}

void add_chunks(std::vector<Message>& messages) {
    const char* const category = "chunks";
    for (const std::string& chunks : {
             "g\r\n"s,
             "-1\r\n"s,
             "+1\r\na\r\n0\r\n\r\n"s,
             "0x1\r\na\r\n0\r\n\r\n"s,
             " 1\r\na\r\n0\r\n\r\n"s,
             "1 \r\na\r\n0\r\n\r\n"s,
             "\r\n"s,
             "1\na\r\n0\r\n\r\n"s,
             "1\r\na\n0\r\n\r\n"s,
             "1\r\nab\r\n0\r\n\r\n"s,
             "2\r\na\r\n0\r\n\r\n"s,
             "1\r\na0\r\n\r\n"s,
             "1\ra\r\n"s + "0\r\n\r\n"s,
             "1;a=\"\r\na\r\n0\r\n\r\n"s,
             "1;\r\na\r\n"s,
             "1;a b\r\na\r\n"s,
             "1;=\r\na\r\n"s,
             "0\r\nContent-Length: 4\r\n\r\n"s,
             "0\r\nTransfer-encoding: chunked\r\n\r\n"s,
             "0\r\nX(: y\r\n\r\n"s,
             "1;\x01\r\na\r\n0\r\n\r\n"s,
             "1;a\rb\r\na\r\n0\r\n\r\n"s,
             "1,2\r\na\r\n"s,
             "10000000000000000\r\n"s,
             "0\r\nX\r\n\r\n"s,
             "0\r\n X: y\r\n\r\n"s,
             "0\r\nX: y\n\r\n"s,
             "0\r\n\n"s,
             "0\n\n"s,
             "0\r\nX: \x01\r\n\r\n"s,
             ";a=b\r\n"s,
             "1.0\r\na\r\n"s,
             "\xEF\xBC\x91\r\na\r\n"s,
         }) {
        messages.push_back({category, with_chunks(chunks), 400});
    }
    messages.push_back({category, with_chunks("fffffffffffffff\r\n"), 413});
    messages.push_back({category, with_chunks("7fffffff\r\n"), 413});
    messages.push_back({category, with_chunks("100001\r\n"), 413});
    messages.push_back({category, with_chunks("1;" + std::string(5'000, 'x')), 413});
    messages.push_back({category, with_chunks("0\r\nX: " + std::string(5'000, 'x')), 413});
    messages.push_back(
        {category, with_chunks("A\r\n0123456789\r\n00;x=y\r\nTrailer: z\r\n\r\n"), 200, 1}
    );
    messages.push_back({category, with_chunks("1\r\na\r\n1\r\nb\r\n0\r\n\r\n"), 200, 1});
}

void add_sizes(std::vector<Message>& messages) {
    const char* const category = "sizes";
    messages.push_back({category, with_target("/" + std::string(9'000, 'a')), 414});
    messages.push_back({category, "GET /" + std::string(30'000, 'a'), 414});
    messages.push_back({category, std::string(20'000, 'A'), 414});
    messages.push_back({category, with_fields("X: " + std::string(17'000, 'a') + "\r\n"), 431});
    messages.push_back({category, "GET / HTTP/1.1\r\nX: " + std::string(40'000, 'a'), 431});
    messages.push_back({category, with_fields(std::string(17'000, 'x') + ": a\r\n"), 431});
    std::string many;
    for (int count = 0; count < 101; ++count)
        many += "X: a\r\n";
    messages.push_back({category, with_fields(many), 431});
    many.clear();
    for (int count = 0; count < 1'000; ++count)
        many += fmt::format("X{}:\r\n", count);
    messages.push_back({category, with_fields(many), 431});
    many.clear();
    for (int count = 0; count < 99; ++count)
        many += "X: a\r\n";
    messages.push_back({category, with_fields(many), 200, 1});
    messages.push_back({category, with_fields("X: " + std::string(16'000, 'a') + "\r\n"), 200, 1});
    messages.push_back({category, with_target("/" + std::string(8'000, 'a')), 200, 1});
}

std::vector<Message> hostile_messages() {
    std::vector<Message> messages;
    add_request_lines(messages);
    add_targets(messages);
    add_lines(messages);
    add_hosts(messages);
    add_lengths(messages);
    add_chunks(messages);
    add_sizes(messages);
    return messages;
}

/// How the bytes reach the server: at once, or in small pieces, each read by itself.
void send_in_pieces(TestClient& client, std::string_view bytes, std::size_t piece) {
    while (!bytes.empty()) {
        if (!client.send(bytes.substr(0, piece))) return;
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
}

} // namespace

TEST_CASE("Nothing that could be read in two ways reaches a handler") {
    std::atomic<int> requests_run{0};
    const auto server = start_test_server({
        .handler =
            [&](const Request&) {
                ++requests_run;
                return text(200, "ok");
            },
        .admit = {},
        .fast_answer = {},
    });
    const std::vector<Message> messages = hostile_messages();
    CHECK(messages.size() >= 200);
    for (const std::size_t piece : {std::size_t{1'000'000}, std::size_t{7}}) {
        for (const Message& message : messages) {
            CAPTURE(message.category);
            CAPTURE(message.bytes.substr(0, 200));
            CAPTURE(piece);
            requests_run = 0;
            TestClient client{server->port()};
            send_in_pieces(client, message.bytes, piece);
            client.end_sending();
            const auto answer = client.read_answer();
            REQUIRE(answer.has_value());
            CHECK(answer->status == message.status);
            CHECK(answer->header("content-security-policy").starts_with("default-src 'none'"));
            CHECK(answer->header("x-content-type-options") == "nosniff");
            if (message.status != 200) {
                CHECK(answer->header("connection") == "close");
                CHECK(answer->body.size() > 10);
            }
            CHECK(client.sees_end());
            CHECK_FALSE(client.is_reset());
            if (message.requests_run == 0) CHECK(client.buffered().empty());
            CHECK(requests_run == message.requests_run);
        }
    }
}

} // namespace attest::http
