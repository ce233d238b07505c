#include "search/index.h"

#include "search/limits.h"
#include "search/operators.h"
#include "search/test_site.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

namespace attest::search {

namespace {

using Ids = std::vector<std::int64_t>;

Ids sorted(Ids ids) {
    std::ranges::sort(ids);
    return ids;
}

std::string joined(const std::vector<Piece>& pieces) {
    std::string text;
    for (const Piece& piece : pieces)
        text += piece.is_match ? "<" + piece.text + ">" : piece.text;
    return text;
}

/// Three questions with five answers on history.
void fill(TestSite& site) {
    site.put_all({
        {.id = 1,
         .title = "Why did Stalin exile Trotsky instead of killing him?",
         .tags = "|soviet-union|stalin|",
         .text = "Stalin had the power to kill his rival in 1929. Why was he sent abroad?",
         .html = "<p>See <a href=\"https://www.marxists.org/archive/trotsky/\">here</a>.</p>",
         .author = 7,
         .created = "2012-04-03",
         .active = "2019-12-30",
         .score = 12,
         .views = 900,
         .answers = 2,
         .accepted = 2},
        {.id = 2,
         .question = 1,
         .text = "He feared the old Bolsheviks and public opinion. A martyr is dangerous.",
         .author = 8,
         .created = "2012-04-04",
         .active = "2012-04-04",
         .score = 20},
        {.id = 3,
         .question = 1,
         .text = "Trotsky was still popular in the Red Army.",
         .html = "<pre><code>x</code></pre>",
         .author = 7,
         .created = "2013-01-05",
         .active = "2013-01-05",
         .score = -2},
        {.id = 4,
         .title = "When did Russia adopt the new style calendar?",
         .tags = "|russia|calendar|",
         .text = "Dates before that are given in old style. Birch-bark letters are of no help.",
         .html = "<a href=\"http://archive.org/details/x?a=1&amp;b=2\">x</a>",
         .author = 1,
         .created = "2014-12-31",
         .active = "2015-02-01",
         .score = 3,
         .views = 50,
         .answers = 1,
         .is_closed = true},
        {.id = 5,
         .question = 4,
         .text = "In February 1918: 1 February became 14 February.",
         .author = 8,
         .created = "2015-02-01",
         .active = "2015-02-01",
         .score = 5,
         .is_wiki = true},
        {.id = 6,
         .title = "How large was the Red Army in the civil war?",
         .tags = "|russia|military|",
         .text = "I look for numbers of the army by year.",
         .author = 9,
         .created = "2019-12-20",
         .active = "2019-12-20"},
    });
    site.run("INSERT INTO post_links (id, post_id, related_post_id, kind, created_at) VALUES (1, "
             "4, 1, 3, 0)");
    site.update();
}

} // namespace

TEST_CASE("Without an index searching is unavailable, and says what to do") {
    TestSite site;
    CHECK(site.index().progress().state == Progress::State::absent);
    const auto answer = site.index().search({.text = "x"});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code() == ErrorCode::unavailable);
    CHECK(answer.error().message().contains("attest reindex"));
}

TEST_CASE("A name is found by its sound, in every script, without a record") {
    TestSite site;
    site.put_all({
        {.id = 1, .title = "Exile", .text = "In 1929 Trotsky was sent abroad by his rival."},
        {.id = 2, .title = "Ссылка", .text = "Троцкий жил тогда в Алма-Ате."},
        {.id = 3, .title = "Verbannung", .text = "Bald darauf wurde auch Trotzki verbannt."},
        {.id = 4, .title = "Дом", .text = "В доме у Троцкого были книги."},
        {.id = 5, .title = "Εξορία", .text = "Ο Τρότσκι έφυγε."},
        {.id = 6, .title = "Theatre", .text = "Чехов wrote it. The march to the marsh was long."},
        {.id = 7, .title = "Nobody", .text = "Шехов did not. A march, a vine, some wine."},
        {.id = 8, .title = "Prophet", .text = "كان محمد هناك"},
        {.id = 9, .title = "Prophet again", .text = "There was Muhammad."},
        {.id = 10, .title = "Old", .text = "Такъ писалъ Троцкій въ письмѣ."},
    });
    site.update();
    const Ids everywhere{1, 2, 3, 4, 5, 10};

    CHECK(sorted(site.find("Trotsky")) == everywhere);
    CHECK(site.find("Trotsky").front() == 1);
    CHECK(sorted(site.find("trotsky")) == everywhere);  // the index knows it as a name
    CHECK(sorted(site.find("Trotskii")) == everywhere); // a spelling that nobody has used
    CHECK(sorted(site.find("Τρότσκι")) == everywhere);
    // Of its own script it finds what a reform of spelling has changed.
    CHECK(sorted(site.find("Троцкий")) == Ids{1, 2, 3, 5, 10});
    CHECK(site.find("Троцкий").front() == 2);
    CHECK(sorted(site.find("Троцкого")) == Ids{1, 3, 4, 5});
    CHECK(site.find("Чехов") == Ids{6});
    CHECK(sorted(site.find("Chekhov")) == Ids{6, 7}); // hushing sounds are one across scripts
    CHECK(sorted(site.find("محمد")) == Ids{8, 9});
    CHECK(sorted(site.find("Muhammad")) == Ids{8, 9});

    // Words that are no names do not sound alike, and what stands in quotation marks is meant.
    CHECK(site.find("marsh") == Ids{6});
    CHECK(site.find("vine") == Ids{7});
    CHECK(site.find("\"Trotsky\"") == Ids{1});
    CHECK(sorted(site.find("abroad -Trotsky")).empty());
    CHECK(site.find("title:Trotsky").empty());
    CHECK(site.find("Trotsky Алма").front() == 2);

    const SearchAnswer answer = site.answer("Trotsky");
    CHECK(joined(answer.highlighter.snippet("Троцкий жил")) == "<Троцкий> жил");
    CHECK(answer.missing_words.empty());
    CHECK_FALSE(answer.suggestion.has_value());
}

TEST_CASE("An index that is kept up to date knows the names of new posts, each post once") {
    TestSite site;
    site.put({.id = 1, .title = "Drinks", .text = "Some wine, more wine, and no Vine."});
    site.update();
    CHECK(site.find("Trotsky").empty());
    site.put({.id = 2, .title = "Ссылка", .text = "Троцкий жил тогда в Алма-Ате."});
    site.update();
    CHECK(site.find("Trotsky") == Ids{2});
    CHECK(site.find("trotsky") == Ids{2});

    // Wine begins a sentence of one post, which is indexed again and again: still no name.
    site.put({.id = 3, .title = "Red", .text = "Wine is red."});
    site.put_all(
        {{.id = 4, .title = "White", .text = "The wine was white."},
         {.id = 5, .title = "Dry", .text = "The wine was dry."},
         {.id = 6, .title = "Old", .text = "The wine was old."}}
    );
    site.update();
    for (int score = 1; score < 10; ++score) {
        site.put({.id = 3, .title = "Red", .text = "Wine is red.", .score = score});
        site.update();
    }
    CHECK(site.find("vine") == Ids{1});
    const SearchAnswer before = site.answer("Trotsky");
    site.run("INSERT INTO changes (kind, object_id) VALUES (0, 0)"); // all of it anew
    site.update();
    CHECK(site.answer("Trotsky").total == before.total);
    CHECK(site.find("vine") == Ids{1});
}

TEST_CASE("Posts with the name as asked for stand above those where it only sounds so") {
    TestSite site;
    std::vector<TestPost> posts;
    std::string long_text = "Trotsky";
    for (int i = 0; i < 300; ++i)
        long_text += " word" + std::to_string(i);
    for (std::int64_t id = 1; id <= 40; ++id)
        posts.push_back({.id = id, .title = "Something", .text = long_text});
    for (std::int64_t id = 101; id <= 200; ++id)
        posts.push_back({.id = id, .title = "Something else", .text = "It tells of other men."});
    posts.push_back({.id = 50, .title = "Trotzki, Trotzki", .text = "Trotzki war Trotzki."});
    posts.push_back({.id = 51, .title = "Троцкий", .text = "Троцкий и Троцкий."});
    site.put_all(posts);
    site.update();
    const Ids found = site.find("Trotsky", {.grouping = Grouping::posts, .limit = 100});
    REQUIRE(found.size() == 42);
    CHECK(sorted({found.end() - 2, found.end()}) == Ids{50, 51});
}

TEST_CASE("Facets of a query that is asked again are the same, until the index changes") {
    TestSite site;
    fill(site);
    const SearchRequest request{.with_facets = true};
    const SearchAnswer first = site.answer("army", request);
    SearchRequest newest = request;
    newest.sort = Sort::newest;
    for (const SearchRequest& again : {request, newest}) {
        const SearchAnswer second = site.answer("army", again);
        CHECK(second.total == first.total);
        CHECK(second.tags.size() == first.tags.size());
        CHECK(second.years.size() == first.years.size());
        CHECK(second.counted.size() == first.counted.size());
        CHECK(second.hits.size() == first.hits.size());
    }
    CHECK(site.answer("army -war", request).total == first.total - 1);
    SearchRequest posts = request;
    posts.grouping = Grouping::posts;
    CHECK(site.answer("army", posts).total == 2);
    site.put({.id = 7, .title = "An army of ants", .tags = "|ants|", .text = "Many."});
    site.update();
    const SearchAnswer later = site.answer("army", request);
    CHECK(later.total == first.total + 1);
    CHECK(std::ranges::find(later.tags, "ants", &TagCount::tag) != later.tags.end());
    site.run("INSERT INTO changes (kind, object_id) VALUES (0, 0)"); // another index
    site.run("DELETE FROM posts WHERE id = 7");
    site.update();
    CHECK(site.answer("army", request).total == first.total);
}

TEST_CASE("An empty site has an empty index") {
    TestSite site;
    site.update();
    CHECK(site.index().progress().state == Progress::State::ready);
    CHECK(site.find("anything").empty());
}

TEST_CASE("Every operator finds what it says") {
    TestSite site;
    fill(site);
    const auto find = [&](const std::string& text) { return sorted(site.find(text)); };

    CHECK(find("exiled trotsky") == Ids{1, 2, 3}); // answers are found by their question's title
    CHECK(find("red army") == Ids{3, 6});
    CHECK(find("\"red army\"") == Ids{3, 6});
    CHECK(find("\"army red\"").empty());
    CHECK(find("\"new style\"") == Ids{4});
    CHECK(find("army -trotsky") == Ids{6});
    CHECK(find("army -\"civil war\"") == Ids{3});
    CHECK(find("bolsh*") == Ids{2});
    CHECK(find("martyr OR february") == Ids{2, 5});
    CHECK(find("[russia]") == Ids{4, 5, 6});
    CHECK(find("[russia] -[calendar]") == Ids{6});
    CHECK(find("[soviet-union] or [military]") == Ids{1, 2, 3, 6});
    CHECK(find("[sov*]") == Ids{1, 2, 3});
    CHECK(find("title:army") == Ids{6});
    CHECK(find("title:\"new style\"") == Ids{4});
    CHECK(find("body:stalin") == Ids{1});
    CHECK(find("body:trotsky") == Ids{3});
    CHECK(find("body:\"red army\"") == Ids{3});
    CHECK(find("user:8") == Ids{2, 5});
    CHECK(find("user:me") == Ids{4});
    CHECK(find("score:5") == Ids{1, 2, 5});
    CHECK(find("score:3..12") == Ids{1, 4, 5});
    CHECK(find("score:-1") == Ids{3});
    CHECK(find("score:..0") == Ids{3, 6});
    CHECK(find("answers:0") == Ids{6});
    CHECK(find("answers:1") == Ids{1, 4});
    CHECK(find("answers:1..1") == Ids{4});
    CHECK(find("views:50") == Ids{1, 4});
    CHECK(find("views:..50") == Ids{4, 6});
    CHECK(find("is:answer") == Ids{2, 3, 5});
    CHECK(find("is:question") == Ids{1, 4, 6});
    CHECK(find("isaccepted:yes") == Ids{2});
    CHECK(find("isaccepted:no") == Ids{3, 5});
    CHECK(find("hasaccepted:yes") == Ids{1});
    CHECK(find("hasaccepted:no") == Ids{4, 6});
    CHECK(find("inquestion:4") == Ids{4, 5});
    CHECK(find("url:\"*.archive.org\"") == Ids{4});
    CHECK(find("url:archive.org") == Ids{4});
    CHECK(find("url:\"http://archive.org/details/*\"") == Ids{4});
    CHECK(find("url:\"http://archive.org/details/x?a=1&b=2\"") == Ids{4});
    CHECK(find("url:marxists.org") == Ids{1});
    CHECK(find("url:\"https://*\"").empty());
    CHECK(find("created:2012") == Ids{1, 2});
    CHECK(find("created:2012..2014") == Ids{1, 2, 3, 4});
    CHECK(find("created:2012-04-04") == Ids{2});
    CHECK(find("created:2013-01..") == Ids{3, 4, 5, 6});
    CHECK(find("created:30d") == Ids{6});
    CHECK(find("lastactive:7d") == Ids{1});
    CHECK(find("closed:yes") == Ids{4});
    CHECK(find("closed:no is:question") == Ids{1, 6});
    CHECK(find("duplicate:yes") == Ids{4});
    CHECK(find("wiki:yes") == Ids{5});
    CHECK(find("hascode:yes") == Ids{3});
    CHECK(find("-is:answer [russia] created:2019") == Ids{6});
    CHECK(find("birchbark") == Ids{4});
    CHECK(find("birch-bark") == Ids{4});
    CHECK(find("in the") == Ids{1, 3, 4, 5, 6}); // little words alone
    CHECK(find("").empty());
    CHECK(find("?!").empty());
}

TEST_CASE("Every example of the help can be read and searched") {
    TestSite site;
    fill(site);
    for (const OperatorHelp& help : operator_help())
        site.answer(std::string{help.example});
}

TEST_CASE("A query that cannot be read says where") {
    TestSite site;
    fill(site);
    const auto answer = site.index().search({.text = "русь \"open"});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code() == ErrorCode::invalid);
    CHECK(answer.error().message().contains("At character 6"));
    REQUIRE(answer.error().fields().size() == 1);
    CHECK(answer.error().fields().front().field == "q");
}

TEST_CASE("A question is found through its answers, once") {
    TestSite site;
    fill(site);
    const SearchAnswer answer = site.answer("trotsky", {});
    REQUIRE(answer.hits.size() == 1);
    CHECK(answer.hits.front().question == QuestionId{1});
    CHECK(answer.total == 1);
    const SearchAnswer martyr = site.answer("martyr", {});
    REQUIRE(martyr.hits.size() == 1);
    CHECK(martyr.hits.front().post == PostId{2});
    CHECK(martyr.hits.front().kind == domain::PostKind::answer);
    CHECK(martyr.hits.front().question == QuestionId{1});
}

TEST_CASE("Results are sorted as asked") {
    TestSite site;
    fill(site);
    const auto find = [&](Sort sort) {
        return site.find("[russia]", {.sort = sort, .grouping = Grouping::posts});
    };
    CHECK(find(Sort::newest) == Ids{6, 5, 4});
    CHECK(find(Sort::score) == Ids{5, 4, 6});
    CHECK(find(Sort::active).front() == 6);
    CHECK(find(Sort::relevance) == Ids{5, 4, 6}); // nothing to rank by: the better first
}

TEST_CASE("When all words find little, fewer are tried, and the answer says which are missing") {
    TestSite site;
    fill(site);
    const SearchAnswer answer = site.answer("february calendar zeppelins");
    CHECK(answer.is_relaxed);
    REQUIRE_FALSE(answer.hits.empty());
    CHECK(answer.hits.front().question == QuestionId{4});
    CHECK(std::ranges::find(answer.missing_words, "zeppelins") != answer.missing_words.end());
    // What must hold is never left out.
    CHECK(sorted(site.find("february zeppelins [calendar]")) == Ids{5});
    CHECK(site.find("february zeppelins title:airship").empty());
    CHECK_FALSE(site.answer("army").is_relaxed);
}

TEST_CASE("A misspelt word gets a suggestion") {
    TestSite site;
    fill(site);
    const SearchAnswer answer = site.answer("febuary trotsyk");
    REQUIRE(answer.suggestion);
    CHECK(*answer.suggestion == "febuary trotsky"); // "february" stands in one post only
    CHECK_FALSE(site.answer("trotsky").suggestion);
    const SearchAnswer again = site.answer("-martyr  trotsyk");
    REQUIRE(again.suggestion);
    CHECK(*again.suggestion == "-martyr  trotsky");
}

TEST_CASE("A word that no post holds finds what it was probably meant to be") {
    TestSite site;
    fill(site);
    const SearchAnswer answer = site.answer("trotzky zeppelins", {});
    REQUIRE_FALSE(answer.hits.empty());
    CHECK(answer.hits.front().question == QuestionId{1});
    const auto similar = site.index().similar("trotzky and the bolshevics", 5);
    REQUIRE(similar);
    REQUIRE_FALSE(similar->empty());
    CHECK(similar->front().question == QuestionId{1});
}

TEST_CASE("Words are found in every form, in each language of the site") {
    TestSite site{{"en", "ru"}};
    site.put_all({
        {.id = 1,
         .title = "За что сослали Троцкого?",
         .tags = "|ссср|",
         .text = "Ёлки, старый спор."},
        {.id = 2, .title = "Leaving the old capital", .text = "Moscow and Petrograd; 東京の漢字."},
    });
    site.update();
    CHECK(site.find("троцкий") == Ids{1});
    CHECK(site.find("ТРОЦКИЙ старого") == Ids{1});
    CHECK(site.find("елка") == Ids{1});
    CHECK(site.find("[ссср]") == Ids{1});
    CHECK(site.find("leaves capitals") == Ids{2});
    CHECK(site.find("漢字") == Ids{2});
    CHECK(site.find("漢") == Ids{2});
    CHECK(site.find("字漢").empty());
}

TEST_CASE("Facets count questions by tag and by year") {
    TestSite site;
    fill(site);
    SearchRequest request{.with_facets = true};
    const SearchAnswer answer = site.answer("[russia]", request);
    REQUIRE(answer.tags.size() == 3);
    CHECK(answer.tags.front().tag == "russia");
    CHECK(answer.tags.front().posts == 2);
    CHECK(answer.years.size() == 2);
    CHECK(answer.are_facets_exact);
}

TEST_CASE("Words of the query are marked in titles and bodies") {
    TestSite site;
    fill(site);
    const SearchAnswer answer = site.answer("exiled armies");
    CHECK(
        joined(answer.highlighter.mark("Why did Stalin exile Trotsky?"))
        == "Why did Stalin <exile> Trotsky?"
    );
    const std::string body =
        std::string(400, 'x') + " and then the Red Army’s exile\n\nbegan " + std::string(400, 'y');
    CHECK(
        joined(answer.highlighter.snippet(body)) == "… and then the Red <Army’s> <exile> began …"
    );
    CHECK(joined(answer.highlighter.snippet("Nothing.")) == "Nothing.");
    CHECK(answer.highlighter.snippet("").empty());
}

TEST_CASE("An edited, accepted or deleted post is found as it is now") {
    TestSite site;
    fill(site);
    site.put(
        {.id = 6,
         .title = "How large was the Green Army?",
         .tags = "|ukraine|",
         .text = "Numbers, please.",
         .created = "2019-12-20"}
    );
    site.update();
    CHECK(site.find("\"red army\"") == Ids{3});
    CHECK(site.find("[ukraine]") == Ids{6});
    CHECK(site.find("[military]").empty());

    // A new title reaches the answers.
    site.put(
        {.id = 4,
         .title = "When did the Gregorian reform reach Petrograd?",
         .tags = "|petrograd|",
         .text = "x"}
    );
    site.update();
    CHECK(sorted(site.find("gregorian")) == Ids{4, 5});
    CHECK(sorted(site.find("[petrograd]")) == Ids{4, 5});
    CHECK(site.find("[calendar]").empty());

    site.run("UPDATE posts SET deleted_at = 1 WHERE id = 2");
    site.run("INSERT INTO changes (kind, object_id) VALUES (1, 2)");
    site.update();
    CHECK(site.find("martyr").empty());

    // With a question its answers go, and come back with it.
    site.run("UPDATE posts SET deleted_at = 1 WHERE id = 1");
    site.run("INSERT INTO changes (kind, object_id) VALUES (1, 1)");
    site.update();
    CHECK(site.find("trotsky").empty());
    site.run("UPDATE posts SET deleted_at = NULL WHERE id = 1");
    site.run("INSERT INTO changes (kind, object_id) VALUES (1, 1)");
    site.update();
    CHECK(sorted(site.find("trotsky")) == Ids{1, 3});
}

TEST_CASE("The index survives its process and takes in only what is new") {
    TestSite site;
    fill(site);
    site.reopen_index();
    CHECK(sorted(site.find("red army")) == Ids{3, 6});
    const auto before = site.index().current_path();
    site.put({.id = 7, .question = 6, .text = "Five million, with the zeppelins."});
    site.update();
    CHECK(site.find("zeppelin") == Ids{7});
    CHECK(site.index().current_path() == before);
    const auto left = site.database().read([](db::ReadTransaction& tx) {
        return tx.first(
            {.name = "count_changes", .sql = "SELECT count(*) FROM changes"},
            {},
            [](const db::Row& row) { return row.integer(0); }
        );
    });
    REQUIRE(left);
    CHECK(*left == 0); // what is in the index is pruned
}

TEST_CASE("Another incarnation of the database, an import and another language build the index anew"
) {
    TestSite site;
    fill(site);
    const auto first = site.index().current_path();
    site.run("INSERT INTO site_properties (name, value) VALUES ('incarnation', '42')");
    site.run("UPDATE posts SET body_text = 'zeppelins' WHERE id = 6"); // without a change row
    site.update();
    const auto second = site.index().current_path();
    CHECK(first != second);
    CHECK(site.find("zeppelin") == Ids{6});
    CHECK_FALSE(std::filesystem::exists(*first));

    site.run("UPDATE posts SET body_text = 'airships' WHERE id = 6");
    site.run("INSERT INTO changes (kind, object_id) VALUES (0, 0)");
    site.update();
    CHECK(site.index().current_path() != second);
    CHECK(site.find("airship") == Ids{6});
}

TEST_CASE("A damaged index is built anew") {
    TestSite site;
    fill(site);
    const auto path = site.index().current_path();
    REQUIRE(path);
    for (const auto& entry : std::filesystem::directory_iterator{*path}) {
        std::filesystem::resize_file(entry.path(), 10);
    }
    site.reopen_index();
    CHECK_FALSE(site.index().search({.text = "trotsky"}));
    site.update();
    CHECK(sorted(site.find("trotsky")) == Ids{1, 2, 3});
}

TEST_CASE("An interrupted build goes on where it was") {
    TestSite site;
    std::vector<TestPost> posts;
    for (std::int64_t id = 1; id <= 3000; ++id) {
        posts.push_back(
            {.id = id, .title = "Question about zeppelins", .text = "word" + std::to_string(id)}
        );
    }
    site.put_all(posts);
    site.run("INSERT INTO totals (name, value) VALUES ('questions', 3000)");

    std::stop_source stop;
    std::atomic<std::int64_t> seen = 0; // told from the threads of both shards
    std::int64_t least = 0;
    const UpdaterOptions stopping{.on_progress = [&](std::int64_t done, std::int64_t) {
        if (done > 1000) stop.request_stop();
        seen = done;
    }};
    const auto outcome =
        bring_up_to_date(site.index(), site.database(), stopping, stop.get_token());
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code() == ErrorCode::unavailable);
    CHECK_FALSE(site.index().search({.text = "zeppelin"}));

    site.reopen_index();
    std::mutex mutex;
    const UpdaterOptions going_on{.on_progress = [&](std::int64_t done, std::int64_t) {
        const std::lock_guard lock{mutex};
        least = least == 0 ? done : std::min(least, done);
    }};
    REQUIRE(bring_up_to_date(site.index(), site.database(), going_on));
    CHECK(least > seen / 2); // not from the beginning
    CHECK(site.answer("zeppelin").total == 3000);
    CHECK(site.find("word17") == Ids{17});
    CHECK(site.find("word2999") == Ids{2999});
}

TEST_CASE("Pages of results neither repeat nor miss one") {
    TestSite site;
    std::vector<TestPost> posts;
    for (std::int64_t id = 1; id <= 130; ++id) {
        posts.push_back(
            {.id = id, .title = "Zeppelin " + std::to_string(id), .text = "text", .score = id % 7}
        );
    }
    site.put_all(posts);
    site.update();
    std::set<std::int64_t> seen;
    for (std::uint32_t offset = 0; offset < 130; offset += 15) {
        for (const std::int64_t id : site.find("zeppelin", {.offset = offset, .limit = 15})) {
            CHECK(seen.insert(id).second);
        }
    }
    CHECK(seen.size() == 130);
    CHECK(site.answer("zeppelin").total == 130);
    CHECK(site.answer("zeppelin").is_total_exact);
}

TEST_CASE("Similar questions are found for a title, related ones for a question") {
    TestSite site;
    fill(site);
    site.put_all({
        {.id = 10,
         .title = "Was Trotsky's exile an error of Stalin?",
         .tags = "|stalin|",
         .text = "Exile abroad, that is."},
        {.id = 11,
         .title = "How did the calendar reform go?",
         .tags = "|calendar|",
         .text = "The new style."},
    });
    site.update();
    const auto similar = site.index().similar("Why was Trotsky exiled by Stalin", 5);
    REQUIRE(similar);
    REQUIRE(similar->size() >= 2);
    CHECK(
        std::set{(*similar)[0].question.value, (*similar)[1].question.value}
        == std::set<std::int64_t>{1, 10}
    );
    CHECK(site.index().similar("???", 5)->empty());

    const auto related = site.index().related(QuestionId{1}, 5);
    REQUIRE(related);
    REQUIRE_FALSE(related->empty());
    CHECK(related->front() == QuestionId{10});
    CHECK(std::ranges::find(*related, QuestionId{1}) == related->end());
    CHECK(site.index().related(QuestionId{999}, 5)->empty());

    const auto stored = site.database().read([](db::ReadTransaction& tx) {
        return tx.first(
            {.name = "read_related",
             .sql = "SELECT related_id FROM related_questions WHERE question_id = 10 AND rank = 1"},
            {},
            [](const db::Row& row) { return row.integer(0); }
        );
    });
    REQUIRE(stored);
    REQUIRE(*stored);
    CHECK(**stored == 1);
}

TEST_CASE("Searches go on while the updater commits") {
    TestSite site;
    fill(site);
    Updater updater{site.index(), site.database(), {.is_background = true}};
    REQUIRE(updater.wait_until_current());
    std::atomic<bool> is_done = false;
    std::atomic<int> failures = 0;
    std::atomic<int> searches = 0;
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&] {
                while (!is_done) {
                    const auto answer = site.index().search(
                        {.text = "army OR trotsky", .limit = 50, .with_facets = true}
                    );
                    failures += !answer || answer->hits.empty();
                    failures += !site.index().similar("the Red Army in the war", 5);
                    ++searches;
                }
            });
        }
        for (std::int64_t id = 100; id < 130; ++id) {
            site.put({.id = id, .title = "The Red Army again", .text = "army"});
            updater.wake();
            std::this_thread::sleep_for(std::chrono::milliseconds{30});
        }
        REQUIRE(updater.wait_until_current());
        is_done = true;
    }
    CHECK(failures == 0);
    CHECK(searches > 0);
    CHECK(site.answer("\"red army again\"").total == 30);
}

} // namespace attest::search
