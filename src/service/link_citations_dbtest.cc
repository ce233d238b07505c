#include "service/link_citations.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "service/citing.h"
#include "service/claim_facts.h"
#include "service/editing.h"
#include "service/evidence.h"
#include "service/questions.h"
#include "service/sources.h"
#include "storage/posts.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace attest;
using namespace attest::service;

namespace {

/// A site whose answers were imported: their numbers are below those of what is written here.
class ImportedSite {
public:
    ImportedSite()
        : question{site.a_question().titled("Why was he exiled?").post()},
          reader{site.a_member("Rita Reader", 1'000)} {}

    PostId an_answer(const std::string& paragraph) {
        const AnswerId answer = site.an_answer(question).saying(paragraph);
        site.run(
            "UPDATE posts SET body_html = '<p>" + paragraph
            + "</p>', body_format = 0 WHERE id = " + std::to_string(answer.value)
        );
        site.run(fmt::format("UPDATE posts SET id = {0} WHERE id = {1}", next_, answer.value));
        site.run(fmt::format(
            "UPDATE post_history SET post_id = {0} WHERE post_id = {1}", next_, answer.value
        ));
        site.advance(days(30));
        return PostId{next_++};
    }

    LinkCitations cite() { return must(cite_links(site, {})); }

    [[nodiscard]] ClaimId only_claim() const {
        return ClaimId{site.number("SELECT id FROM claims")};
    }

    /// What `attest check` finds.
    [[nodiscard]] std::size_t faults() const {
        return must(site.database().read([](db::ReadTransaction& tx) { return find_misjudged(tx); })
               ).size()
               + must(site.database().read([](db::ReadTransaction& tx) {
                     return find_wrong_claim_facts(tx);
                 })).size();
    }

    TestSite site;
    QuestionId question;
    Member reader;

private:
    std::int64_t next_ = 101;
};

constexpr const char* linked =
    R"(He was exiled. He went to Alma-Ata in 1928, says <a href="https://www.jstor.org/stable/2491?seq=1">an article of that year</a>. He fled.)";

} // namespace

TEST_CASE("A link in an imported answer becomes a citation without a place") {
    ImportedSite imported;
    const PostId post = imported.an_answer(linked);
    const std::string before = must(imported.site.database().read([&](db::ReadTransaction& tx) {
        return storage::find_body_html(tx, post);
    }));
    const LinkCitations counts = imported.cite();
    CHECK(counts.citations == 1);
    CHECK(counts.sources == 1);

    const ClaimPage page = must(read_claim_page(imported.site, imported.only_claim(), {}));
    CHECK(page.claim.post == post);
    CHECK(page.claim.is_bare_link);
    CHECK(page.claim.place.exact.starts_with("He went to Alma-Ata in 1928"));
    CHECK(page.claim.place.exact.ends_with("</a>."));
    CHECK(page.claim.standing.status == domain::ClaimStatus::unsourced);
    REQUIRE(page.citations.size() == 1);
    CHECK(page.citations[0].is_link);
    CHECK_FALSE(page.citations[0].is_in_text);
    CHECK_FALSE(page.citations[0].added_by);
    CHECK(page.citations[0].content.locator.empty());
    CHECK(page.citations[0].source.title == "an article of that year");

    CHECK(
        must(imported.site.database().read([&](db::ReadTransaction& tx) {
            return storage::find_body_html(tx, post);
        }))
        == before
    );
    CHECK(imported.faults() == 0);
    CHECK(
        must(list_wanted_claims(imported.site, {.wanted = WantedClaims::links})).claims.size() == 1
    );
    CHECK(
        must(list_wanted_claims(imported.site, {.wanted = WantedClaims::unchecked})).claims.empty()
    );
}

TEST_CASE("Reading links again adds nothing, and one import is read once") {
    ImportedSite imported;
    imported.site.run("INSERT INTO site_properties (name, value) VALUES ('incarnation', 'a1') "
                      "ON CONFLICT (name) DO UPDATE SET value = 'a1'");
    imported.an_answer(linked);
    CHECK(imported.cite().citations == 1);
    CHECK(imported.cite().citations == 0);
    imported.an_answer(linked);
    CHECK(must(cite_links_once(imported.site, {})).citations == 0);
    CHECK(imported.cite().citations == 1); // the same work: no other source
    CHECK(imported.site.number("SELECT count(*) FROM sources") == 1);
}

TEST_CASE("Links of imported answers count for nothing until somebody gives a page") {
    ImportedSite imported;
    const PostId post = imported.an_answer(linked);
    imported.cite();
    const auto evidence = [&] {
        return must(imported.site.database().read([&](db::ReadTransaction& tx) {
            return read_question_evidence(
                tx, imported.question, {{.post = post, .claim_count = 0, .counts = {}}}
            );
        }));
    };
    CHECK(evidence().shown.claims.empty());
    CHECK(evidence().shown.citations.empty());
    CHECK(imported.site.number("SELECT count(*) FROM claim_dates") == 0);

    const std::string key =
        must(read_claim_page(imported.site, imported.only_claim(), {})).citations[0].source.key;
    must(add_citation(
        imported.site,
        imported.reader.actor,
        {.claim = imported.only_claim(), .citation = "@" + key + ", p. 79"}
    ));
    REQUIRE(evidence().shown.claims.size() == 1);
    CHECK(evidence().shown.standings.at(0).status == domain::ClaimStatus::sourced);
    CHECK(imported.site.number("SELECT claim_count FROM post_evidence") == 1);
    CHECK(imported.site.number("SELECT count(*) FROM claim_dates") == 1);
    CHECK(must(list_wanted_claims(imported.site, {.wanted = WantedClaims::links})).claims.empty());
    CHECK(imported.faults() == 0);
    CHECK(imported.cite().citations == 0);
}

TEST_CASE("Who asks for a source of a sentence with a link takes its claim up") {
    ImportedSite imported;
    const PostId post = imported.an_answer(linked);
    imported.cite();
    const ClaimId claim = must(
        ask_for_source(imported.site, imported.reader.actor, post, "He went to Alma-Ata in 1928")
    );
    CHECK(claim == imported.only_claim());
    CHECK(
        must(list_wanted_claims(imported.site, {.wanted = WantedClaims::asked})).claims.size() == 1
    );
    CHECK(must(list_wanted_claims(imported.site, {.wanted = WantedClaims::links})).claims.empty());
    CHECK(imported.faults() == 0);
}

TEST_CASE("A newer text takes the bare claim with it, or leaves it behind") {
    ImportedSite imported;
    imported.an_answer(linked);
    imported.cite();
    imported.site.run("UPDATE posts SET body_html = replace(body_html, 'He was exiled. ', '')");
    CHECK(imported.cite().citations == 0);
    CHECK(imported.site.number("SELECT start FROM claims WHERE is_detached = 0") == 3);
    imported.site.run("UPDATE posts SET body_html = '<p>Nothing.</p>' WHERE id = 101");
    CHECK(imported.cite().citations == 0);
    CHECK(imported.site.number("SELECT is_detached FROM claims") == 1);
}

TEST_CASE("What is written here is left to those who write it") {
    ImportedSite imported;
    const AnswerId answer = imported.site.an_answer(imported.question);
    imported.site.run(
        fmt::format("UPDATE posts SET body_html = '<p>{}</p>' WHERE id = {}", linked, answer.value)
    );
    CHECK(imported.cite().citations == 0);
}

TEST_CASE("At most ten works of an answer are cited") {
    ImportedSite imported;
    std::string text;
    for (int number = 0; number < 30; ++number)
        text += fmt::format(
            R"(It is so, says <a href="https://a.example/book{}">that book here</a>, and so on. )",
            number
        );
    imported.an_answer(text);
    CHECK(imported.cite().citations == 10);
    CHECK(imported.cite().citations == 0);
}

TEST_CASE("Only links to works are sources, and only of sentences that say something") {
    CHECK(is_citable_address("https://archive.org/details/mylife", ""));
    CHECK(is_citable_address("https://books.google.co.uk/books?id=a", ""));
    CHECK(is_citable_address("https://doi.org/10.1000/182", ""));
    CHECK_FALSE(is_citable_address("https://www.google.com/search?q=a", ""));
    CHECK_FALSE(is_citable_address("https://history.stackexchange.com/q/1", ""));
    CHECK_FALSE(is_citable_address("https://here.example/q/1", "https://here.example"));
    CHECK_FALSE(is_citable_address("https://i.stack.imgur.com/a.png", ""));
    CHECK_FALSE(is_citable_address("https://a.example/a.JPG", ""));

    ImportedSite imported;
    imported.an_answer(R"(See <a href="https://a.example/b">this long article about it</a>.)");
    imported.an_answer(R"(Was it not so that he <a href="https://a.example/b">went to exile</a>?)");
    CHECK(imported.cite().citations == 0);
}

TEST_CASE("Addresses of one work have one key") {
    CHECK(address_key("http://www.a.example/b/#c") == address_key("https://a.example/b"));
    CHECK(
        address_key("https://books.google.com/books?id=XyZ&pg=PA79&dq=words")
        == address_key("http://books.google.de/books?hl=de&id=XyZ")
    );
    CHECK(
        address_key("https://archive.org/details/mylife/page/79")
        == address_key("http://www.archive.org/details/mylife")
    );
    CHECK(address_key("https://a.example/B") != address_key("https://a.example/b"));
}

TEST_CASE("A link to a work that is one item is a claim of the page as soon as that is known") {
    ImportedSite imported;
    imported.an_answer(linked);
    imported.cite();
    const std::string key =
        must(imported.site.database().read([](db::ReadTransaction& tx) {
            return storage::list_sources(tx, storage::SourceOrder::newest, 1, 0);
        }))
            .at(0)
            .source.key;
    const storage::SourceRecord source = must(find_source_by_key(imported.site, key));
    must(edit_source(
        imported.site,
        imported.reader.actor,
        {.key = key,
         .based_on = source.revision,
         .form = {.reference = reference_of(source), .is_single_item = true}}
    ));
    CHECK(imported.site.number("SELECT is_bare_link FROM claims") == 0);
    CHECK(imported.site.number("SELECT count(*) FROM shown_evidence WHERE claims <> ''") == 1);
    CHECK(imported.faults() == 0);
}
