#include "base/text.h"
#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "search/index.h"
#include "search/updater.h"
#include "service/answering.h"
#include "service/authorities.h"
#include "service/evidence.h"
#include "service/search.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

using namespace attest;
using namespace attest::service;
using domain::ClaimStatus;

namespace {

/// A site whose answers cite, with its index.
class FindingSite {
public:
    FindingSite()
        : writer{site.a_member("Vera Writer", 1'000)}, reader{site.a_member("Rosa Reader", 1'000)} {
        site.advance(days(30));
        a_source("vizh-1990-1", "The order of 1928");
        a_source("serge-1937", "Destiny of a revolution");
        a_source("serge-1951", "Memoirs of a revolutionary");
        exile = site.a_question().titled("Why was he exiled?").tagged({"ussr"}).post();
        war = site.a_question().titled("When did the war end?").tagged({"war"}).post();
        exiled = answer(exile, "He was sent away in January 1928 [@vizh-1990-1, p. 79].");
        ended = answer(
            war,
            "It ended on 11 November 1918 [@serge-1937, p. 5].\n\n"
            "A peace was signed in 1919 [@serge-1951, p. 9]."
        );
        index = must(
            search::SearchIndex::open({.directory = site.folder() / "index", .languages = {"en"}})
        );
        catch_up();
        site.use_index(index.get());
    }

    void catch_up() { must(search::bring_up_to_date(*index, site.database(), {})); }

    void a_source(const std::string& key, const std::string& title) const {
        site.run(fmt::format(
            "INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
            "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
            "VALUES ('{0}', '{{}}', '{1}', '', '1990', 1, 0, '', '{0}', '', '', 1, 0, 1)",
            key,
            title
        ));
        for (const std::string_view word : split(title, ' ')) {
            site.run(fmt::format(
                "INSERT INTO source_words SELECT '{}', id FROM sources WHERE key = '{}'",
                ascii_lower(word),
                key
            ));
        }
    }

    AnswerId answer(QuestionId question, const std::string& markdown) {
        site.advance(minutes(5));
        return must(post_answer(site, writer.actor, {.question = question, .markdown = markdown}));
    }

    [[nodiscard]] ClaimId claim(AnswerId id, std::size_t at) const {
        return must(site.database().read([&](db::ReadTransaction& tx) {
                   return storage::list_claims(tx, post_id(id), false);
               }))
            .at(at)
            .id;
    }

    [[nodiscard]] SearchPage search(const std::string& query) const {
        return must(service::search(site, {.query = query}));
    }

    [[nodiscard]] std::vector<QuestionId> found(const std::string& query) const {
        std::vector<QuestionId> questions;
        const SearchPage page = search(query);
        for (const SearchHit& hit : page.hits)
            questions.push_back(hit.question.id);
        CHECK(page.total == std::ssize(questions));
        return questions;
    }

    TestSite site;
    Member writer;
    Member reader;
    QuestionId exile{};
    QuestionId war{};
    AnswerId exiled{};
    AnswerId ended{};
    std::unique_ptr<search::SearchIndex> index;
};

using Questions = std::vector<QuestionId>;

} // namespace

TEST_CASE("A search by status follows a check at once, before the index does") {
    FindingSite site;
    CHECK(site.found("status:sourced").size() == 2);
    CHECK(site.found("status:checked").empty());
    const auto citations = must(site.site.database().read([&](db::ReadTransaction& tx) {
        return storage::list_citations(tx, site.claim(site.exiled, 0));
    }));
    must(check_citation(
        site.site,
        site.reader.actor,
        {.citation = citations.at(0).id, .verdict = domain::Verdict::yes}
    ));
    CHECK(site.found("status:checked") == Questions{site.exile});
    CHECK(site.found("status:sourced") == Questions{site.war});
    CHECK(site.found("-status:checked is:answer") == Questions{site.war});
    CHECK(site.found("status:checked OR status:sourced").size() == 2);
    CHECK(site.found("status:checked war").empty());

    const SearchPage page = site.search("status:checked");
    REQUIRE(page.hits.size() == 1);
    CHECK(page.hits[0].post == post_id(site.exiled));
    REQUIRE(page.hits[0].claims.size() == 1);
    CHECK(page.hits[0].claims[0].words == "He was sent away in January 1928");
    CHECK(page.hits[0].claims[0].status == ClaimStatus::checked);
}

TEST_CASE("A post is found by what its claims cite, merged sources and those quoted in others too"
) {
    FindingSite site;
    CHECK(site.found("cites:vizh-1990-1") == Questions{site.exile});
    CHECK(site.found("cites:\"destiny revolution\"") == Questions{site.war});
    CHECK(site.search("cites:vizh-1990-1").meanings.empty());
    CHECK(site.search("cites:vizh-1990-1").hits.at(0).claims.size() == 1);

    const SearchPage several = site.search("he -cites:revolution");
    REQUIRE(several.meanings.size() == 1);
    CHECK(several.meanings[0].meanings.size() == 2);
    CHECK(several.meanings[0].begin == 4);
    CHECK(several.meanings[0].end == 20);
    const SearchPage none = site.search("cites:nothing-here");
    CHECK(none.total == 0);
    REQUIRE(none.meanings.size() == 1);
    CHECK(none.meanings[0].meanings.empty());

    site.site.run("UPDATE sources SET merged_into = (SELECT id FROM sources WHERE key = "
                  "'serge-1937') WHERE key = 'vizh-1990-1'");
    CHECK(site.found("cites:serge-1937").size() == 2);
    CHECK(site.found("cites:vizh-1990-1").size() == 2);
    site.site.run("UPDATE citations SET through_id = (SELECT id FROM sources WHERE key = "
                  "'serge-1951') WHERE source_id = (SELECT id FROM sources WHERE key = "
                  "'vizh-1990-1')");
    CHECK(site.found("cites:serge-1951").size() == 2);
    site.site.run("UPDATE citations SET withdrawn_at = 1");
    CHECK(site.found("cites:serge-1951").empty());
}

TEST_CASE("A post is found by the dates of its claims, in part or surely") {
    FindingSite site;
    CHECK(site.found("in:1928") == Questions{site.exile});
    CHECK(site.found("in:\"январь 1928\"") == Questions{site.exile});
    CHECK(site.found("in:1914..1918") == Questions{site.war});
    CHECK(site.found("between:1914..1930").size() == 2);
    CHECK(site.found("in:\"October 1919\"") == Questions{site.war});
    CHECK(site.found("in:=\"October 1919\"").empty());
    CHECK(site.found("in:\"=October 1919\"").empty());
    CHECK(site.found("in:=1919") == Questions{site.war});
    CHECK(site.found("in:1500").empty());
    CHECK(site.found("in:\"29 October 1918 O.S.\"") == Questions{site.war});

    const SearchPage page = site.search("in:1918..1919");
    REQUIRE(page.hits.size() == 1);
    REQUIRE(page.hits[0].claims.size() == 2);
    CHECK(page.hits[0].claims[0].phrase == "11 November 1918");
    CHECK(page.hits[0].claims[0].id == site.claim(site.ended, 0));
    CHECK(page.hits[0].claims[1].phrase == "1919");
}

TEST_CASE("Statuses and years of claims narrow a search, each question counted once") {
    FindingSite site;
    const SearchPage page = site.search("is:answer");
    REQUIRE(page.statuses.size() == 1);
    CHECK(page.statuses[0].status == ClaimStatus::sourced);
    CHECK(page.statuses[0].count == 2);
    REQUIRE(page.claim_years.size() == 3);
    CHECK(page.claim_years[0].first == 1918);
    CHECK(page.claim_years[2].first == 1928);
    CHECK(page.claim_years[2].last == 1928);
    CHECK(page.claim_years[2].count == 1);
    for (const ClaimYears& years : page.claim_years)
        CHECK(site.search(fmt::format("is:answer in:={}", years.first)).total == years.count);
    CHECK(site.search("title:war is:question").statuses.empty());

    // Many years are joined to decades.
    for (int year = 1800; year < 1840; ++year) {
        site.site.run(fmt::format(
            "INSERT INTO claim_dates (claim_id, position, phrase, edtf, calendar, "
            "is_calendar_assumed, is_span, qualifiers, first_day, last_day, width_level) VALUES "
            "({1}, {0}, '{0}', '{0}', 'G', 0, 0, 0, cast(julianday('{0}-06-01') AS INTEGER), "
            "cast(julianday('{0}-06-02') AS INTEGER), 1)",
            year,
            site.claim(site.exiled, 0).value
        ));
    }
    const SearchPage joined = site.search("is:answer");
    REQUIRE(joined.claim_years.size() == 6);
    CHECK(joined.claim_years[0].first == 1800);
    CHECK(joined.claim_years[0].last == 1809);
    CHECK(joined.claim_years[0].count == 1);
}

TEST_CASE("A person is found in every spelling, and a name of several offers them") {
    FindingSite site;
    const domain::Actor keeper = acting_as(site.site.a_user("Clio", 100'000), 100'000);
    const auto a_record = [&](const char* name, domain::AuthorityKind kind) {
        return must(make_authority(
            site.site, keeper, {.record = {.kind = kind}, .name = {.name = name, .language = "en"}}
        ));
    };
    const AuthorityId leon = a_record("Leon Trotsky", domain::AuthorityKind::person);
    for (const char* name : {"Лев Троцкий", "Lev Davidovich Bronstein"})
        must(add_authority_name(site.site, keeper, {.record = leon, .name = name}));
    const AuthorityId noah = a_record("Noah Trotsky", domain::AuthorityKind::person);
    const AuthorityId city = a_record("Petrograd", domain::AuthorityKind::place);
    must(add_authority_name(site.site, keeper, {.record = city, .name = "Ленинград"}));
    const auto link = [](AuthorityId record, const char* words) {
        return fmt::format("[{}](/names/{})", words, record.value);
    };
    const AnswerId by_russian =
        site.answer(site.exile, link(leon, "Троцкий") + " left the city for good.");
    site.answer(
        site.war, link(noah, "Noah") + " built a house in " + link(city, "Petrograd") + " later."
    );
    site.catch_up();

    CHECK(site.found("person:Bronstein") == Questions{site.exile});
    CHECK(site.found("person:\"Лев Троцкий\"") == Questions{site.exile});
    CHECK(site.found("place:Leningrad") == Questions{site.war});
    CHECK(site.found("person:Petrograd").empty());
    CHECK(site.found("place:Trotsky").empty());
    CHECK(site.found(fmt::format("person:{}", noah.value)) == Questions{site.war});
    CHECK(site.found("-person:Bronstein is:answer").size() == 2);

    const SearchPage page = site.search("person:Bronstein");
    REQUIRE(page.hits.size() == 1);
    CHECK(page.hits[0].post == post_id(by_russian));
    REQUIRE(page.hits[0].mentions.size() == 1);
    CHECK(page.hits[0].mentions[0].words == "Троцкий");
    CHECK(page.hits[0].mentions[0].record == leon);
    CHECK(page.meanings.empty());

    const SearchPage both = site.search("person:Trotsky");
    CHECK(both.total == 2);
    REQUIRE(both.meanings.size() == 1);
    REQUIRE(both.meanings[0].meanings.size() == 2);
    CHECK(both.meanings[0].meanings[0].words == "Leon Trotsky");
    CHECK(both.meanings[0].meanings[0].narrowed == fmt::format("{}", leon.value));

    must(merge_authorities(site.site, keeper, {.from = noah, .into = leon}));
    CHECK(site.found("person:Bronstein").size() == 2);
    CHECK(site.found(fmt::format("person:{}", noah.value)).size() == 2);
}
