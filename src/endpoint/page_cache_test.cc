#include "endpoint/page_cache.h"

#include "endpoint/cached_answer.h"
#include "http/request.h"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::endpoint;

namespace {

const http::DefaultHeaders no_headers{};
const std::function<void(std::string_view)> nobody{};

/// A handler whose page says a number, and which counts how often it is asked.
struct Handler {
    int renders = 0;
    std::string body = "<p>1</p>";
    QuestionId question{175};
    std::optional<Duration> age;

    Rendered operator()() {
        ++renders;
        Rendered rendered{.response = http::page(200, body), .caching = {}};
        rendered.response.set("ETag", http::weak_etag(body));
        rendered.caching.depends_on(question);
        if (age) rendered.caching.keep_at_most(*age);
        return rendered;
    }
};

struct Fixture {
    service::Stamps stamps;
    std::int64_t now = 0;
    PageCache cache{{.bytes_max = 1024 * 1024, .clock = [this] { return now; }}};
    Handler handler;

    std::string ask(const std::string& target = "/questions/175/slug", bool verifies = false) {
        const http::Request request = http::Request::from_parts({.target = target});
        return std::string{
            cached_answer(
                cache,
                stamps,
                request.head(),
                {.default_headers = no_headers, .verifies = verifies, .on_difference = nobody},
                [&] { return handler(); }
            ).response.body_view()
        };
    }

    void change(const std::string& body) {
        handler.body = body;
        stamps.bump(domain::stamp_of_question(handler.question));
    }
};

} // namespace

TEST_CASE("A page is kept when it is asked for the second time") {
    Fixture site;
    for (int times = 0; times < 5; ++times)
        CHECK(site.ask() == "<p>1</p>");
    CHECK(site.handler.renders == 2);
    CHECK(site.cache.metrics().entries == 1);
    CHECK(site.cache.metrics().hits == 3);
}

TEST_CASE("A change of what a page shows is seen at once, another's change costs nothing") {
    Fixture site;
    site.ask();
    site.ask();
    site.stamps.bump(domain::stamp_of_question(QuestionId{176}));
    CHECK(site.ask() == "<p>1</p>");
    CHECK(site.handler.renders == 2);

    site.change("<p>2</p>");
    CHECK(site.ask() == "<p>2</p>");
    CHECK(site.ask() == "<p>2</p>");
    CHECK(site.handler.renders == 3);
}

TEST_CASE("A change while the page is rendered leaves nothing old behind") {
    Fixture site;
    site.ask();
    const http::Request request = http::Request::from_parts({.target = "/questions/175/slug"});
    // The render has read the old text; then a writer commits and acknowledges.
    const auto overtaken = [&] {
        Rendered rendered = site.handler();
        site.change("<p>2</p>");
        return rendered;
    };
    cached_answer(
        site.cache,
        site.stamps,
        request.head(),
        {.default_headers = no_headers, .verifies = false, .on_difference = nobody},
        overtaken
    );
    CHECK(site.ask() == "<p>2</p>");
}

TEST_CASE("A page that meets a new dependency is rendered again before it is kept") {
    Fixture site;
    site.ask();
    site.handler.question = QuestionId{176}; // as if a link to another question had been added
    site.ask();
    CHECK(site.handler.renders == 3);
    site.change("<p>2</p>");
    CHECK(site.ask() == "<p>2</p>");
}

TEST_CASE("A page of the hour is made anew when its time is over") {
    Fixture site;
    site.handler.age = seconds(60);
    site.ask();
    site.ask();
    site.now += 59'999;
    site.ask();
    CHECK(site.handler.renders == 2);
    site.now += 2;
    site.ask();
    CHECK(site.handler.renders == 3);
    CHECK(site.cache.metrics().outdated == 1);
}

TEST_CASE("A page without dependencies and a page for one reader are not kept") {
    Fixture site;
    int renders = 0;
    const http::Request request = http::Request::from_parts({.target = "/search?q=x"});
    for (int times = 0; times < 3; ++times) {
        cached_answer(
            site.cache,
            site.stamps,
            request.head(),
            {.default_headers = no_headers, .verifies = false, .on_difference = nobody},
            [&] {
                ++renders;
                Rendered rendered{.response = http::page(200, "x"), .caching = {}};
                rendered.caching.depends_on_site();
                rendered.caching.never();
                return rendered;
            }
        );
    }
    CHECK(renders == 3);
    CHECK(site.cache.metrics().entries == 0);
}

TEST_CASE("The least recently used pages leave when the memory is full") {
    Fixture site;
    site.handler.body = std::string(20'000, 'x');
    for (int number = 0; number < 200; ++number) {
        const std::string target = "/questions/175/slug?page=" + std::to_string(number + 2);
        site.ask(target);
        site.ask(target);
        site.ask("/questions/175/slug"); // used all the time
    }
    const PageCacheMetrics metrics = site.cache.metrics();
    CHECK(metrics.bytes <= 1024 * 1024);
    CHECK(metrics.evicted > 0);
    const int before = site.handler.renders;
    site.ask("/questions/175/slug");
    CHECK(site.handler.renders == before);
}

TEST_CASE("A page that forgot to say what it depends on is noticed") {
    Fixture site;
    site.ask();
    site.ask();
    CHECK(site.ask("/questions/175/slug", true) == "<p>1</p>");
    CHECK(site.cache.metrics().differences == 0);
    site.handler.body = "<p>2</p>"; // changed, and no stamp was bumped
    site.ask("/questions/175/slug", true);
    CHECK(site.cache.metrics().differences == 1);
}

TEST_CASE("One thread renders a page while the others wait for it") {
    Fixture site;
    site.ask();
    std::atomic<int> at_once{0};
    std::atomic<int> most{0};
    std::vector<std::jthread> readers;
    for (int number = 0; number < 8; ++number) {
        readers.emplace_back([&] {
            const http::Request request =
                http::Request::from_parts({.target = "/questions/175/slug"});
            cached_answer(
                site.cache,
                site.stamps,
                request.head(),
                {.default_headers = no_headers, .verifies = false, .on_difference = nobody},
                [&] {
                    const int now = ++at_once;
                    int seen = most.load();
                    while (seen < now && !most.compare_exchange_weak(seen, now)) {
                    }
                    std::this_thread::sleep_for(std::chrono::milliseconds{5});
                    Rendered rendered = site.handler();
                    --at_once;
                    return rendered;
                }
            );
        });
    }
    readers.clear();
    CHECK(most == 1);
    CHECK(site.handler.renders == 2);
}

TEST_CASE("Only an address that we would write ourselves is kept") {
    constexpr std::array<std::string_view, 2> parameters = {"tab", "page"};
    const auto canonical = [&](const std::string& target) {
        return is_canonical(http::Request::from_parts({.target = target}), parameters);
    };
    CHECK(canonical("/"));
    CHECK(canonical("/questions"));
    CHECK(canonical("/questions?tab=votes&page=2"));
    CHECK(canonical("/questions/tagged/c%2B%2B"));
    CHECK_FALSE(canonical("/questions?page=2&tab=votes"));
    CHECK_FALSE(canonical("/questions?tab=votes&utm=1"));
    CHECK_FALSE(canonical("/%71uestions"));
    CHECK_FALSE(canonical("/questions?tab=%76otes"));
    CHECK_FALSE(canonical("/questions?"));
    CHECK_FALSE(canonical("/questions?tab=votes&tab=votes"));
}

TEST_CASE("A request with a cookie or credentials is not anonymous") {
    const auto anonymous = [](std::vector<http::Header> headers) {
        return is_anonymous(http::Request::from_parts({.headers = std::move(headers)}).head());
    };
    CHECK(anonymous({}));
    CHECK_FALSE(anonymous({{"Cookie", "a=b"}}));
    CHECK_FALSE(anonymous({{"Authorization", "Bearer x"}}));
}

TEST_CASE("The bytes fit the reader: packed, plain, or only the news that nothing is new") {
    Fixture site;
    site.handler.body = std::string(5'000, 'x');
    site.ask();
    site.ask();
    const auto head_for = [&](std::vector<http::Header> headers) {
        const http::Request request = http::Request::from_parts(
            {.target = "/questions/175/slug", .headers = std::move(headers)}
        );
        const auto page = site.cache.find(page_key(request.head()));
        REQUIRE(page != nullptr);
        return pick_answer(*page, request.head());
    };
    CHECK(head_for({}).body.view.size() == 5'000);
    const http::PreparedAnswer packed = head_for({{"Accept-Encoding", "gzip, br"}});
    CHECK(packed.head.view.contains("Content-Encoding: br"));
    CHECK(packed.body.view.size() < 200);
    CHECK(head_for({{"Accept-Encoding", "gzip"}}).head.view.contains("Content-Encoding: gzip"));
    CHECK(head_for({{"If-None-Match", http::weak_etag(site.handler.body)}}).status == 304);
}
