#include "service/search.h"

#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "search/index.h"
#include "search/updater.h"
#include "service/authorities.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::service;

namespace {

std::unique_ptr<search::SearchIndex> index_of(TestSite& site) {
    auto index =
        must(search::SearchIndex::open({.directory = site.folder() / "index", .languages = {"en"}})
        );
    must(search::bring_up_to_date(*index, site.database(), {}));
    return index;
}

} // namespace

TEST_CASE("A search shows what it found, with the words marked") {
    TestSite site;
    const QuestionId exile = site.a_question()
                                 .titled("Why did Stalin exile Trotsky?")
                                 .tagged({"ussr"})
                                 .saying("He could have had him shot in 1929.");
    const AnswerId answer = site.an_answer(exile).saying("A martyr would have harmed the party.");
    site.a_question().titled("Who invented the printing press?").post();
    CHECK(service::search(site, {.query = "stalin"}).error().code() == ErrorCode::unavailable);

    const auto index = index_of(site);
    site.use_index(index.get());

    const SearchPage page = must(service::search(site, {.query = "stalin exile"}));
    REQUIRE(page.hits.size() == 1);
    CHECK(page.hits[0].post == post_id(exile));
    CHECK_FALSE(page.hits[0].is_answer);
    CHECK(page.hits[0].question.title == "Why did Stalin exile Trotsky?");
    CHECK(page.total == 1);
    CHECK_FALSE(page.has_more);
    REQUIRE(page.tags.size() == 1);
    CHECK(page.tags[0].value == "ussr");

    const SearchPage other = must(service::search(site, {.query = "martyr"}));
    REQUIRE(other.hits.size() == 1);
    CHECK(other.hits[0].post == post_id(answer));
    CHECK(other.hits[0].is_answer);
    CHECK(other.hits[0].question.id == exile);
    const auto marked = std::ranges::find_if(other.hits[0].snippet, &SnippetPiece::is_match);
    REQUIRE(marked != other.hits[0].snippet.end());
    CHECK(marked->text == "martyr");
}

TEST_CASE("A search finds who is meant under every name of the record, below the name itself") {
    TestSite site;
    const QuestionId english = site.a_question().titled("Why was Trotsky exiled?").post();
    const QuestionId russian = site.a_question().titled("Почему Троцкого звали Троцкий?").post();
    const QuestionId born = site.a_question().titled("Where was the Bronstein farm?").post();
    const QuestionId other = site.a_question().titled("Did Leon X know the farm?").post();
    const domain::Actor keeper = acting_as(site.a_user("Clio", 100'000), 100'000);
    const AuthorityId trotsky =
        must(make_authority(site, keeper, {.name = {.name = "Leon Trotsky", .language = "en"}}));
    for (const char* name : {"Лев Троцкий", "Lev Davidovich Bronstein"})
        must(add_authority_name(site, keeper, {.record = trotsky, .name = name}));
    MakeAuthority city{
        .record = {.kind = domain::AuthorityKind::place},
        .name = {.name = "St. Petersburg", .language = "en"}
    };
    const AuthorityId petersburg = must(make_authority(site, keeper, city));
    must(add_authority_name(site, keeper, {.record = petersburg, .name = "Leningrad"}));
    const QuestionId siege = site.a_question().titled("Siege of Leningrad").post();
    const QuestionId palace = site.a_question().titled("A palace in St. Petersburg").post();
    const auto index = index_of(site);
    site.use_index(index.get());
    const auto found_by = [&](const std::string& query) {
        std::vector<QuestionId> found;
        for (const SearchHit& hit : must(service::search(site, {.query = query})).hits)
            found.push_back(hit.question.id);
        return found;
    };

    const std::vector<QuestionId> by_english = found_by("Trotsky");
    REQUIRE(by_english.size() == 3);
    CHECK(by_english.front() == english);
    CHECK(std::ranges::find(by_english, russian) != by_english.end());
    CHECK(std::ranges::find(by_english, born) != by_english.end());
    CHECK(found_by("Trotzki").size() == 3); // A spelling that stands nowhere.
    const std::vector<QuestionId> by_russian = found_by("Троцкий");
    REQUIRE(by_russian.size() == 3);
    CHECK(by_russian.front() == russian);
    // Many are called Leon: the word finds itself only. A word that is quoted is meant as it
    // stands.
    CHECK(found_by("Leon") == std::vector{other});
    CHECK(found_by("\"Trotsky\"") == std::vector{english});
    CHECK(found_by("-Trotsky farm").size() == 2);
    // A place of two words is found as they stand.
    const std::vector<QuestionId> by_city = found_by("Ленинград");
    REQUIRE(by_city.size() == 2);
    CHECK(std::ranges::find(by_city, siege) != by_city.end());
    CHECK(std::ranges::find(by_city, palace) != by_city.end());
}

TEST_CASE("A search finds a name in other scripts without a record, and shows it marked") {
    TestSite site;
    const QuestionId russian =
        site.a_question().titled("Ссылка").saying("Тогда Троцкий жил в Алма-Ате.");
    site.a_question().titled("Nothing of that").saying("A trout was fished there.").post();
    const auto index = index_of(site);
    site.use_index(index.get());

    const SearchPage page = must(service::search(site, {.query = "Trotsky"}));
    REQUIRE(page.hits.size() == 1);
    CHECK(page.hits[0].question.id == russian);
    const auto marked = std::ranges::find_if(page.hits[0].snippet, &SnippetPiece::is_match);
    REQUIRE(marked != page.hits[0].snippet.end());
    CHECK(marked->text == "Троцкий");
    CHECK(page.did_you_mean.empty());
    CHECK(page.dropped_words.empty());
    CHECK(must(service::search(site, {.query = "\"Trotsky\""})).hits.empty());

    const QuestionId english = site.a_question().titled("Exile").saying("There went Trotzki.");
    must(search::bring_up_to_date(*index, site.database(), {}));
    const SearchPage both = must(service::search(site, {.query = "Троцкого"}));
    REQUIRE(
        both.hits.size() == 1
    ); // Inflection is for stemmers, and this site has none of Russian.
    CHECK(both.hits[0].question.id == english);
}

TEST_CASE("A query that cannot be read says where") {
    TestSite site;
    site.a_question().post();
    const auto index = index_of(site);
    site.use_index(index.get());

    const auto refused = service::search(site, {.query = "score:many"});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::invalid);
    REQUIRE(refused.error().fields().size() == 1);
    CHECK(refused.error().fields()[0].field == "q");
}

TEST_CASE("What was deleted since the index was written is not shown") {
    TestSite site;
    const QuestionId question = site.a_question().titled("Stalin and Trotsky");
    const auto index = index_of(site);
    site.use_index(index.get());
    CHECK(must(service::search(site, {.query = "trotsky"})).hits.size() == 1);
    CHECK(must(similar_questions(site, "Trotsky and Stalin", 5)).size() == 1);

    must(site.database().write([&](db::Transaction& tx) {
        return storage::delete_question(tx, question, site.now());
    }));
    CHECK(must(service::search(site, {.query = "trotsky"})).hits.empty());
    CHECK(must(similar_questions(site, "Trotsky and Stalin", 5)).empty());

    must(search::bring_up_to_date(*index, site.database(), {}));
    CHECK(must(service::search(site, {.query = "trotsky"})).total == 0);
}

TEST_CASE("A synonym between brackets finds what its tag finds") {
    TestSite site;
    const QuestionId war = site.a_question().titled("When did it end?").tagged({"world-war-two"});
    site.a_question().titled("When did it begin?").tagged({"rome"}).post();
    site.run("INSERT INTO tag_synonyms (name, tag_id, suggested_by, created_at, approved_at) "
             "SELECT 'вторая-мировая', id, -1, 0, 1 FROM tags WHERE name = 'world-war-two'");
    site.run("INSERT INTO tag_synonyms (name, tag_id, suggested_by, created_at) "
             "SELECT 'ww2', id, -1, 0 FROM tags WHERE name = 'world-war-two'");
    const auto index = index_of(site);
    site.use_index(index.get());
    const auto found = [&](const std::string& query) {
        std::vector<QuestionId> ids;
        for (const SearchHit& hit : must(service::search(site, {.query = query})).hits)
            ids.push_back(hit.question.id);
        return ids;
    };
    const std::vector<QuestionId> only_war{war};
    CHECK(found("[вторая-мировая]") == only_war);
    CHECK(found("[Вторая-Мировая] end") == only_war);
    CHECK(found("[вторая-мировая] or [nothing]") == only_war);
    CHECK(found("-[rome] -[вторая-мировая] when").empty());
    CHECK(found("[ww2]").empty()); // it waits for approval
}
