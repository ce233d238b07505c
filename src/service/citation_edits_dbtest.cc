#include "service/citation_edits.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "service/answering.h"
#include "service/evidence.h"
#include "storage/evidence.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::service;
using domain::Verdict;

namespace {

struct TakingSite {
    TestSite site;
    Member writer = site.a_member("Vera Writer", 1'000);
    Member rosa = site.a_member("Rosa Reader", 1'000);
    Member novice = site.a_member("Nora Novice", 1);
    QuestionId question = site.a_question().titled("Why was he exiled?").post();

    TakingSite() {
        site.advance(days(30));
        for (const std::string_view key : {"vizh-1990-1", "serge-1937"}) {
            site.run(fmt::format(
                "INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
                "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
                "VALUES ('{0}', '{{}}', 'Title', '', '1990', 1, 0, '', '{0}', '', '', (SELECT "
                "count(*) + 1 FROM sources), 0, 1)",
                key
            ));
        }
    }

    AnswerId answer(const std::string& markdown) {
        site.advance(minutes(5));
        return must(post_answer(site, writer.actor, {.question = question, .markdown = markdown}));
    }

    [[nodiscard]] CitationId newest() const {
        return CitationId{site.number("SELECT max(id) FROM citations WHERE withdrawn_at IS NULL")};
    }

    [[nodiscard]] storage::CitationRecord citation(CitationId id) const {
        return must(site.database().read([&](db::ReadTransaction& tx) {
            return storage::find_citation(tx, id);
        }));
    }

    [[nodiscard]] std::vector<storage::ClaimRecord> claims(AnswerId id) const {
        return must(site.database().read([&](db::ReadTransaction& tx) {
            return storage::list_claims(tx, post_id(id), false);
        }));
    }
};

} // namespace

TEST_CASE("The page that a reader names goes into the text, and is another citation to check") {
    TakingSite site;
    site.answer("He was sent away in January, and abroad a year later [@vizh-1990-1, p. 79].");
    const CitationId old = site.newest();
    must(check_citation(
        site.site,
        site.rosa.actor,
        {.citation = old, .verdict = Verdict::not_here, .note = "It is on p. 80."}
    ));
    site.site.advance(minutes(10));
    must(write_page(site.site, site.writer.actor, old, "80"));
    CHECK(site.citation(site.newest()).content.locator == "80");
    CHECK(site.citation(old).withdrawn_at);
    CHECK(site.site.number("SELECT count(*) FROM claims WHERE is_detached = 0") == 1);

    // It is no longer there to be changed.
    CHECK(
        write_page(site.site, site.writer.actor, old, "81").error().code() == ErrorCode::conflict
    );
    CHECK_FALSE(write_page(site.site, site.writer.actor, site.newest(), "x]. [@a"));
}

TEST_CASE("Of two citations with one number the one that was asked for gets the page") {
    TakingSite site;
    site.answer("He was sent away in January [@vizh-1990-1, f. 79; @vizh-1990-1, p. 79]. So it is."
    );
    const CitationId page = site.newest();
    CHECK(site.citation(page).content.label == "page");
    site.site.advance(minutes(10));
    must(write_page(site.site, site.writer.actor, page, "80"));
    CHECK(site.citation(page).withdrawn_at);
    CHECK(site.citation(site.newest()).content.label == "page");
    CHECK(site.citation(site.newest()).content.locator == "80");
}

TEST_CASE("A claim is narrowed to what its page bears out") {
    TakingSite site;
    const AnswerId id =
        site.answer("He was sent away in January, and abroad a year later [@vizh-1990-1, p. 79].");
    site.site.advance(minutes(10));
    must(narrow_claim(site.site, site.writer.actor, site.newest(), "He was sent away in January."));
    REQUIRE(site.claims(id).size() == 1);
    CHECK(site.claims(id)[0].place.exact == "He was sent away in January");
    CHECK_FALSE(narrow_claim(site.site, site.writer.actor, site.newest(), "He came back"));
}

TEST_CASE("A reader's citation goes into the text and keeps its checks") {
    TakingSite site;
    const AnswerId id = site.answer("He was sent away in January [@vizh-1990-1, p. 79]. So it is.");
    const ClaimId claim = site.claims(id)[0].id;
    const CitationId brought = must(add_citation(
        site.site,
        site.rosa.actor,
        {.claim = claim, .citation = R"(@serge-1937, p. 5: "in January")"}
    ));
    CHECK_FALSE(site.citation(brought).is_in_text);
    must(
        check_citation(site.site, site.writer.actor, {.citation = brought, .verdict = Verdict::yes})
    );
    site.site.advance(minutes(10));
    must(take_citation(site.site, site.writer.actor, brought));
    CHECK(site.citation(brought).is_in_text);
    CHECK_FALSE(site.citation(brought).withdrawn_at);
    CHECK(site.site.number("SELECT count(*) FROM citations") == 2);
    CHECK(site.site.number("SELECT count(*) FROM citation_checks WHERE is_latest = 1") == 1);
    CHECK_FALSE(take_citation(site.site, site.writer.actor, brought));

    // An objection keeps its side.
    const CitationId against = must(add_citation(
        site.site,
        site.rosa.actor,
        {.claim = claim,
         .relation = domain::CitationRelation::disputes,
         .citation = "@serge-1937, p. 9",
         .note = "In May."}
    ));
    site.site.advance(minutes(10));
    must(take_citation(site.site, site.writer.actor, against));
    CHECK(site.citation(against).is_in_text);
    CHECK(site.citation(against).content.relation == domain::CitationRelation::disputes);
}

TEST_CASE("Words for which a source was asked get the first that a reader brings") {
    TakingSite site;
    const AnswerId id = site.answer("He was sent away in January, and nobody has said why.");
    const ClaimId claim =
        must(ask_for_source(site.site, site.rosa.actor, post_id(id), "He was sent away in January")
        );
    const CitationId brought = must(
        add_citation(site.site, site.rosa.actor, {.claim = claim, .citation = "@serge-1937, p. 5"})
    );
    site.site.advance(minutes(10));
    must(take_citation(site.site, site.writer.actor, brought));
    CHECK(site.citation(brought).is_in_text);
    CHECK(site.claims(id).at(0).id == claim);

    // By an edit as any other: a novice's is suggested, and waits.
    const CitationId more = must(
        add_citation(site.site, site.rosa.actor, {.claim = claim, .citation = "@serge-1937, p. 6"})
    );
    must(take_citation(site.site, site.novice.actor, more));
    CHECK_FALSE(site.citation(more).is_in_text);
    CHECK(site.site.number("SELECT count(*) FROM suggested_edits") == 1);
}
