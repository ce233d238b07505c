#include "http/headers.h"

#include <doctest/doctest.h>

#include <string>

namespace attest::http {

namespace {

std::string accepted(std::string_view field) {
    const AcceptedEncodings encodings = parse_accept_encoding(field);
    return std::string{encodings.brotli ? "br " : ""} + (encodings.gzip ? "gzip" : "");
}

} // namespace

TEST_CASE("Accept-Encoding is read with its weights") {
    CHECK(accepted("") == "");
    CHECK(accepted("gzip") == "gzip");
    CHECK(accepted("gzip, deflate, br, zstd") == "br gzip");
    CHECK(accepted("GZIP;Q=0.5 , bR") == "br gzip");
    CHECK(accepted("gzip;q=0") == "");
    CHECK(accepted("gzip;q=0.000, br;q=0.001") == "br ");
    CHECK(accepted("gzip ; q=1.000") == "gzip");
    CHECK(accepted("*") == "br gzip");
    CHECK(accepted("*;q=0") == "");
    CHECK(accepted("br;q=0, *") == "gzip");
    CHECK(accepted("identity, *;q=0, gzip") == "gzip");
    CHECK(accepted("x-gzip") == "gzip");
    CHECK(accepted(",, gzip ,") == "gzip");
    CHECK(accepted("gzipx, xgzip, brr") == "");
}

TEST_CASE("An Accept-Encoding that cannot be read accepts nothing") {
    for (const char* field :
         {"gzip;q=2",
          "gzip;q=",
          "gzip;q=a",
          "gzip;q=0.1234",
          "gzip;q=1.001",
          "gzip;q=.5",
          "gzip q=1",
          "gzip;",
          "gzip;level=1",
          ";q=1"}) {
        CAPTURE(field);
        CHECK(accepted(field) == "");
    }
}

TEST_CASE("If-None-Match compares weakly") {
    CHECK(matches_etag("\"a\"", "\"a\""));
    CHECK(matches_etag("W/\"a\"", "\"a\""));
    CHECK(matches_etag("\"a\"", "W/\"a\""));
    CHECK(matches_etag("\"b\" , W/\"a\"", "W/\"a\""));
    CHECK(matches_etag(" * ", "\"a\""));
    CHECK_FALSE(matches_etag("", "\"a\""));
    CHECK_FALSE(matches_etag("*", ""));
    CHECK_FALSE(matches_etag("a", "\"a\""));
    CHECK_FALSE(matches_etag("\"A\"", "\"a\""));
    CHECK_FALSE(matches_etag("w/\"a\"", "\"a\""));
    CHECK_FALSE(matches_etag("\"aa\", \"b\"", "\"a\""));
}

TEST_CASE("An ETag follows the bytes") {
    CHECK(weak_etag("a") == weak_etag("a"));
    CHECK(weak_etag("a") != weak_etag("b"));
    CHECK(weak_etag("").starts_with("W/\""));
    CHECK(weak_etag("x").ends_with("\""));
}

TEST_CASE("A list of tokens is read ignoring case") {
    CHECK(has_token("close", "close"));
    CHECK(has_token("keep-alive, Close", "close"));
    CHECK_FALSE(has_token("closed, not-close", "close"));
    CHECK_FALSE(has_token("", "close"));
}

} // namespace attest::http
