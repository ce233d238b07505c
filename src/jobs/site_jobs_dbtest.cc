#include "jobs/site_jobs.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "service/questions.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::jobs;
using namespace attest::service;

namespace {

std::vector<QuestionId> list(const TestSite& site, QuestionOrder order) {
    std::vector<QuestionId> ids;
    for (const QuestionSummary& question : must(list_questions(site, {.order = order})).questions) {
        ids.push_back(question.id);
    }
    return ids;
}

} // namespace

TEST_CASE("Hot, week and month follow what is asked and the hour") {
    TestSite site;
    ViewCounter views{1};
    Scheduler scheduler{
        site.site().clock, site_jobs({.site = site, .stamps = site.stamps(), .views = views})
    };
    const auto pass = [&](Duration span) {
        site.advance(span);
        scheduler.run_due();
    };

    const QuestionId old = site.a_question().scoring(50).viewed(10'000);
    pass(days(10));
    const QuestionId fresh = site.a_question().scoring(3).viewed(100);
    pass(minutes(1));
    CHECK(list(site, QuestionOrder::hot) == std::vector{fresh, old});
    CHECK(list(site, QuestionOrder::week) == std::vector{fresh});
    CHECK(list(site, QuestionOrder::month) == std::vector{old, fresh});
    CHECK(must(list_questions(site, {.order = QuestionOrder::month})).total == 2);

    // Nothing changes on the site, but the days go by.
    pass(days(8));
    CHECK(list(site, QuestionOrder::week).empty());
    CHECK(list(site, QuestionOrder::month) == std::vector{old, fresh});
    pass(days(15));
    CHECK(list(site, QuestionOrder::month) == std::vector{fresh});

    CHECK(must(list_questions(site, {.order = QuestionOrder::hot, .tag = "history"})).total == 2);
    CHECK(
        list_questions(site, {.order = QuestionOrder::hot, .tag = "none"}).error().code()
        == ErrorCode::not_found
    );
}

TEST_CASE("Nothing is written while nothing changes") {
    TestSite site;
    site.a_question().post();
    ViewCounter views{1};
    Scheduler scheduler{
        site.site().clock, site_jobs({.site = site, .stamps = site.stamps(), .views = views})
    };
    scheduler.run_due();
    site.advance(minutes(1));
    scheduler.run_due();
    const std::uint64_t before = site.stamps().read(domain::stamp_of_site);
    for (int i = 0; i < 10; ++i) {
        site.advance(minutes(1));
        scheduler.run_due();
    }
    CHECK(site.stamps().read(domain::stamp_of_site) == before);
}

TEST_CASE("Views are written every half minute, and when the site stops") {
    TestSite site;
    const QuestionId question = site.a_question();
    const auto stored = [&] {
        return site.number(fmt::format("SELECT view_count FROM posts WHERE id = {}", question.value)
        );
    };
    ViewCounter views{1};
    {
        Scheduler scheduler{
            site.site().clock, site_jobs({.site = site, .stamps = site.stamps(), .views = views})
        };
        scheduler.run_due();
        views.count(0, question, "a", site.now());
        site.advance(seconds(29));
        scheduler.run_due();
        CHECK(stored() == 0);
        site.advance(seconds(1));
        scheduler.run_due();
        CHECK(stored() == 1);
        views.count(0, question, "b", site.now());
    }
    CHECK(stored() == 2);
}

TEST_CASE("Bodies that an older renderer made are rendered again from their source") {
    TestSite site;
    std::vector<QuestionId> questions;
    for (int i = 0; i < 120; ++i)
        questions.push_back(site.a_question().saying("Some *words*."));
    const QuestionId html = site.a_question();
    site.run("UPDATE posts SET renderer_version = 0");
    site.run(fmt::format(
        "UPDATE posts SET body_format = 0, body_html = '<p onclick=\"x\">Old</p>' WHERE id = {}",
        html.value
    ));
    const QuestionId newer = site.a_question().saying("As it is.");

    ViewCounter views{1};
    Scheduler scheduler{
        site.site().clock, site_jobs({.site = site, .stamps = site.stamps(), .views = views})
    };
    const std::uint64_t before = site.stamps().read(domain::stamp_of_question(questions.front()));
    for (int i = 0; i < 5; ++i)
        scheduler.run_due();

    CHECK(site.number("SELECT COUNT(*) FROM posts WHERE renderer_version = 0") == 0);
    const auto body_of = [&](QuestionId id) {
        return must(read_question(site, id, AnswerOrder::best, 1)).post.body_html;
    };
    CHECK(body_of(questions.front()) == "<p>Some <em>words</em>.</p>\n");
    CHECK(body_of(questions.back()) == "<p>Some <em>words</em>.</p>\n");
    CHECK(body_of(html).find("onclick") == std::string::npos);
    CHECK(body_of(newer) == "<p>As it is.</p>\n");
    CHECK(site.stamps().read(domain::stamp_of_question(questions.front())) != before);
}

TEST_CASE("Checks that nobody has confirmed in time go within an hour, with their addresses") {
    TestSite site;
    ViewCounter views{1};
    Scheduler scheduler{
        site.site().clock, site_jobs({.site = site, .stamps = site.stamps(), .views = views})
    };
    const auto waiting = [&] { return site.number("SELECT count(*) FROM waiting_checks"); };
    const std::int64_t now = site.now().milliseconds;
    for (const Duration life : {days(1), days(2)}) {
        site.run(fmt::format(
            "INSERT INTO waiting_checks (token_hash, citation_id, verdict, is_of_translation, "
            "seen, note, passage, wording_hash, content_hash, address_hash, created_at, "
            "expires_at) "
            "VALUES ('{0}', 1, 1, 0, 2, '', '', '', '', 'a', {1}, {0})",
            now + life.milliseconds,
            now
        ));
    }
    scheduler.run_due();
    CHECK(waiting() == 2);
    site.advance(days(1));
    scheduler.run_due();
    CHECK(waiting() == 1);
    site.advance(days(1));
    scheduler.run_due();
    CHECK(waiting() == 0);
}
