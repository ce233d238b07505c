#include "endpoint/links.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::endpoint;
using service::QuestionOrder;

namespace {

const Links links{"", "https://history.example"};

} // namespace

TEST_CASE("Addresses are Stack Exchange's") {
    CHECK(links.question(QuestionId{175}, "Why so?").text() == "/questions/175/why-so");
    CHECK(links.short_question(QuestionId{175}).text() == "/q/175");
    CHECK(links.short_answer(AnswerId{176}).text() == "/a/176");
    CHECK(
        links.answer(QuestionId{175}, "Why so?", AnswerId{176}).text()
        == "/questions/175/why-so/176#176"
    );
    CHECK(links.user(UserId{-1}, "Community").text() == "/users/-1/community");
    CHECK(links.revisions(PostId{175}).text() == "/posts/175/revisions");
    CHECK(links.revision("0f-1").text() == "/revisions/0f-1");
    CHECK(links.tag_info("c++").text() == "/tags/c%2B%2B/info");
    CHECK(links.tagged("c#", QuestionOrder::newest).text() == "/questions/tagged/c%23");
    CHECK(Links::comment_anchor(CommentId{4}, PostId{16}) == "comment4_16");
}

TEST_CASE("A title without letters leaves the slug away, and an answer's address stays whole") {
    CHECK(links.question(QuestionId{175}, "?!").text() == "/questions/175");
    CHECK(links.answer(QuestionId{175}, "?!", AnswerId{176}).text() == "/questions/175/-/176#176");
}

TEST_CASE("The first page and the usual order are left out of an address") {
    CHECK(links.questions(QuestionOrder::votes).text() == "/questions?tab=votes");
    CHECK(links.questions(QuestionOrder::votes, 3).text() == "/questions?tab=votes&page=3");
    CHECK(links.tags().text() == "/tags");
    CHECK(
        links.tags(service::TagOrder::name, "a b", 2).text() == "/tags?tab=name&filter=a%20b&page=2"
    );
    CHECK(
        links.question_page(QuestionId{1}, "T", service::AnswerOrder::newest, 2).text()
        == "/questions/1/t?order=newest&page=2"
    );
    CHECK(links.search("[tag] \"x y\"").text() == "/search?q=%5Btag%5D%20%22x%20y%22");
}

TEST_CASE("An answer on a further page keeps its order, page and anchor") {
    const service::PostAddress address{
        .question = QuestionId{175},
        .slug = "why",
        .answer = AnswerId{176},
        .page = 2,
        .order = service::AnswerOrder::best
    };
    CHECK(links.post(address).text() == "/questions/175/why?page=2#176");
}

TEST_CASE("A prefix stands before every address, and absolute ones have scheme and host") {
    const Links prefixed{"/history", "http://127.0.0.1:8080"};
    CHECK(prefixed.home().text() == "/history/");
    CHECK(prefixed.absolute(prefixed.feed()).text() == "http://127.0.0.1:8080/history/feeds");
}

TEST_CASE("Words of other scripts are percent-encoded in addresses") {
    CHECK(links.question(QuestionId{1}, "Да").text() == "/questions/1/%D0%B4%D0%B0");
}

TEST_CASE("An imported post's first page is named only where the origin is an address") {
    const auto url = origin_post_url("https://beer.stackexchange.com/", PostId{4}, true);
    REQUIRE(url.has_value());
    CHECK(url->text() == "https://beer.stackexchange.com/a/4");
    CHECK_FALSE(origin_post_url("beer", PostId{4}, true).has_value());
    CHECK(origin_host("https://beer.stackexchange.com/x") == "beer.stackexchange.com");
}

TEST_CASE("A licence is linked to its deed if it is one of Creative Commons") {
    CHECK(license_url("CC BY-SA 3.0")->text() == "https://creativecommons.org/licenses/by-sa/3.0/");
    CHECK_FALSE(license_url("All rights reserved").has_value());
    CHECK_FALSE(license_url("CC ").has_value());
    CHECK(license_url("CC ../x 1")->text() == "https://creativecommons.org/licenses/..%2Fx/1/");
}
