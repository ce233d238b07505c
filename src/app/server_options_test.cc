#include "app/server_options.h"

#include <doctest/doctest.h>

namespace attest::app {

TEST_CASE("An address to listen at is read, IPv4 and IPv6") {
    CHECK(listen_options("127.0.0.1:8080")->port == 8080);
    CHECK(listen_options("[::1]:80")->address == "::1");
    for (const std::string_view bad :
         {"", "8080", "localhost:80", "127.0.0.1:", "127.0.0.1:99999", "1.2.3:80"}) {
        CAPTURE(bad);
        CHECK_FALSE(listen_options(bad));
    }
}

TEST_CASE("A log level that does not exist is refused") {
    CHECK(parse_log_level("warning") == LogLevel::warning);
    CHECK_FALSE(parse_log_level("loud"));
}

} // namespace attest::app
