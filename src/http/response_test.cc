#include "http/response.h"

#include "base/compress.h"
#include "http/metrics.h"

#include <doctest/doctest.h>

namespace attest::http {

TEST_CASE("No header can be split") {
    Response response = see_other("/a\r\nSet-Cookie: evil=1\r\n\r\n<script>");
    const PreparedAnswer answer = prepare_answer(std::move(response), Scheme::http, {});
    CHECK(answer.head.view.contains("Location: /a  Set-Cookie: evil=1    <script>\r\n"));
    CHECK_FALSE(answer.head.view.contains("\r\nSet-Cookie"));
}

TEST_CASE("The defaults are on every answer, and a handler has the last word") {
    Response response = text(200, "x");
    response.set("content-security-policy", "sandbox");
    const PreparedAnswer http = prepare_answer(response, Scheme::http, security_headers());
    CHECK(http.head.view.contains("content-security-policy: sandbox\r\n"));
    CHECK_FALSE(http.head.view.contains("default-src"));
    CHECK(http.head.view.contains("X-Content-Type-Options: nosniff\r\n"));
    CHECK_FALSE(http.head.view.contains("Strict-Transport-Security"));
    const PreparedAnswer https = prepare_answer(response, Scheme::https, security_headers());
    CHECK(https.head.view.contains(
        "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n"
    ));
}

TEST_CASE("An answer says how long it is, unless it has no body") {
    CHECK(prepare_answer(text(200, "abc"), Scheme::http, {})
              .head.view.contains("Content-Length: 4\r\n"));
    CHECK(
        prepare_answer(see_other("/"), Scheme::http, {}).head.view.contains("Content-Length: 0\r\n")
    );
    CHECK_FALSE(
        prepare_answer(not_modified("\"a\""), Scheme::http, {}).head.view.contains("Content-Length")
    );
    CHECK_FALSE(prepare_answer(
                    {.status = 204, .headers = {}, .body = {}, .shared_body = {}}, Scheme::http, {}
    )
                    .head.view.contains("Content-Length"));
}

TEST_CASE("Fields are replaced or added, and Vary is added to") {
    Response response = page(200, std::string(2'000, 'a'));
    response.add("Set-Cookie", "a=1").add("Set-Cookie", "b=2").set("vary", "Cookie");
    const Request request = Request::from_parts({.headers = {{"Accept-Encoding", "gzip"}}});
    const PreparedAnswer answer = finish(response, request.head(), {});
    CHECK(answer.head.view.contains("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"));
    CHECK(answer.head.view.contains("Vary: Cookie, Accept-Encoding\r\n"));
    CHECK(answer.body.view == gzip(std::string(2'000, 'a'), 1));

    response.may_compress = false;
    CHECK(finish(response, request.head(), {}).body.view.size() == 2'000);
}

TEST_CASE("Shared bytes are sent as they are, and outlive the response") {
    Response response = page(200, "");
    response.shared_body = share("shared");
    const Request request = Request::from_parts({});
    const PreparedAnswer answer = finish(std::move(response), request.head(), {});
    CHECK(answer.body.view == "shared");
    CHECK(answer.head.view.contains("Content-Length: 6\r\n"));
}

TEST_CASE("Texts are worth packing, pictures are not") {
    for (const char* type :
         {"text/html; charset=utf-8",
          "TEXT/css",
          "application/json",
          "application/atom+xml",
          "image/svg+xml"}) {
        CHECK(is_compressible(type));
    }
    for (const char* type :
         {"image/png", "font/woff2", "application/pdf", "application/octet-stream", "", "texts/html"
         }) {
        CHECK_FALSE(is_compressible(type));
    }
}

TEST_CASE("Metrics are printed for Prometheus") {
    Metrics metrics;
    metrics.answers_by_class = {0, 12, 3, 4, 5};
    metrics.read_queue = 7;
    const std::string text = format_metrics(metrics);
    CHECK(text.contains("# TYPE attest_http_answers_total counter\n"));
    CHECK(text.contains("attest_http_answers_total{class=\"2xx\"} 12\n"));
    CHECK(text.contains("attest_http_queue_length{lane=\"read\"} 7\n"));
    CHECK(text.ends_with("\n"));
}

} // namespace attest::http
