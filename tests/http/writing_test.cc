// What a writer is told while writing: claims, what is amiss with their citations, where a quote
// stands, and what an edit would lose. With and without a script.
#include "http/reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

/// A library with a journal, of which pages 78 to 80 are scanned, and a book that is not.
struct Desk : Reader {
    Member writer = site.a_member("Vera Writer", 1'000);
    QuestionId asked = site.a_question().titled("Who signed the order?").post();
    std::string answer_path = fmt::format("/questions/{}/answers", asked.value);

    Desk() {
        site.advance(days(10));
        int origin = 0;
        for (const char* key : {"vizh-1990-1", "serge-1937"}) {
            site.run(fmt::format(
                "INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
                "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
                "VALUES ('{0}', '{{}}', 'Work {0}', '', '1990', 1, 0, '', '{0}', '', '', {1}, 0, "
                "1)",
                key,
                ++origin
            ));
        }
        site.run("INSERT INTO source_words (source_id, word) SELECT id, 'vizh' FROM sources WHERE "
                 "key = 'vizh-1990-1'");
        site.run(
            "INSERT INTO source_files (id, source_id, sha256, name, media_type, bytes, page_count, "
            "label_offset, rights, state, failure, created_at) SELECT 1, id, 'x', 'a.pdf', "
            "'application/pdf', 9, 3, 77, 1, 1, '', 0 FROM sources WHERE key = 'vizh-1990-1'"
        );
        const std::vector<std::string> pages{
            "Of the weather in that year nothing more need be told to anybody.",
            "The order was signed by the head of the department on the same night.",
            "Nobody in the town had heard of it until the paper came in spring.",
        };
        for (std::size_t index = 0; index < pages.size(); ++index) {
            site.run(fmt::format(
                "INSERT INTO source_pages VALUES (1, {}, '', 1000, 1400, '{}', x'', 1, 1, '', '', "
                "'')",
                index,
                pages[index]
            ));
        }
    }

    http::ReceivedAnswer preview(const std::string& body) {
        return post_as(writer, answer_path, {{"body", body}, {"act", "preview"}});
    }

    http::ReceivedAnswer answer(const std::string& body) {
        return post_as(
            writer,
            answer_path,
            {{"body", body}, {"idempotency_key", fmt::format("key-{}", site.next_number())}}
        );
    }
};

} // namespace

TEST_CASE("A preview without a script tells what is amiss where it stands, and keeps the text") {
    Desk desk;
    const std::string text = "He <signed> it, so they say [@vizh-1990, p. 79].\n\n"
                             "Nobody was told of it then [@vizh-1990-1, p. seventy].\n\n"
                             "The paper was silent of it [@serge-1937, ].";
    const http::ReceivedAnswer page = desk.preview(text);
    REQUIRE(page.status == 200);
    CHECK(page.body.contains("No source here is called “vizh-1990”."));
    CHECK(page.body.contains("Perhaps vizh-1990-1?"));
    CHECK(page.body.contains("“seventy” is no page that can be looked up."));
    CHECK(page.body.contains("Say where in it after the comma"));
    CHECK(page.body.contains("line 1"));
    CHECK(page.body.contains("line 3"));
    CHECK(page.body.contains("line 5"));
    CHECK(page.body.contains("2 claims, 3 to mend"));
    CHECK(page.body.contains("He &lt;signed&gt; it, so they say [@vizh-1990, p. 79]."));
    CHECK(page.body.contains(R"(<a class="mark mark--disputed" href="#body-claim-1")"));
    CHECK_FALSE(page.body.contains("<signed>"));
}

TEST_CASE("A refused answer comes back with its text, its claims, and nothing was written") {
    Desk desk;
    const http::ReceivedAnswer page =
        desk.answer("He signed it on that very night, as is known [@nobody-1900, p. 5].");
    CHECK(page.status == 422);
    CHECK(page.body.contains("No source here is called “nobody-1900”."));
    CHECK(page.body.contains(R"(id="body-claim-1")"));
    CHECK(page.body.contains("on that very night, as is known [@nobody-1900, p. 5].</textarea>"));
    CHECK(desk.site.number("SELECT count(*) FROM claims") == 0);
    CHECK(desk.site.number("SELECT count(*) FROM drafts") == 0);
}

TEST_CASE("A quote is looked for where it is said to stand, then anywhere, and the page is offered"
) {
    Desk desk;
    const auto says = [&](const std::string& citation, std::string_view words) {
        const std::string page =
            desk.preview("He signed it in that night [" + citation + "].").body;
        INFO(citation);
        CHECK(page.contains(words));
        return page;
    };
    const std::string quote = ": \"the order was signed by the head of the department\"";
    says("@vizh-1990-1, p. 79" + quote, "Its words stand on p. 79: 100 % alike.");
    says("@vizh-1990-1, pp. 78–80" + quote, "Its words stand on p. 79: 100 % alike.");
    says("@vizh-1990-1, p. 80" + quote, "Not found on this page, but on p. 79: 100 % alike.");
    CHECK(says("@vizh-1990-1" + quote, "Its words stand on p. 79").contains("data-text=\", p. 79\"")
    );
    says(
        "@vizh-1990-1, p. 79: \"thc ordcr was slgned hy thc hed of the departnent\"",
        "Its words stand on p. 79: 8"
    );
    says("@vizh-1990-1, p. 79: \"a quarrel of the bishops about candles\"", "nor on any other");
    says("@vizh-1990-1: \"a quarrel of the bishops about candles\"", "Not found on any page");
    says("@serge-1937, p. 79" + quote, "No scan to look in.");
    says("@serge-1937, quoted in @vizh-1990-1, p. 79" + quote, "Its words stand on p. 79");

    desk.site.run("UPDATE source_files SET label_offset = NULL");
    says("@vizh-1990-1, p. 79" + quote, "on a picture without a page number");
    desk.site.run("UPDATE source_files SET state = 0");
    says("@vizh-1990-1, p. 79" + quote, "The scan is still being read.");
}

TEST_CASE("A scan that a writer may not see tells nothing of what stands in it") {
    Desk desk;
    desk.site.run("UPDATE source_files SET rights = 4, user_id = 999");
    const std::string page =
        desk.preview("He signed it so [@vizh-1990-1, p. 79: \"the order was signed by the head\"].")
            .body;
    CHECK(page.contains("No scan to look in."));
    CHECK_FALSE(page.contains("alike"));
}

TEST_CASE("A script is told the same, with places as it counts them") {
    Desk desk;
    constexpr std::string_view headers = "Accept: application/json\r\n";
    const std::string text = "Приказ 𝄞 был. [He signed it][@vizh-1990, p. 79] then.";
    const http::ReceivedAnswer answer =
        desk.post_as(desk.writer, "/preview", {{"body", text}}, headers);
    REQUIRE(answer.status == 200);
    CHECK(answer.header("content-type") == "application/json");
    CHECK(answer.body.contains(R"(\"mark mark--disputed\")"));
    // 6 letters, a space, a clef of two units, a space, 3 letters, a stop, a space, a bracket.
    CHECK(answer.body.contains(R"(data-begin=\"16\" data-end=\"28\")"));
    CHECK(answer.body.contains(R"("amiss":1)"));
    const std::string key = R"(data-begin=\"31\" data-end=\"40\" data-text=\"vizh-1990-1\")";
    CHECK(answer.body.contains(key));
}

TEST_CASE("An edit that takes citations asks first, changes nothing, and goes through when told") {
    Desk desk;
    CHECK(
        desk.answer("He signed it that same night [@vizh-1990-1, p. 79]. Nobody else knew of it.")
            .status
        == 303
    );
    const std::int64_t post = desk.site.number("SELECT max(id) FROM posts");
    const std::string path = fmt::format("/posts/{}/edit", post);
    desk.site.advance(hours(2));
    const auto form = [&](const std::string& let_go) {
        return std::vector<std::pair<std::string, std::string>>{
            {"body", "Nobody else knew of it, and nothing was printed."},
            {"summary", "Shorter"},
            {"idempotency_key", "edit-1"},
            {"base", value_of(desk.get_as(desk.writer, path).body, "base")},
            {"let_go", let_go},
        };
    };
    const std::int64_t revisions = desk.site.number("SELECT count(*) FROM post_history");
    const http::ReceivedAnswer warned = desk.post_as(desk.writer, path, form(""));
    CHECK(warned.status == 422);
    CHECK(warned.body.contains("1 claim will lose its citations."));
    CHECK(warned.body.contains("<li dir=\"auto\">He signed it that same night</li>"));
    CHECK(warned.body.contains("Save all the same"));
    CHECK(warned.body.contains("Nobody else knew of it, and nothing was printed.</textarea>"));
    CHECK(desk.site.number("SELECT count(*) FROM post_history") == revisions);
    CHECK(desk.site.number("SELECT count(*) FROM claims WHERE is_detached = 0") == 1);
    CHECK(desk.post_as(desk.writer, path, form("7 x -1 999999999999999999999")).status == 422);

    const std::string let_go = value_of(warned.body, "let_go");
    CHECK(desk.post_as(desk.writer, path, form(let_go)).status == 303);
    CHECK(desk.site.number("SELECT count(*) FROM claims WHERE is_detached = 0") == 0);
    CHECK(desk.site.number("SELECT count(*) FROM claims") == 1);
}

TEST_CASE("The preview of an edit warns of claims that it would lose, only of the post edited") {
    Desk desk;
    desk.answer("He signed it that same night [@vizh-1990-1, p. 79]. Nobody else knew of it.");
    const std::int64_t post = desk.site.number("SELECT max(id) FROM posts");
    const auto preview = [&](const std::string& id) {
        return desk.post_as(desk.writer, "/preview", {{"body", "Nobody knew."}, {"post", id}});
    };
    constexpr std::string_view headers = "Accept: application/json\r\n";
    const std::string told = desk.post_as(
                                     desk.writer,
                                     "/preview",
                                     {{"body", "Nobody knew."}, {"post", std::to_string(post)}},
                                     headers
    )
                                 .body;
    CHECK(told.contains("1 claim will lose its citations."));
    CHECK(preview("0").status == 404);
    CHECK(preview("").status == 200);
    const std::string edit = fmt::format("/posts/{}/edit", post);
    CHECK(desk.post_as(desk.writer, edit, {{"body", "Nobody knew."}, {"act", "preview"}})
              .body.contains("1 claim will lose its citations."));
}

TEST_CASE("The Cite field finds sources by words, says what it takes a text for, and adds it once"
) {
    Desk desk;
    constexpr std::string_view headers = "Accept: application/json\r\n";
    const auto paste = [&](const std::string& text, const std::string& another = "") {
        return desk.post_as(
            desk.writer,
            "/sources",
            {{"paste", text},
             {"another", another},
             {"idempotency_key", fmt::format("key-{}", desk.site.next_number())}},
            headers
        );
    };
    CHECK(desk.get("/sources/complete?q=vizh").body.contains(R"("key":"vizh-1990-1")"));
    CHECK(
        desk.get("/sources/complete?q=zeppelin").body
        == R"({"sources":[],"recognised":"as a title"})"
    );
    CHECK(desk.get("/sources/complete?q=").body.contains(R"("key":"serge-1937")"));
    // By its ISBN, although nobody searches by numbers.
    const std::string isbn = desk.get("/sources/complete?q=978-0-306-40615-7").body;
    CHECK(isbn.contains(R"("title":"A life of Clavius")"));
    CHECK(isbn.contains(R"("recognised":"ISBN")"));

    const std::string bibtex = "@article{Smith90, author = {Smith, Jane}, title = {On orders}, "
                               "journal = {Past}, year = 1990}";
    const http::ReceivedAnswer made = paste(bibtex);
    CHECK(made.status == 200);
    CHECK(made.body.contains(R"({"source":{"key":"past-1990","title":"On orders")"));
    const std::int64_t count = desk.site.number("SELECT count(*) FROM sources");
    const http::ReceivedAnswer twice = paste("@article{x, author = {Smith, Jane}, title = {On "
                                             "orders}, year = 1990}");
    CHECK(twice.body.contains(R"({"doubles":[{"key":"past-1990")"));
    CHECK(desk.site.number("SELECT count(*) FROM sources") == count);
    CHECK(paste("@article{x, author = {Smith, Jane}, title = {On orders}, year = 1990}", "1")
              .body.contains(R"("source")"));
    CHECK(desk.site.number("SELECT count(*) FROM sources") == count + 1);

    const http::ReceivedAnswer nothing = paste("");
    CHECK(nothing.status == 422);
    CHECK(nothing.body.contains(R"("fields":{"paste":)"));
    // The key of one's own library is known from now on.
    CHECK_FALSE(desk.preview("He signed it so that night [@smith90, p. 4].")
                    .body.contains("No source here is called"));
}

TEST_CASE("The dialog of the Cite field is for members, in their language") {
    Desk desk;
    const http::ReceivedAnswer dialog = desk.get_as(desk.writer, "/sources/cite");
    CHECK(dialog.status == 200);
    CHECK(dialog.body.contains("role=\"combobox\""));
    CHECK(dialog.body.contains("paste a link, DOI, ISBN, BibTeX, RIS, CSL-JSON"));
    CHECK(desk.get("/sources/cite").status == 303);
}

TEST_CASE("A claim's dates are shown as they are understood, and what cannot be is told") {
    Desk desk;
    const std::string page =
        desk.preview("He left Petrograd on 25 October 1917 [@vizh-1990-1, p. 79].\n\nThe school "
                     "was opened on 12 (25) January 1755 [@vizh-1990-1, p. 80].\n\nIt burnt down "
                     "c. 1340, they say [@vizh-1990-1, p. 80].")
            .body;
    CHECK(page.contains("25 October 1917 N.S."));
    CHECK(page.contains("N.S. assumed"));
    CHECK(page.contains("data-text=\" O.S.\""));
    CHECK(page.contains("12 January O.S. was 23 January N.S. in 1755"));
    CHECK(page.contains("1335 … 1345"));
    CHECK(page.contains("3 claims, 1 to mend"));
}

TEST_CASE("Who reviews a suggestion is told which claims it would cost") {
    Desk desk;
    desk.answer("He signed it that same night [@vizh-1990-1, p. 79]. Nobody else knew of it.");
    const std::string path =
        fmt::format("/posts/{}/edit", desk.site.number("SELECT max(id) FROM posts"));
    desk.site.advance(hours(2));
    const Member newcomer = desk.site.a_member("Nina Newcomer", 10);
    std::vector<std::pair<std::string, std::string>> form{
        {"body", "Nobody else knew of it, and nothing was printed for forty years."},
        {"summary", "Nothing shows it"},
        {"base", value_of(desk.get_as(newcomer, path).body, "base")},
    };
    const http::ReceivedAnswer warned = desk.post_as(newcomer, path, form);
    CHECK(warned.status == 422);
    CHECK(desk.site.number("SELECT count(*) FROM suggested_edits") == 0);
    form.emplace_back("let_go", value_of(warned.body, "let_go"));
    const http::ReceivedAnswer suggested = desk.post_as(newcomer, path, form);
    REQUIRE(suggested.status == 303);
    CHECK(desk.site.number("SELECT count(*) FROM claims WHERE is_detached = 0") == 1);
    const std::string review = desk.get_as(desk.writer, suggested.header("location")).body;
    CHECK(review.contains("1 claim will lose its citations."));
    CHECK(review.contains("<li dir=\"auto\">He signed it that same night</li>"));
}
