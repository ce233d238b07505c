// Serves one page of 48 KB as the page cache will, for bench/ to compare with nginx on the same
// bytes:
//   http_server_bench PORT FILE [log]
// One I/O thread, since the comparison is of CPU time per request.
#include "http/server.h"

#include "base/text.h"

#include <fmt/format.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <string>

using namespace attest;

int main(int count, char** arguments) {
    if (count < 3) return 2;
    std::ifstream file{arguments[2], std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    const http::PreparedAnswer ready =
        http::prepare_answer(http::page(200, bytes), http::Scheme::http, http::security_headers());

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    http::ServerOptions options;
    options.port = parse_number<std::uint16_t>(arguments[1]).value_or(0);
    options.io_threads = 1;
    options.has_access_log = count > 3;
    auto server = http::Server::start(
        std::move(options),
        {.handler =
             [&](const http::Request& request) {
                 if (request.path() != "/worker") return http::text(404, "There is no such page.");
                 http::Response response = http::page(200, {});
                 response.shared_body = ready.body;
                 return response;
             },
         .admit = {},
         .fast_answer = [&](const http::RequestHead& head) -> std::optional<http::PreparedAnswer> {
             if (head.path_text != "/page.html") return std::nullopt;
             return ready;
         }}
    );
    if (!server) {
        fmt::print(stderr, "{}\n", server.error().message());
        return 1;
    }
    int signal = 0;
    sigwait(&signals, &signal);
    (*server)->stop();
    return 0;
}
