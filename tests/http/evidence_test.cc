// Claims as readers meet them: the marks in a text, the page of a claim, the forms on it.
#include "http/reader.h"
#include "kit/must.h"
#include "kit/planted_scan.h"
#include "security/token.h"
#include "service/link_citations.h"
#include "service/sources.h"
#include "service/waiting_checks.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

struct Citing : Reader {
    Member writer = site.a_member("Vera Writer", 1'000);
    Member rosa = site.a_member("Rosa", 1'000);
    Member boris = site.a_member("Boris", 1'000);
    QuestionId asked = site.a_question().titled("Who signed the order?").post();

    Citing() {
        site.advance(days(10));
        for (const char* key : {"vizh-1990-1", "serge-1937"}) {
            site.run(fmt::format(
                "INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
                "criticism, title_key, "
                "author_key, shelfmark, origin_group, created_at, revision) VALUES ('{0}', '{{}}', "
                "'Work {0}', '', "
                "'1990', 1, 0, '', '{0}', '', '', (SELECT count(*) + 1 FROM sources), 0, 1)",
                key
            ));
        }
    }

    std::string answer(std::string_view body) { return answer_as(writer, body); }

    std::string answer_as(const Member& member, std::string_view body) {
        return post_as(
                   member,
                   fmt::format("/questions/{}/answers", asked.value),
                   {{"body", std::string{body}},
                    {"idempotency_key", fmt::format("key-{}", site.next_number())}}
        ).body;
    }

    [[nodiscard]] std::string question_page() const {
        return get(fmt::format("/questions/{}/who-signed-the-order", asked.value)).body;
    }

    [[nodiscard]] std::string claim_path() const {
        return fmt::format("/claims/{}", site.number("SELECT max(id) FROM claims"));
    }

    [[nodiscard]] std::string citation_path(std::string_view act) const {
        return fmt::format("/citations/{}/{}", site.number("SELECT min(id) FROM citations"), act);
    }
};

constexpr std::string_view body = "As the journal printed in 1990, he signed it that night "
                                  "[@vizh-1990-1, p. 79: \"he <signed> it\"]. Nobody else knew.";

} // namespace

TEST_CASE("A cited answer carries a mark that leads to the claim, its sources and its coverage") {
    Citing citing;
    citing.answer(body);
    const std::string page = citing.question_page();
    CHECK(page.contains("<span class=\"claim claim--sourced\""));
    CHECK(page.contains(fmt::format("class=\"mark mark--sourced\" href=\"{}\"", citing.claim_path())
    ));
    const std::string prose = page.substr(page.rfind("<div class=\"prose\""));
    CHECK_FALSE(prose.contains("[@vizh-1990-1"));
    CHECK(page.contains("Work vizh-1990-1"));
    CHECK(page.contains("1 of 2 sentences have no source"));

    const std::string claim = citing.get(citing.claim_path()).body;
    CHECK(claim.contains("he signed it that night"));
    CHECK(claim.contains("he &lt;signed&gt; it"));
    CHECK_FALSE(claim.contains("name=\"verdict\"")); // a visitor is asked to sign in
    CHECK(claim.contains("/signin"));
}

TEST_CASE("A reader checks, another objects, and each form that is refused comes back filled in") {
    Citing citing;
    citing.answer(body);
    CHECK_FALSE(citing.get_as(citing.writer, citing.claim_path()).body.contains("name=\"verdict\"")
    );
    CHECK(citing.get_as(citing.rosa, citing.claim_path())
              .body.contains("name=\"verdict\" value=\"yes\""));

    const auto silent =
        citing.post_as(citing.rosa, citing.citation_path("check"), {{"verdict", "no"}});
    CHECK(silent.status == 422);
    CHECK(silent.body.contains("Say in a line what stands there."));
    CHECK(
        citing.post_as(citing.rosa, citing.citation_path("check"), {{"verdict", "perhaps"}}).status
        == 422
    );
    CHECK(citing.site.number("SELECT count(*) FROM citation_checks") == 0);

    CHECK(
        citing.post_as(citing.rosa, citing.citation_path("check"), {{"verdict", "yes"}}).status
        == 303
    );
    CHECK(citing.question_page().contains("mark mark--checked")); // also where the page was kept

    const auto nowhere = citing.post_as(
        citing.boris,
        citing.claim_path() + "/citations",
        {{"relation", "against"},
         {"citation", "@nobody-1900, p. 3 <b>"},
         {"note", "It was another <i>night</i>."}}
    );
    CHECK(nowhere.status == 422);
    CHECK(nowhere.body.contains("@nobody-1900, p. 3 &lt;b&gt;"));
    CHECK(nowhere.body.contains("It was another &lt;i&gt;night&lt;/i&gt;."));
    CHECK(
        citing
            .post_as(
                citing.boris,
                citing.claim_path() + "/citations",
                {{"relation", "against"},
                 {"citation", "@serge-1937, p. 3"},
                 {"note", "It was another night."}}
            )
            .status
        == 303
    );
    CHECK(citing.get(citing.claim_path()).body.contains("1 objection, not confirmed"));
}

TEST_CASE("What a reader typed comes back with a check that is refused") {
    Citing citing;
    citing.answer(body);
    const auto refused = citing.post_as(
        citing.rosa,
        citing.citation_path("check"),
        {{"verdict", "no"},
         {"note", ""},
         {"seen", "snippet"},
         {"translation", "1"},
         {"passage", "He <signed> nothing."}}
    );
    CHECK(refused.status == 422);
    CHECK(refused.body.contains(">He &lt;signed&gt; nothing.</textarea>"));
    CHECK(refused.body.contains("name=\"translation\" value=\"1\" checked"));
    CHECK(refused.body.contains("value=\"snippet\" selected"));
    CHECK(citing.site.number("SELECT count(*) FROM citation_checks") == 0);
}

TEST_CASE("A source is asked for, and stands among what readers can help with") {
    Citing citing;
    citing.answer("He signed it that night, and nobody else knew of it for years.");
    const std::string path =
        fmt::format("/posts/{}/claims", citing.site.number("SELECT max(id) FROM posts"));
    const auto elsewhere = citing.post_as(citing.rosa, path, {{"words", "He never <signed> it."}});
    CHECK(elsewhere.status == 422);
    CHECK(elsewhere.body.contains("He never &lt;signed&gt; it."));
    CHECK(citing.post_as(citing.rosa, path, {{"words", "He signed it that night"}}).status == 303);
    CHECK(citing.get("/help-check?show=asked").body.contains("He signed it that night"));
    CHECK_FALSE(citing.get("/help-check").body.contains("He signed it that night"));
}

TEST_CASE("Whoever helps to check chooses the languages that he reads") {
    Citing citing;
    citing.answer("He signed it that night [@serge-1937, p. 5].");
    citing.site.run("UPDATE sources SET language = 'fr' WHERE key = 'serge-1937'");
    citing.site.run("UPDATE sources SET language = 'ru' WHERE key <> 'serge-1937'");
    const std::string all = citing.get("/help-check").body;
    CHECK(all.contains("He signed it that night"));
    CHECK(all.contains("<a href=\"/help-check?language=fr\">French</a>"));
    const std::string french = citing.get("/help-check?language=fr").body;
    CHECK(french.contains("He signed it that night"));
    CHECK(french.contains("<a href=\"/help-check?language=fr%2Cru\">Russian</a>"));
    CHECK_FALSE(citing.get("/help-check?language=ru").body.contains("He signed it that night"));
    CHECK(citing.get("/help-check?language=r1").status == 400);
    CHECK(citing.get("/").body.contains("1\u00A0sourced"));
}

TEST_CASE("A key that no source has is told at the text, which stays as it was typed") {
    Citing citing;
    const std::string page =
        citing.answer("He signed it that night, so they say [@vizh-1991-9, p. 79].");
    CHECK(page.contains("No source here is called “vizh-1991-9”."));
    CHECK(page.contains("[@vizh-1991-9, p. 79]"));
    CHECK(citing.site.number("SELECT count(*) FROM claims") == 0);
}

TEST_CASE("Where two answers cite, the better evidenced stands first and says why") {
    Citing citing;
    citing.answer_as(citing.rosa, "Nobody can know, and I would not look for it. It was long ago.");
    const std::string plain_id =
        fmt::format("id=\"{}\"", citing.site.number("SELECT max(id) FROM posts"));
    citing.answer(body);
    const std::string cited_id =
        fmt::format("id=\"{}\"", citing.site.number("SELECT max(id) FROM posts"));
    CHECK(citing.question_page().find(plain_id) < citing.question_page().find(cited_id));
    CHECK_FALSE(citing.question_page().contains("Why it stands here"));
    CHECK_FALSE(citing.question_page().contains("order=evidence"));

    citing.answer_as(
        citing.boris,
        "He signed it in the morning [@serge-1937, p. 3]. I have seen the paper myself."
    );
    const std::string page = citing.question_page();
    CHECK(page.find(cited_id) < page.find(plain_id));
    CHECK(page.contains("Why it stands here"));
    CHECK(
        page.contains("Its evidence counts as 1 more votes for it: 1 sourced and not checked, one.")
    );
    CHECK(page.contains("Nothing that it claims has evidence that counts for it."));
    const std::string by_age =
        citing
            .get(fmt::format("/questions/{}/who-signed-the-order?order=oldest", citing.asked.value))
            .body;
    CHECK(by_age.find(plain_id) < by_age.find(cited_id));
    CHECK_FALSE(by_age.contains("Why it stands here"));
}

TEST_CASE("A claim's page shows the page that is cited, at the quote, and what was found of it") {
    Citing citing;
    plant_scan(
        citing.site,
        {.pages =
             {"Contents of the journal",
              "On that night\nhe signed it in his study,",
              "79 Journal\nand sent for his secretary. Nobody else knew."},
         .label_offset = 77,
         .uploader = citing.boris.actor.user}
    );
    citing.answer("He signed it that night [@vizh-1990-1, p. 79: \"he signed it in his study\"].");
    const std::string file = fmt::format(
        "/sources/vizh-1990-1/files/{}", citing.site.number("SELECT max(id) FROM source_files")
    );
    const std::string page = citing.get(citing.claim_path()).body;
    CHECK(page.contains("found by the site on the page: 100\u00A0% alike"));
    CHECK(page.contains(fmt::format("<image href=\"{}/pages/79/image.jpg\"", file)));
    CHECK(page.contains("<rect class=\"cited-page__box\""));
    CHECK(page.contains("(scan 2)"));
    CHECK(page.contains(fmt::format("rel=\"prev\" href=\"{}/pages/78\"", file)));
    CHECK(page.contains(fmt::format("rel=\"next\" href=\"{}/pages/80\"", file)));
    CHECK(page.contains("SHA-256"));
    CHECK(page.contains("Boris"));
    CHECK_FALSE(page.contains("style="));

    citing.site.advance(minutes(5));
    // Over two pages, both are shown; a quote that is not there is said not to be.
    citing.answer(
        "He sent for her [@vizh-1990-1, p. 79: \"he signed it in his study, and sent for his "
        "secretary\"]."
    );
    const std::string over = citing.get(citing.claim_path()).body;
    CHECK(over.contains("It goes on there:"));
    CHECK(over.contains(fmt::format("<image href=\"{}/pages/80/image.jpg\"", file)));
    citing.site.advance(minutes(5));
    citing.answer("He slept [@vizh-1990-1, p. 80: \"nothing of the kind was ever written down\"].");
    const std::string absent = citing.get(citing.claim_path()).body;
    CHECK(absent.contains("quote not found on this page"));
    CHECK_FALSE(absent.contains("<rect"));
}

TEST_CASE("A check says how its reader looked, and keeps which file it was") {
    Citing citing;
    citing.answer(body);
    const std::string before = citing.get_as(citing.rosa, citing.claim_path()).body;
    CHECK_FALSE(before.contains("<option value=\"here\""));
    // Nobody looks here where there is nothing.
    citing.post_as(
        citing.boris, citing.citation_path("check"), {{"verdict", "yes"}, {"seen", "here"}}
    );
    CHECK(citing.site.number("SELECT max(seen) FROM citation_checks") == 2);

    plant_scan(citing.site, {.pages = {"he <signed> it"}, .label_offset = 78});
    CHECK(citing.get_as(citing.rosa, citing.claim_path()).body.contains("<option value=\"here\""));
    citing.post_as(
        citing.rosa, citing.citation_path("check"), {{"verdict", "yes"}, {"seen", "here"}}
    );
    CHECK(
        citing.site.number("SELECT count(*) FROM citation_checks AS k JOIN source_files AS f ON "
                           "f.sha256 = k.page_sha256 WHERE k.seen = 1")
        == 1
    );
    CHECK(citing.get(citing.claim_path()).body.contains("at the page here"));
}

TEST_CASE("Without a scan the page says where the work can be had") {
    Citing citing;
    citing.site.run("UPDATE sources SET isbn = '9780306406157', csl = '{\"type\":\"book\","
                    "\"title\":\"Work\",\"URL\":\"https://archive.org/details/vizh\","
                    "\"archive\":\"RGASPI\",\"archive_location\":\"f. 17, op. 3\"}'");
    citing.answer(body);
    const std::string page = citing.get(citing.claim_path()).body;
    CHECK(page.contains("https://archive.org/details/vizh/page/79/mode/1up?q="));
    CHECK(page.contains("RGASPI, f. 17, op. 3"));
    CHECK(page.contains("ISBN 9780306406157"));
    CHECK(page.contains("href=\"/sources/vizh-1990-1/files\""));
}

TEST_CASE("The writer takes a page, fewer words, or a citation with one click") {
    Citing citing;
    citing.answer(body);
    citing.site.advance(minutes(10));
    citing.post_as(
        citing.rosa,
        citing.citation_path("check"),
        {{"verdict", "not_here"}, {"note", "It is on p. 80."}}
    );
    CHECK_FALSE(citing.get_as(citing.rosa, citing.claim_path()).body.contains("/page\""));
    CHECK(citing.get_as(citing.writer, citing.claim_path()).body.contains("Write p.\u00A080 into"));
    CHECK(
        citing.post_as(citing.writer, citing.citation_path("page"), {{"page", "80"}}).status == 303
    );
    CHECK(citing.get(citing.claim_path()).body.contains("80"));
    citing.post_as(
        citing.boris,
        citing.claim_path() + "/citations",
        {{"relation", "for"}, {"citation", "@serge-1937, p. 3"}}
    );
    CHECK(citing.get_as(citing.writer, citing.claim_path()).body.contains("Add to the answer"));
    citing.site.advance(minutes(10));
    const std::string take =
        fmt::format("/citations/{}/take", citing.site.number("SELECT max(id) FROM citations"));
    CHECK(citing.post_as(citing.writer, take, {}).status == 303);
    CHECK(citing.question_page().contains("Work serge-1937"));
}

TEST_CASE("What rights hide of a scan, the page of a claim does not tell either") {
    struct Case {
        domain::ScanRights rights;
        bool has_image;
        bool has_lines;
        bool tells_likeness;
    };

    const std::vector<Case> cases = {
        {domain::ScanRights::open, true, false, true},
        {domain::ScanRights::cited_pages, true, false, true},
        {domain::ScanRights::lines, false, true, true},
        {domain::ScanRights::hidden, false, false, false},
    };
    for (const Case& one : cases) {
        CAPTURE(static_cast<int>(one.rights));
        Citing citing;
        plant_scan(
            citing.site,
            {.pages = {"Xylophone he signed it that night.", "Zither."},
             .rights = one.rights,
             .label_offset = 78,
             .uploader = citing.boris.actor.user}
        );
        citing.answer("He did [@vizh-1990-1, p. 79: \"he signed it that night\"].");
        const auto seen_by = [&](const Member* member) {
            return member == nullptr ? citing.get(citing.claim_path()).body
                                     : citing.get_as(*member, citing.claim_path()).body;
        };
        for (const Member* member : std::initializer_list<const Member*>{nullptr, &citing.rosa}) {
            const std::string page = seen_by(member);
            CHECK(page.contains("/image.jpg") == one.has_image);
            CHECK(page.contains("/lines/") == one.has_lines);
            CHECK(page.contains("% alike") == one.tells_likeness);
            CHECK_FALSE(page.contains("Xylophone"));
            // Page 80 is cited by nobody.
            CHECK(page.contains("/pages/80") == (one.rights == domain::ScanRights::open));
        }
        CHECK(seen_by(&citing.boris).contains("/image.jpg"));
    }
}

TEST_CASE("What an answer cites stands in the page's data for machines") {
    Citing citing;
    citing.answer(
        "In October 1917 he signed it, that night [@vizh-1990-1, p. 79: \"he <signed> it\"]. "
        "He left in the morning [@vizh-1990-1, p. 80]."
    );
    const std::string page = citing.question_page();
    CHECK(page.contains("that night. He left in the morning.\"")); // without what it cites
    CHECK(
        page.contains("\"citation\":[{\"@type\":\"ArchiveComponent\",\"name\":\"Work vizh-1990-1\","
                      "\"datePublished\":\"1990\",\"url\":\"")
    );
    CHECK(page.contains("/sources/vizh-1990-1\",\"pagination\":\"79, 80\"}]"));
    CHECK(page.contains("\"temporalCoverage\":\"1917-10-"));
}

TEST_CASE("A reader joins the claims of two answers, and takes them apart") {
    Citing citing;
    citing.answer(body);
    const std::int64_t first = citing.site.number("SELECT max(id) FROM claims");
    citing.answer_as(
        citing.boris, "It was signed before the morning [@serge-1937, p. 3]. I am sure."
    );
    const std::int64_t second = citing.site.number("SELECT max(id) FROM claims");
    const std::string path = fmt::format("/claims/{}", first);
    CHECK_FALSE(citing.get(path).body.contains("name=\"other\""));
    CHECK(citing.get_as(citing.rosa, path)
              .body.contains(fmt::format("<option value=\"{}\">It was signed before", second)));
    const auto refused =
        citing.post_as(citing.rosa, path + "/same", {{"other", std::to_string(first)}});
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("Choose a claim of another answer"));
    CHECK(
        citing.post_as(citing.rosa, path + "/same", {{"other", std::to_string(second)}}).status
        == 303
    );
    const std::string joined = citing.get_as(citing.rosa, path).body;
    CHECK(joined.contains("The same claim in other answers"));
    CHECK(joined.contains("Work serge-1937"));
    CHECK(joined.contains("joined by"));
    CHECK(citing.post_as(citing.rosa, path + "/apart", {}).status == 303);
    CHECK_FALSE(citing.get_as(citing.rosa, path).body.contains("The same claim in other answers"));
}

TEST_CASE("With a claim stand those that are the same, each with its own writer and its own words"
) {
    Citing citing;
    citing.answer(body);
    const std::string first = citing.claim_path();
    citing.answer_as(citing.boris, "The *order* had his name under it [@serge-1937, p. 5].");
    const std::string second = citing.claim_path();
    const std::string number = second.substr(second.rfind('/') + 1);
    CHECK(citing.post_as(citing.rosa, first + "/same", {{"other", number}}).status == 303);
    const std::string cited =
        fmt::format("/citations/{}/", citing.site.number("SELECT max(id) FROM citations"));
    CHECK(
        citing
            .post_as(
                citing.rosa, cited + "check", {{"verdict", "not_here"}, {"note", "It is on p. 6."}}
            )
            .status
        == 303
    );
    CHECK(citing.get(first).body.contains(">The order had his name under it</a>"));
    const std::string seen = citing.get(first).body;
    CHECK(seen.contains("It is on p. 6."));
    CHECK_FALSE(seen.contains("of an earlier wording"));

    // Vera changes her own text, not Boris's.
    const std::string hers = citing.get_as(citing.writer, first).body;
    CHECK_FALSE(hers.contains(cited + "page"));
    CHECK_FALSE(hers.contains(second + "/reply"));
    const std::string his = citing.get_as(citing.boris, first).body;
    CHECK(his.contains(cited + "page"));
    CHECK(his.contains(second + "/reply"));
    CHECK_FALSE(his.contains(first + "/reply"));
    const std::string check =
        fmt::format("{}", citing.site.number("SELECT max(id) FROM citation_checks"));
    CHECK(
        citing
            .post_as(
                citing.boris, second + "/reply", {{"check", check}, {"reply", "In mine it is."}}
            )
            .status
        == 303
    );
    CHECK(citing.get(first).body.contains("In mine it is."));
}

TEST_CASE("An inference carries its mark and names what it rests on") {
    Citing citing;
    citing.answer("He signed it that night [@vizh-1990-1, p. 79]. [So he knew][inferred], I think."
    );
    CHECK(citing.question_page().contains("inferred: as sure as the weakest of what it rests on"));
    const std::string claim = citing.get(citing.claim_path()).body;
    CHECK(claim.contains("It is inferred from"));
    CHECK(claim.contains("He signed it that night"));
}

TEST_CASE("Moderators see two who only confirm each other, and several behind one address") {
    Citing citing;
    const Member moderator = citing.site.a_member("Moderator", 1'000, domain::Role::moderator);
    citing.answer(
        "One [@vizh-1990-1, p. 1]. Two is it [@vizh-1990-1, p. 2]. Three [@vizh-1990-1, p. 3]."
    );
    citing.answer_as(
        citing.rosa,
        "Four [@serge-1937, p. 1]. Five is it [@serge-1937, p. 2]. Six [@serge-1937, p. 3]."
    );
    for (int citation = 1; citation <= 3; ++citation) {
        citing.post_as(
            citing.rosa, fmt::format("/citations/{}/check", citation), {{"verdict", "yes"}}
        );
        citing.post_as(
            citing.writer, fmt::format("/citations/{}/check", citation + 3), {{"verdict", "yes"}}
        );
    }
    const std::string page = citing.get_as(moderator, "/moderation/checks").body;
    CHECK(page.contains("3 of 3 confirmations one way, 3 of 3 the other"));
    CHECK(page.contains("Rosa"));
    CHECK(page.contains("(3 checks)")); // all test readers come from one address
    CHECK(citing.get_as(citing.rosa, "/moderation/checks").status == 404);
}

TEST_CASE("Links of imported answers wait under “a page is wanted”, and a page takes them up") {
    Citing citing;
    const AnswerId answer = citing.site.an_answer(citing.asked);
    citing.site.run(fmt::format(
        "UPDATE posts SET id = 7, body_html = '<p>He went to Alma-Ata in 1928, says <a "
        "href=\"https://a.example/life\">a book of that time</a>.</p>' WHERE id = {}",
        answer.value
    ));
    must(service::cite_links(citing.site, {}));

    const std::string before = citing.question_page();
    CHECK_FALSE(before.contains("class=\"claim "));
    CHECK_FALSE(before.contains("class=\"coverage\""));
    const std::string list = citing.get("/help-check?show=links").body;
    CHECK(list.contains("He went to Alma-Ata in 1928, says a book of that time."));
    CHECK(list.contains("<cite dir=\"auto\">a book of that time</cite>, whole work, no page"));
    CHECK_FALSE(citing.get("/help-check").body.contains("Alma-Ata"));

    const std::string claim = citing.get_as(citing.rosa, citing.claim_path()).body;
    CHECK(claim.contains("A link in the answer"));
    CHECK(claim.contains("Give a page for this"));
    CHECK(claim.contains("value=\"@a-example-a-book-of-that-time, p. \""));
    const auto added = citing.post_as(
        citing.rosa,
        citing.claim_path() + "/citations",
        {{"relation", "for"}, {"citation", "@a-example-a-book-of-that-time, p. 79"}}
    );
    CHECK(added.status == 303);
    CHECK_FALSE(citing.get("/help-check?show=links").body.contains("Alma-Ata"));
    CHECK(citing.get("/help-check").body.contains("Alma-Ata"));
    CHECK(citing.question_page().contains("class=\"coverage\""));
}

TEST_CASE("Citations under further reading make no claims") {
    Citing citing;
    citing.answer("He signed it that night [@vizh-1990-1, p. 79].\n\n## Further reading\n\n"
                  "- On all of it: [@serge-1937, p. 5]\n");
    CHECK(citing.site.number("SELECT count(*) FROM claims") == 1);
    CHECK(citing.site.number("SELECT count(*) FROM citations") == 1);
}

namespace {

std::vector<std::pair<std::string, std::string>> question_form(std::string found) {
    return {
        {"title", "Who signed the order of January 1928?"},
        {"body", "I read that he signed it himself [@vizh-1990-1, p. 79]. Is it so?"},
        {"found", std::move(found)},
        {"tags", "calendar"},
        {"similar_step", "seen"},
        {"idempotency_key", "asking-1"},
    };
}

} // namespace

TEST_CASE(
    "What the asker has found already is a section of the question, and its claims are checked"
) {
    Citing citing;
    const auto asked = citing.post_as(
        citing.writer,
        "/questions",
        question_form("Serge says that he did not [@serge-1937, p. 5].")
    );
    REQUIRE(asked.status == 303);
    const std::string page = citing.get(asked.header("location")).body;
    CHECK(page.contains("<h2>What I have found already</h2>"));
    CHECK(page.contains("Work serge-1937"));
    CHECK(citing.site.number("SELECT count(*) FROM claims WHERE is_detached = 0") == 2);

    const auto checked = citing.post_as(
        citing.rosa,
        fmt::format("/citations/{}/check", citing.site.number("SELECT max(id) FROM citations")),
        {{"verdict", "yes"}, {"seen", "own"}}
    );
    CHECK(checked.status == 303);
    CHECK(citing.site.number("SELECT count(*) FROM citations WHERE state = 1") == 1);
    CHECK(citing.get(asked.header("location")).body.contains("mark--checked"));
}

TEST_CASE("A wrong citation is told at the text that has it, and drafts keep both") {
    Citing citing;
    const auto refused = citing.post_as(
        citing.writer,
        "/questions",
        question_form("Serge says that he did not [@sarge-1937, p. 5].")
    );
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("id=\"found-error\""));
    CHECK_FALSE(refused.body.contains("id=\"body-error\""));
    CHECK(refused.body.contains("[@sarge-1937, p. 5]."));
    CHECK(citing.site.number("SELECT count(*) FROM claims") == 0);

    auto draft = question_form("Something so far.");
    draft.emplace_back("act", "draft");
    draft.emplace_back("place", "ask");
    CHECK(citing.post_as(citing.writer, "/questions", draft).status == 303);
    CHECK(citing.get_as(citing.writer, "/questions/ask").body.contains("Something so far."));
}

TEST_CASE("A check without an account waits, unseen and uncounted, until an account confirms it") {
    Citing citing;
    citing.answer(body);
    const auto claim = citing.get(citing.claim_path());
    CHECK(claim.header("set-cookie").empty());
    const std::string form_path = citing.citation_path("check");
    CHECK(claim.body.contains(form_path + "?verdict=yes"));
    CHECK(claim.body.contains(form_path + "?verdict=no"));

    const auto form = citing.get(form_path + "?verdict=no");
    CHECK(form.body.contains("value=\"no\" checked"));
    const std::string visit = form.header("set-cookie");
    const std::string cookie = fmt::format(
        "Cookie: {}\r\nSec-Fetch-Site: same-origin\r\n", visit.substr(0, visit.find(';'))
    );
    const std::string token = value_of(form.body, "csrf_token");
    const std::string keep = citing.citation_path("keep-check");
    const auto send = [&](const std::string& note, const std::string& csrf) {
        return citing.post_form(
            keep, {{"verdict", "no"}, {"note", note}, {"seen", "own"}, {"csrf_token", csrf}}, cookie
        );
    };
    CHECK(send("It was the other one.", "wrong").status == 403);
    const auto refused = send("", token);
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("id=\"note-error\""));

    const auto kept = send("It was the other one.", token);
    REQUIRE(kept.status == 303);
    const std::string page = kept.header("location");
    REQUIRE(page.starts_with("/checks/"));
    const auto waits = citing.get(page);
    CHECK(waits.body.contains("It was the other one."));
    CHECK(waits.body.contains("/signin?next=%2Fchecks%2F"));
    CHECK(waits.body.contains("/signup?next=%2Fchecks%2F"));
    CHECK(citing.site.number("SELECT count(*) FROM citation_checks") == 0);
    CHECK_FALSE(citing.get(citing.claim_path()).body.contains("It was the other one."));
    CHECK_FALSE(citing.get_as(citing.rosa, citing.claim_path()).body.contains("It was the other"));

    // Neither the writer, nor anybody without the token.
    CHECK(citing.post_as(citing.writer, page + "/confirm", {}).status == 403);
    CHECK(citing.get_as(citing.rosa, "/checks/" + std::string(43, 'A')).status == 404);
    CHECK(citing.get("/checks/no-token").status == 404);

    CHECK(citing.get_as(citing.rosa, page).body.contains("Confirm this?"));
    CHECK(citing.post_as(citing.rosa, page + "/confirm", {}).status == 303);
    CHECK(citing.site.number("SELECT count(*) FROM citation_checks WHERE verdict = 3") == 1);
    CHECK(citing.get(citing.claim_path()).body.contains("It was the other one."));
    CHECK(citing.post_as(citing.rosa, page + "/confirm", {}).status == 404);
    CHECK(citing.site.number("SELECT count(*) FROM waiting_checks") == 0);
}

TEST_CASE("A check that waits is for one week, and for the wording that was read") {
    Citing citing;
    citing.answer(body);
    const auto keep = [&] {
        const CitationId citation{citing.site.number("SELECT min(id) FROM citations")};
        return must(service::keep_check(
            citing.site.network(),
            citing.site,
            {.citation = citation, .verdict = domain::Verdict::yes, .address = "192.0.2.1"},
            "192.0.2.1"
        ));
    };
    const std::string old = keep();
    citing.site.advance(days(6));
    CHECK(citing.get("/checks/" + old).status == 200);
    citing.site.advance(days(1));
    CHECK(citing.get("/checks/" + old).status == 404);
    const std::string next = keep();
    CHECK(citing.site.number("SELECT count(*) FROM waiting_checks") == 1); // the old one is gone
    citing.site.run("UPDATE claims SET wording_hash = 'another'");
    CHECK(citing.post_as(citing.rosa, "/checks/" + next + "/confirm", {}).status == 409);
    CHECK(citing.site.number("SELECT count(*) FROM waiting_checks") == 1);
}

TEST_CASE("No more checks wait than one address may have") {
    Citing citing;
    citing.answer(body);
    citing.site.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) "
        "INSERT INTO waiting_checks SELECT 'h' || i, 1, 1, 0, 2, '', '', '', '', "
        "'"
        + security::hash_token("192.0.2.1") + "', 0, 9000000000000 FROM n"
    );
    const auto refused = service::keep_check(
        citing.site.network(),
        citing.site,
        {.citation = CitationId{citing.site.number("SELECT min(id) FROM citations")},
         .verdict = domain::Verdict::yes,
         .address = "192.0.2.1"},
        "192.0.2.1"
    );
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::rate_limited);
}

TEST_CASE("A check that is refused comes back as it was typed, with an account and without") {
    Citing citing;
    citing.answer(body);
    const std::vector<std::pair<std::string, std::string>> form{
        {"verdict", "no"},
        {"passage", "He did not sign it."},
        {"seen", "snippet"},
        {"translation", "1"},
    };
    const std::string mine = citing.post_as(citing.rosa, citing.citation_path("check"), form).body;
    CHECK(mine.contains("Say in a line what stands there."));
    CHECK(mine.contains(">He did not sign it.</textarea>"));
    CHECK(mine.contains(R"(<option value="snippet" selected>)"));
    CHECK(mine.contains(R"(name="translation" value="1" checked>)"));

    const auto visit = citing.get(citing.citation_path("check"));
    CHECK_FALSE(visit.body.contains("at the page here")); // where there is none
    const std::string cookie = visit.header("set-cookie");
    const auto send = [&](std::vector<std::pair<std::string, std::string>> fields) {
        fields.emplace_back("csrf_token", value_of(visit.body, "csrf_token"));
        return citing.post_form(
            citing.citation_path("keep-check"),
            fields,
            fmt::format(
                "Cookie: {}\r\nSec-Fetch-Site: same-origin\r\n", cookie.substr(0, cookie.find(';'))
            )
        );
    };
    const auto refused = send(form);
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("He did not sign it.</textarea>"));
    const auto unsaid = send({{"passage", "He did not sign it."}});
    CHECK(unsaid.status == 422);
    CHECK(unsaid.body.contains("Choose what you found on the page."));
    CHECK(unsaid.body.contains("He did not sign it.</textarea>"));
}

TEST_CASE("A box drawn on the page serves where there is no quote, and lines-only pages take none"
) {
    for (const domain::ScanRights rights : {domain::ScanRights::open, domain::ScanRights::lines}) {
        CAPTURE(static_cast<int>(rights));
        Citing citing;
        plant_scan(
            citing.site,
            {.pages = {"A map.", "Another."},
             .rights = rights,
             .label_offset = 78,
             .uploader = citing.boris.actor.user}
        );
        citing.answer("The border ran along the river [@vizh-1990-1, p. 79]. Later it did not.");
        const std::string path = citing.citation_path("box");
        const std::vector<std::pair<std::string, std::string>> box{
            {"left", "10"}, {"top", "20,5"}, {"width", "30"}, {"height", "40"}
        };
        const bool is_open = rights == domain::ScanRights::open;
        const std::string before = citing.get_as(citing.rosa, citing.claim_path()).body;
        CHECK(before.contains("Draw a box on the page") == is_open);
        CHECK(citing.post_as(citing.rosa, path, box).status == (is_open ? 303 : 409));
        CHECK(citing.get(citing.claim_path()).body.contains("cited-page__box") == is_open);
        if (!is_open) continue;

        CHECK(citing.get(citing.claim_path()).body.contains("drawn by a reader"));
        const auto refused = citing.post_as(
            citing.rosa, path, {{"left", "80"}, {"top", "1"}, {"width", "30"}, {"height", "5"}}
        );
        CHECK(refused.status == 422);
        CHECK(refused.body.contains("The box must lie on the page"));
        CHECK(refused.body.contains("name=\"left\" value=\"80\""));
        CHECK(citing.post_as(citing.boris, path, box).status == 403); // Rosa's
        CHECK(citing.post_as(citing.writer, path, {{"undo", "1"}}).status == 303);
        CHECK_FALSE(citing.get(citing.claim_path()).body.contains("cited-page__box"));
    }
}

TEST_CASE("A visitor's page of a claim is never older than what was said on it") {
    Citing citing;
    citing.answer(body);
    const std::vector<std::pair<std::string, std::string>> no{
        {"verdict", "no"}, {"note", "It was another."}
    };
    CHECK(citing.post_as(citing.rosa, citing.citation_path("check"), no).status == 303);
    for (int time = 0; time < 3; ++time) // asked again, it is put into the cache
        CHECK(citing.get(citing.claim_path()).body.contains("It was another."));
    const std::string check =
        std::to_string(citing.site.number("SELECT max(id) FROM citation_checks"));
    CHECK(
        citing
            .post_as(
                citing.writer,
                citing.claim_path() + "/reply",
                {{"check", check}, {"reply", "Look at the next line."}}
            )
            .status
        == 303
    );
    CHECK(citing.get(citing.claim_path()).body.contains("Look at the next line."));
}

TEST_CASE("A visitor's page of a question follows a source in which others are only quoted") {
    Citing citing;
    citing.answer("He signed it that night [@serge-1937, quoted in @vizh-1990-1, p. 79]. So it was."
    );
    for (int time = 0; time < 3; ++time)
        CHECK(citing.question_page().contains("Work vizh-1990-1"));
    must(service::edit_source(
        citing.site,
        citing.site.a_member("Keeper", 1, domain::Role::keeper).actor,
        {.key = "vizh-1990-1", .based_on = 1, .form = {.reference = {.title = "A journal"}}}
    ));
    CHECK_FALSE(citing.question_page().contains("Work vizh-1990-1"));
    CHECK(citing.question_page().contains("A journal"));
}
