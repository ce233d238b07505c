#include "http/target.h"

#include "http/request.h"

#include <doctest/doctest.h>

#include <string>

namespace attest::http {

namespace {

using Segments = std::vector<std::string>;

} // namespace

TEST_CASE("A path is decoded once, segment by segment") {
    CHECK(parse_path("/") == Segments{});
    CHECK(parse_path("/a/b") == Segments{"a", "b"});
    CHECK(parse_path("/a/") == Segments{"a", ""});
    CHECK(parse_path("//") == Segments{"", ""});
    CHECK(parse_path("/a%20b/%D1%8F") == Segments{"a b", "я"});
    CHECK(parse_path("/a%2Fb") == Segments{"a/b"});
    CHECK(parse_path("/%2525") == Segments{"%25"});
    CHECK(parse_path("/a+b") == Segments{"a+b"});
    CHECK(parse_path("/..%2f..") == Segments{"../.."});
}

TEST_CASE("A path that decodes to nonsense is none") {
    for (const char* path :
         {"/%",
          "/%1",
          "/%g0",
          "/a%",
          "/%00",
          "/%FF",
          "/%C0%AF",
          "/%ED%A0%80",
          "/%F4%90%80%80",
          "/a/%e2%82"}) {
        CAPTURE(path);
        CHECK_FALSE(parse_path(path).has_value());
    }
}

TEST_CASE("A query is decoded once, and what is repeated is seen") {
    const auto parameters = parse_parameters("q=a+b%2Bc&tag=&x&q=2&&%D1%8F=%26", 10);
    REQUIRE(parameters.has_value());
    CHECK(
        *parameters
        == std::vector<Parameter>{{"q", "a b+c"}, {"tag", ""}, {"x", ""}, {"q", "2"}, {"я", "&"}}
    );
    CHECK(find_parameter(*parameters, "q") == "a b+c");
    CHECK_FALSE(find_parameter(*parameters, "y").has_value());
    CHECK(has_repeated_name(*parameters));
    CHECK_FALSE(has_repeated_name(*parse_parameters("a=1&b=1", 10)));
    CHECK(parse_parameters("a=b=c", 10) == std::vector<Parameter>{{"a", "b=c"}});
    CHECK(parse_parameters("", 0) == std::vector<Parameter>{});
    CHECK_FALSE(parse_parameters("a&b&c", 2).has_value());
    CHECK_FALSE(parse_parameters("a=%", 2).has_value());
    CHECK_FALSE(parse_parameters("%00=a", 2).has_value());
    CHECK_FALSE(parse_parameters("a=%ff", 2).has_value());
}

TEST_CASE("A request keeps its bytes when it moves") {
    Request first = Request::from_parts({
        .method = Method::post,
        .target = "/questions/12/why%3F?sort=votes&sort=new",
        .headers =
            {
                {"Content-Type", "Application/X-WWW-Form-Urlencoded; charset=utf-8"},
                {"Cookie", "a=1; session=abc=d ;b"},
                {"Cookie", "later=yes"},
                {"X-Empty", ""},
            },
        .body = "title=Why%3F&title=again",
        .host = "History.Example:8080",
    });
    const Request request = std::move(first);
    CHECK(request.method() == Method::post);
    CHECK(request.path() == "/questions/12/why?");
    CHECK(request.target() == "/questions/12/why%3F?sort=votes&sort=new");
    CHECK(request.parameter("sort") == "votes");
    CHECK(request.has_repeated_parameter());
    CHECK(request.host() == "history.example:8080");
    CHECK(request.header("COOKIE") == "a=1; session=abc=d ;b");
    CHECK(request.header("x-empty") == "");
    CHECK_FALSE(request.header("x-none").has_value());
    CHECK(request.cookie("session") == "abc=d");
    CHECK(request.cookie("a") == "1");
    CHECK(request.cookie("later") == "yes");
    CHECK_FALSE(request.cookie("b").has_value());
    CHECK(request.content_type() == "application/x-www-form-urlencoded");
    CHECK(request.form_field("title") == "Why?");
    CHECK(request.has_repeated_form_field());
    CHECK(request.request_id().size() == 16);
}

TEST_CASE("A body of another type is no form") {
    const Request request = Request::from_parts({
        .method = Method::post,
        .headers = {{"Content-Type", "text/plain"}},
        .body = "title=Why%",
    });
    CHECK(request.form().empty());
    CHECK(request.body() == "title=Why%");
}

} // namespace attest::http
