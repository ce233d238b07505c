#include "http/router.h"

#include "http/target.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>

namespace attest::http {

namespace {

/// "3 question=12 slug=why", "none", or "405 GET, HEAD".
std::string look_up(const Router& router, Method method, std::string_view path) {
    const auto segments = parse_path(path);
    REQUIRE(segments.has_value());
    const RouteLookup lookup = router.find(method, *segments);
    if (std::holds_alternative<NoRoute>(lookup)) return "none";
    if (const auto* wrong = std::get_if<WrongMethod>(&lookup)) return "405 " + wrong->allowed;
    const auto& match = std::get<RouteMatch>(lookup);
    std::string text = std::to_string(match.index);
    for (const Capture& capture : match.captures)
        text += fmt::format(" {}={}", capture.name, capture.value);
    return text;
}

Router sample_router() {
    Router router;
    router.add(Method::get, "/", 0);
    router.add(Method::get, "/questions", 1);
    router.add(Method::post, "/questions", 2);
    router.add(Method::get, "/questions/{question}/{slug?}", 3);
    router.add(Method::get, "/questions/ask", 4);
    router.add(Method::post, "/questions/{question}/answers", 5);
    router.add(Method::get, "/questions/tagged/{tags}", 6);
    router.add(Method::get, "/users/{user}/{name?}/{tab?}", 7);
    router.add(Method::delete_, "/questions/ask", 8);
    return router;
}

} // namespace

TEST_CASE("A path finds its route and what it names") {
    const Router router = sample_router();
    CHECK(look_up(router, Method::get, "/") == "0");
    CHECK(look_up(router, Method::get, "/questions") == "1");
    CHECK(look_up(router, Method::post, "/questions") == "2");
    CHECK(look_up(router, Method::get, "/questions/12") == "3 question=12");
    CHECK(look_up(router, Method::get, "/questions/12/why") == "3 question=12 slug=why");
    CHECK(look_up(router, Method::post, "/questions/12/answers") == "5 question=12");
    CHECK(look_up(router, Method::get, "/users/1/jane") == "7 user=1 name=jane");
    CHECK(look_up(router, Method::get, "/users/1/jane/tags") == "7 user=1 name=jane tab=tags");
}

TEST_CASE("A fixed segment goes before a named one, but does not hide it") {
    const Router router = sample_router();
    CHECK(look_up(router, Method::get, "/questions/ask") == "4");
    CHECK(look_up(router, Method::get, "/questions/tagged") == "3 question=tagged");
    CHECK(look_up(router, Method::get, "/questions/tagged/tudor") == "6 tags=tudor");
    CHECK(look_up(router, Method::get, "/questions/12/answers") == "3 question=12 slug=answers");
    CHECK(look_up(router, Method::get, "/questions/ask/x") == "3 question=ask slug=x");
}

TEST_CASE(
    "A named segment takes one segment whole, an encoded slash included, and never an empty one"
) {
    const Router router = sample_router();
    CHECK(look_up(router, Method::get, "/questions/a%2Fb") == "3 question=a/b");
    CHECK(look_up(router, Method::get, "/questions/") == "none");
    CHECK(look_up(router, Method::get, "/questions/12/") == "none");
    CHECK(look_up(router, Method::get, "//questions") == "none");
    CHECK(look_up(router, Method::get, "/Questions") == "none");
    CHECK(look_up(router, Method::get, "/questions/1/2/3") == "none");
}

TEST_CASE("A known path with another method says which are allowed") {
    const Router router = sample_router();
    CHECK(look_up(router, Method::head, "/questions/12") == "3 question=12");
    CHECK(look_up(router, Method::post, "/") == "405 GET, HEAD");
    CHECK(look_up(router, Method::put, "/questions") == "405 GET, HEAD, POST");
    CHECK(look_up(router, Method::post, "/questions/ask") == "405 DELETE, GET, HEAD");
    CHECK(look_up(router, Method::trace, "/questions/12/answers") == "405 GET, HEAD, POST");
    CHECK(look_up(router, Method::put, "/nowhere") == "none");
}

TEST_CASE("A long path costs no more than its length") {
    // A tree in which every level has a fixed and a named branch, where nothing matches at the end.
    Router router;
    router.add(Method::get, "/a/{b}/a/{c}/a/{d}/end", 0);
    router.add(Method::get, "/{a}/a/{b}/a/{c}/a/{d}", 1);
    std::string path;
    for (int count = 0; count < 60; ++count)
        path += "/a";
    const auto began = std::chrono::steady_clock::now();
    for (int count = 0; count < 1'000; ++count)
        CHECK(look_up(router, Method::get, path) == "none");
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{2});
}

} // namespace attest::http
