// Searching as readers meet it: what is found, and how the page shows it.
#include "domain/slug.h"
#include "http/reader.h"
#include "search/index.h"
#include "search/updater.h"
#include "web/routes.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>

using namespace attest;

namespace {

struct Searcher : Reader {
    std::unique_ptr<search::SearchIndex> index =
        must(search::SearchIndex::open({.directory = site.folder() / "index", .languages = {"en"}})
        );

    Searcher() { site.use_index(index.get()); }

    void bring_index_up_to_date() const {
        must(search::bring_up_to_date(*index, site.database(), {}));
    }

    [[nodiscard]] std::string search(std::string_view query) const {
        return get("/search?q=" + percent_encode(query)).body;
    }
};

} // namespace

TEST_CASE("A name is found in another script without a record, with the words marked") {
    Searcher reader;
    reader.site.a_question().titled("Ссылка").saying("Тогда Троцкий жил в Алма-Ате.").post();
    reader.site.a_question().titled("Verbannung").saying("Dort war Trotzki zu Gast.").post();
    reader.site.a_question().titled("Пьеса").saying("Её написал Чехов.").post();
    reader.bring_index_up_to_date();

    const std::string found = reader.search("Trotsky");
    CHECK(found.contains("<mark>Троцкий</mark>"));
    CHECK(found.contains("<mark>Trotzki</mark>"));
    CHECK(reader.search("Троцкий").contains("<mark>Trotzki</mark>"));
    CHECK_FALSE(reader.search("\"Trotsky\"").contains("<mark>"));
    CHECK_FALSE(reader.search("Шехов").contains("<mark>"));
    CHECK(reader.search("Чехов").contains("<mark>Чехов</mark>"));
}

TEST_CASE("A search that finds dated claims leads to their timeline") {
    Searcher reader;
    const Member writer = reader.site.a_member("Vera Writer", 1'000);
    const QuestionId palace = reader.site.a_question().titled("When did the palace fall?");
    reader.post_as(
        writer,
        fmt::format("/questions/{}/answers", palace.value),
        {{"body", fmt::format("The palace fell on 25 October 1917 [@{}, p. 6].", reader.source)},
         {"idempotency_key", "one"}}
    );
    reader.bring_index_up_to_date();

    constexpr std::string_view link = R"(<a href="/timeline?q=palace">Timeline</a>)";
    CHECK(reader.search("palace").contains(link));
    CHECK(reader.get("/timeline?q=palace").body.contains("25 October 1917"));
    CHECK(reader.search("in:1917").contains(R"(href="/timeline?q=in%3A1917")"));
    CHECK_FALSE(reader.search("Julian").contains("/timeline?q="));
}

TEST_CASE("No title hides a question behind another page of it") {
    Searcher reader;
    for (const char* title : {"Timeline", "Map", "Answers"}) {
        CAPTURE(title);
        const QuestionId question = reader.site.a_question().titled(title);
        const std::string at = fmt::format("/questions/{}", question.value);
        const http::ReceivedAnswer moved = reader.get(at);
        REQUIRE(moved.status == 301);
        const std::string location = moved.header("location");
        const std::string page = reader.get(location).body;
        CHECK(page.contains(fmt::format("<title>{}", title)));
        CHECK(page.contains("QAPage"));
        CHECK(reader.get(at + "/timeline").status == 200);
        CHECK(reader.get(at + "/map").status == 200);
    }
    // A page that is added below questions must be added to the words of slugs.
    constexpr std::string_view below = "/questions/{question}/";
    for (const std::span<const endpoint::Route> routes : web::routes()) {
        for (const endpoint::Route& route : routes) {
            if (!route.path.starts_with(below)) continue;
            const std::string_view word = route.path.substr(below.size());
            CAPTURE(word);
            CHECK(domain::make_slug(word) != word);
        }
    }
}
