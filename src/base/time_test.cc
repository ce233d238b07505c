#include "base/time.h"

#include <doctest/doctest.h>

namespace attest {

TEST_CASE("A dump's time is read and printed without loss") {
    for (const std::string_view text :
         {"2014-01-21T20:26:05.383",
          "1970-01-01T00:00:00.000",
          "1969-12-31T23:59:59.999",
          "2000-02-29T12:00:00.001"}) {
        const Result<Time> time = parse_time(text);
        REQUIRE(time);
        CHECK(format_dump_time(*time) == text);
    }
}

TEST_CASE("Shorter and longer writings of a time are read") {
    CHECK(parse_time("2014-01-21")->milliseconds == 1'390'262'400'000);
    CHECK(parse_time("2014-01-21T00:00")->milliseconds == 1'390'262'400'000);
    CHECK(parse_time("2014-01-21T00:00:01.5")->milliseconds == 1'390'262'401'500);
    CHECK(parse_time("2014-01-21T00:00:01.1239999Z")->milliseconds == 1'390'262'401'123);
}

TEST_CASE("What is not a time is refused") {
    for (const std::string_view text :
         {"",
          "2014",
          "2014-13-01",
          "2014-02-30",
          "2014-01-21T25:00",
          "2014-01-21T10:61",
          "2014-01-21 10:00",
          "2014-01-21T10:00:00.",
          "2014-01-21x"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_time(text));
    }
}

TEST_CASE("A time is printed for HTTP and for feeds") {
    const Time time{784'111'777'000};
    CHECK(format_http_date(time) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(format_rfc3339(time) == "1994-11-06T08:49:37Z");
}

} // namespace attest
