// Stories of one who reads: lists, questions, tags, people, and addresses that lead somewhere else
// or nowhere.
#include "http/reader.h"
#include "service/evidence.h"
#include "service/waiting_checks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

using namespace attest;

namespace {

/// Of a claim of the answer: its page, the form in which somebody without an account says what he
/// found, and the page on which that waits.
std::vector<std::string> pages_of_a_claim(const Reader& reader) {
    const domain::Actor jane{
        .user = reader.jane,
        .account = {},
        .display_name = "Jane Austen",
        .reputation = 1'204,
        .joined_at = {},
    };
    const ClaimId claim =
        must(service::ask_for_source(reader.site, jane, post_id(reader.answer), "It was so."));
    const CitationId citation = must(service::add_citation(
        reader.site, jane, {.claim = claim, .citation = fmt::format("@{}, p. 79", reader.source)}
    ));
    const std::string token = must(service::keep_check(
        reader.site.network(),
        reader.site,
        {.citation = citation, .verdict = domain::Verdict::yes, .address = "192.0.2.1"},
        "192.0.2.1"
    ));
    return {
        fmt::format("/claims/{}", claim.value),
        fmt::format("/citations/{}/check?verdict=no", citation.value),
        "/checks/" + token,
    };
}

/// Also those that hold a form, and so are each reader's own.
std::vector<std::string> every_page_and_form(const Reader& reader) {
    std::vector<std::string> paths = every_page(reader);
    paths.emplace_back("/help-check");
    paths.emplace_back("/help-check?show=links");
    std::ranges::move(pages_of_a_claim(reader), std::back_inserter(paths));
    return paths;
}

} // namespace

TEST_CASE("Every page answers GET, and HEAD with the same fields and no body") {
    const Reader reader;
    for (const std::string& path : every_page_and_form(reader)) {
        CAPTURE(path);
        const http::ReceivedAnswer page = reader.get(path);
        CHECK(page.status == 200);
        CHECK_FALSE(page.body.empty());
        CHECK_FALSE(page.header("x-attest-statements").empty());

        const http::ReceivedAnswer head = reader.ask("HEAD", path, "");
        CHECK(head.status == 200);
        CHECK(head.body.empty());
        CHECK(head.header("content-length") == page.header("content-length"));
        const bool has_token =
            page.header("cache-control").contains("private"); // another each time
        CHECK((has_token || head.header("etag") == page.header("etag")));
    }
}

TEST_CASE("A browser that has a page is told that it is still the newest") {
    const Reader reader;
    for (const std::string& path : every_page(reader)) {
        CAPTURE(path);
        const std::string etag = reader.get(path).header("etag");
        REQUIRE_FALSE(etag.empty());
        const http::ReceivedAnswer again = reader.get(path, "If-None-Match: " + etag + "\r\n");
        CHECK(again.status == 304);
        CHECK(again.header("cache-control") == "no-cache");
    }
}

TEST_CASE("Every answer carries the security headers, errors too") {
    const Reader reader;
    std::vector<std::string> paths = every_page_and_form(reader);
    for (const char* more :
         {"/nowhere", "/questions/999999", "/questions?tab=nonsense", "/q/abc", "/%00"})
        paths.emplace_back(more);
    for (const std::string& path : paths) {
        CAPTURE(path);
        const http::ReceivedAnswer page = reader.get(path);
        CHECK(page.header("content-security-policy").contains("default-src 'none'"));
        CHECK(page.header("x-content-type-options") == "nosniff");
        CHECK_FALSE(page.header("referrer-policy").empty());
        CHECK_FALSE(page.header("x-request-id").empty());
    }
}

TEST_CASE("A question page shows question, answer, comment and their authors") {
    const Reader reader;
    const http::ReceivedAnswer page = reader.get(reader.question_path());
    REQUIRE(page.status == 200);
    CHECK(page.body.contains("Why did the Julian calendar drift?"));
    CHECK(page.body.contains("Jane Austen"));
    CHECK(page.body.contains("Thank you."));
    // The anchors of the old site.
    CHECK(page.body.contains(fmt::format(R"(id="{}")", reader.question.value)));
    CHECK(page.body.contains(fmt::format(R"(id="{}")", reader.answer.value)));
    CHECK(page.body.contains(
        fmt::format(R"(id="comment{}_{}")", reader.comment.value, reader.answer.value)
    ));
    CHECK(page.body.contains(R"(<link rel="canonical" href="http://localhost/questions/)"));
}

TEST_CASE("Another spelling of a question's address leads to the right one") {
    const Reader reader;
    const std::string right = reader.question_path();
    const std::string front = fmt::format("/questions/{}", reader.question.value);
    for (const std::string& other : {front, front + "/another-title", front + "/WHY"}) {
        CAPTURE(other);
        const http::ReceivedAnswer page = reader.get(other);
        CHECK(page.status == 301);
        CHECK(page.header("location") == right);
        CHECK(page.header("cache-control") == "no-cache"); // the title may change back
    }
    // The order asked for is kept.
    CHECK(reader.get(front + "?order=newest").header("location") == right + "?order=newest");
}

TEST_CASE("Short links lead to the post") {
    const Reader reader;
    const std::string at_answer = fmt::format("{}#{}", reader.question_path(), reader.answer.value);
    const std::int64_t question = reader.question.value;
    const std::int64_t answer = reader.answer.value;
    CHECK(reader.get(fmt::format("/q/{}", question)).status == 302);
    CHECK(reader.get(fmt::format("/q/{}", question)).header("location") == reader.question_path());
    for (const std::string& path :
         {fmt::format("/a/{}", answer),
          fmt::format("/a/{}/17", answer),
          fmt::format("/q/{}", answer),
          fmt::format("/posts/{}", answer),
          fmt::format("{}/{}", reader.question_path(), answer)}) {
        CAPTURE(path);
        CHECK(reader.get(path).status == 302);
        CHECK(reader.get(path).header("location") == at_answer);
    }
}

TEST_CASE("An answer on the second page is found through its short link") {
    Reader reader;
    AnswerId last{};
    for (int index = 0; index < service::answers_per_page + 3; ++index)
        last = reader.site.an_answer(reader.question).scoring(-index - 1);
    const http::ReceivedAnswer page = reader.get(fmt::format("/a/{}", last.value));
    const std::string location = page.header("location");
    CHECK(location == fmt::format("{}?page=2#{}", reader.question_path(), last.value));
    const http::ReceivedAnswer second = reader.get(location.substr(0, location.find('#')));
    CHECK(second.status == 200);
    CHECK(second.body.contains(fmt::format(R"(id="{}")", last.value)));
}

TEST_CASE("A person's page has the name in its address") {
    const Reader reader;
    const std::string front = fmt::format("/users/{}", reader.jane.value);
    CHECK(reader.get(front).status == 301);
    CHECK(reader.get(front).header("location") == reader.user_path());
    CHECK(
        reader.get(front + "/other?tab=answers").header("location")
        == reader.user_path() + "?tab=answers"
    );
}

TEST_CASE("A tag's short address leads to its questions") {
    const Reader reader;
    CHECK(reader.get("/tags/calendar").status == 301);
    CHECK(reader.get("/tags/calendar").header("location") == "/questions/tagged/calendar");
}

TEST_CASE("What is not there is 404 with a search box") {
    const Reader reader;
    for (const char* path :
         {"/nowhere",
          "/questions/999999",
          "/questions/999999/slug",
          "/questions/abc",
          "/questions/01",
          "/questions/99999999999999999999",
          "/questions/tagged/unheard-of",
          "/tags/unheard-of",
          "/tags/unheard-of/info",
          "/users/999999",
          "/users/abc/name",
          "/q/999999",
          "/a/x",
          "/posts/999999",
          "/questions?page=2",
          "/questions?page=0",
          "/questions?page=99999",
          "/tags?page=7",
          "/users?page=7",
          "/sitemaps/123",
          "/feeds/tag/unheard-of",
          "/feeds/question/999999",
          "/feeds/user/999999"}) {
        CAPTURE(path);
        const http::ReceivedAnswer page = reader.get(path);
        CHECK(page.status == 404);
        CHECK(page.body.contains(R"(<input class="search__box" type="search" id="q-main")"));
        CHECK(page.header("cache-control") == "no-store");
    }
}

TEST_CASE("A request that cannot be read is told what is wrong") {
    const Reader reader;
    const http::ReceivedAnswer unknown_tab = reader.get("/questions?tab=nonsense");
    CHECK(unknown_tab.status == 400);
    CHECK(unknown_tab.body.contains("tab must be one of newest, active"));

    const http::ReceivedAnswer twice = reader.get("/questions?page=1&page=2");
    CHECK(twice.status == 400);
    CHECK(twice.body.contains("only once"));

    const http::ReceivedAnswer long_filter = reader.get("/tags?filter=" + std::string(1'001, 'a'));
    CHECK(long_filter.status == 400);
    CHECK(long_filter.body.contains("at most 1000 characters"));

    CHECK(reader.get("/questions?after=x").status == 400);
}

TEST_CASE("A method that a page does not know is refused with the ones it does") {
    const Reader reader;
    const http::ReceivedAnswer page = reader.ask("POST", "/about", "Content-Length: 0\r\n");
    CHECK(page.status == 405);
    CHECK(page.header("allow").contains("GET"));
}

TEST_CASE("Unknown parameters are ballast, not an error") {
    const Reader reader;
    CHECK(reader.get("/questions?utm_source=letter").status == 200);
    CHECK(reader.get(reader.question_path() + "?fbclid=1").status == 200);
}

TEST_CASE("A list goes on behind its last numbered page") {
    Reader reader;
    QuestionId newest{};
    for (int index = 0; index < 35; ++index)
        newest = reader.site.a_question().tagged({"calendar"}).post();
    const http::ReceivedAnswer first = reader.get("/questions");
    CHECK(first.body.contains(R"(href="/questions?tab=newest&amp;page=2")"));
    const http::ReceivedAnswer second = reader.get("/questions?page=2");
    CHECK(second.status == 200);
    CHECK(second.body.contains("Why did the Julian calendar drift?"));

    const http::ReceivedAnswer after =
        reader.get(fmt::format("/questions?tab=newest&after={}", newest.value));
    CHECK(after.status == 200);
    CHECK_FALSE(after.body.contains(fmt::format("/questions/{}/", newest.value)));
}

TEST_CASE("A site in Russian speaks Russian") {
    Reader reader;
    reader.site.settings().languages = {"ru", "en"};
    const http::ReceivedAnswer page = reader.get("/");
    CHECK(page.body.contains(R"(<html lang="ru" dir="ltr">)"));
    CHECK(page.body.contains("1 вопрос"));
    CHECK(page.body.contains("2024\u00A0г."));
    CHECK(reader.get("/nowhere").body.contains("Здесь ничего нет"));
}

TEST_CASE("A site below a prefix keeps it in every link") {
    Reader reader;
    reader.site.settings().path_prefix = "/history";
    CHECK(reader.get("/").status == 404);
    CHECK(reader.get("/").body.contains(R"(href="/history/")"));
    const http::ReceivedAnswer home = reader.get("/history");
    CHECK(home.status == 200);
    CHECK_FALSE(home.body.contains(R"(href="/questions)"));
    CHECK_FALSE(home.body.contains(R"(href="/users)"));
    CHECK(home.body.contains(R"(href="/history/questions/)"));
    CHECK(reader.get("/history" + reader.question_path()).status == 200);
}

TEST_CASE("Headers that name another address change no byte of a page") {
    const Reader reader;
    const std::string plain = reader.get(reader.question_path()).body;
    for (const char* name :
         {"X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Original-URL",
          "X-Rewrite-URL",
          "Forwarded",
          "X-Host",
          "X-Forwarded-Server",
          "X-HTTP-Method-Override",
          "Accept-Language",
          "Origin",
          "Referer",
          "X-Forwarded-Prefix"}) {
        CAPTURE(name);
        const http::ReceivedAnswer page =
            reader.get(reader.question_path(), fmt::format("{}: evil.example\r\n", name));
        CHECK(page.status == 200);
        CHECK(page.body == plain);
    }
}

TEST_CASE("No page of the readers costs more than six statements") {
    const Reader reader;
    for (const std::string& path : every_page(reader)) {
        CAPTURE(path);
        const std::string statements = reader.get(path).header("x-attest-statements");
        CHECK(parse_number<int>(statements).value_or(99) <= 6);
    }
}

TEST_CASE("A claim's pages cost at most ten statements") {
    const Reader reader;
    for (const std::string& path : pages_of_a_claim(reader)) {
        CAPTURE(path);
        const std::string statements = reader.get(path).header("x-attest-statements");
        CHECK(parse_number<int>(statements).value_or(99) <= 10);
    }
}
