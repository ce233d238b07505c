#include "service/act_limits.h"

#include "domain/kinds.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/site_settings.h"
#include "storage/posts.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::service;
using domain::LimitedAct;

namespace {

Result<void> check(const TestSite& site, const domain::Actor& actor, LimitedAct act) {
    return site.database().write([&](db::Transaction& tx) {
        return check_limit(tx, site, actor, act);
    });
}

/// Writes the row that the act leaves.
void do_act(TestSite& site, UserId actor, LimitedAct act) {
    const std::int64_t who = actor.value;
    const std::int64_t now = site.now().milliseconds;
    const std::int64_t number = site.next_number();
    const std::int64_t local = local_id_min + 1'000'000 + number;
    switch (act) {
    case LimitedAct::ask:
        site.a_question().by(actor).post();
        return;
    case LimitedAct::answer:
        site.an_answer(site.a_question()).by(actor).post();
        return;
    case LimitedAct::comment:
        site.a_comment(post_id(site.a_question().post())).by(actor).made_at(site.now()).post();
        return;
    case LimitedAct::edit:
        site.an_edit(post_id(site.a_question().post()))
            .by(actor)
            .titled("Another title of the question")
            .saying("Another body.")
            .made_at(site.now())
            .post();
        return;
    case LimitedAct::suggest_edit:
        site.run(fmt::format(
            "INSERT INTO suggested_edits (post_id, author_id, summary, created_at) "
            "VALUES ({}, {}, '', {})",
            number,
            who,
            now
        ));
        return;
    case LimitedAct::delete_post:
        site.run(fmt::format(
            "INSERT INTO post_history (id, kind, post_id, created_at, author_id) "
            "VALUES ({}, 12, {}, {}, {})",
            local,
            number,
            now,
            who
        ));
        return;
    case LimitedAct::vote:
        site.run(fmt::format(
            "INSERT INTO votes (id, post_id, kind, user_id, created_at) "
            "VALUES ({}, {}, 2, {}, {})",
            local,
            number,
            who,
            now
        ));
        return;
    case LimitedAct::vote_on_comment:
        site.run(fmt::format("INSERT INTO comment_votes VALUES ({}, {}, {})", number, who, now));
        return;
    case LimitedAct::flag:
        site.run(fmt::format(
            "INSERT INTO flags (post_id, user_id, kind, created_at) VALUES ({}, {}, 1, {})",
            number,
            who,
            now
        ));
        return;
    case LimitedAct::vote_to_close:
        site.run(fmt::format(
            "INSERT INTO closing_votes (question_id, user_id, is_reopening, created_at) "
            "VALUES ({}, {}, 0, {})",
            number,
            who,
            now
        ));
        return;
    case LimitedAct::vote_to_delete:
        site.run(fmt::format("INSERT INTO deletion_votes VALUES ({}, {}, 0, {})", number, who, now)
        );
        return;
    case LimitedAct::check_citation:
        site.run(fmt::format(
            "INSERT INTO citation_checks (citation_id, user_id, verdict, is_of_translation, seen, "
            "note, reply, wording_hash, content_hash, page_sha256, address_hash, is_latest, "
            "created_at) VALUES ({}, {}, 1, 0, 1, '', '', '', '', '', '', 1, {})",
            number,
            who,
            now
        ));
        return;
    case LimitedAct::cite:
        site.run(fmt::format(
            "INSERT INTO claims (post_id, revision, exact, prefix, suffix, start, wording_hash, "
            "is_detached, status, summary, asked_by, created_at) "
            "VALUES ({}, x'', 'x', '', '', 0, '', 0, 0, '', {}, {})",
            number,
            who,
            now
        ));
        return;
    case LimitedAct::add_source:
        site.run(fmt::format(
            "INSERT INTO sources (key, csl, title, author, issued, kind, is_single_item, "
            "criticism, "
            "title_key, author_key, shelfmark, origin_group, created_by, created_at, revision) "
            "VALUES ('k{}', '', '', '', '', 3, 0, '', '', '', '', 0, {}, {}, 1)",
            number,
            who,
            now
        ));
        return;
    case LimitedAct::edit_source:
        site.run(fmt::format(
            "INSERT INTO source_revisions VALUES ({}, 2, '', 3, '', {}, {})", number, who, now
        ));
        return;
    case LimitedAct::link_sources:
        site.run(fmt::format("INSERT INTO source_links VALUES ({}, 1, 1, {}, {})", number, who, now)
        );
        return;
    }
}

} // namespace

TEST_CASE("Each limit lets through as many as it says, and the next when the first is old enough") {
    for (std::size_t row = 0; row < domain::act_limit_count; ++row) {
        const domain::ActLimit& limit = domain::all_act_limits()[row];
        CAPTURE(limit.name);
        TestSite site;
        site.a_question().post();
        // The limit alone, with as much as fits into a test.
        for (std::size_t other = 0; other < domain::act_limit_count; ++other)
            site.settings().rates.set(other, {});
        const std::int64_t count = std::min<std::int64_t>(limit.rate.count, 6);
        site.settings().rates.set(row, {.count = count, .per = limit.rate.per});
        const Member jane = site.a_member("jane", 1);
        const Member joe = site.a_member("joe", 1);
        const Time begin = site.now();

        for (std::int64_t done = 0; done < count; ++done) {
            CHECK(check(site, jane.actor, limit.act).has_value());
            do_act(site, jane, limit.act);
            site.advance({1});
        }
        const Result<void> refused = check(site, jane.actor, limit.act);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code() == ErrorCode::rate_limited);
        CHECK(refused.error().retry_after_seconds() == limit.rate.per.milliseconds / 1'000);
        CHECK(check(site, joe.actor, limit.act).has_value());

        const Time first_is_old = begin + limit.rate.per;
        site.advance(first_is_old - (site.now() + Duration{1}));
        CHECK_FALSE(check(site, jane.actor, limit.act).has_value());
        site.advance({1});
        CHECK(check(site, jane.actor, limit.act).has_value());
    }
}

TEST_CASE("An imported post is nobody's act, and an answer is no question") {
    TestSite site;
    const Member jane = site.a_member("jane", 1);
    site.run(fmt::format(
        "INSERT INTO post_history (id, kind, post_id, created_at, author_id) "
        "VALUES (5, 1, 5, {}, {})",
        site.now().milliseconds,
        jane.actor.user.value
    ));
    site.an_answer(site.a_question()).by(jane).post();
    CHECK(check(site, jane.actor, LimitedAct::ask).has_value());
    CHECK_FALSE(check(site, jane.actor, LimitedAct::answer).has_value());
}

TEST_CASE("A deleted question still counts, or one could flood by deleting") {
    TestSite site;
    const Member jane = site.a_member("jane", 1);
    const QuestionId question = site.a_question().by(jane);
    site.run(fmt::format("UPDATE posts SET deleted_at = 1 WHERE id = {}", question.value));
    CHECK_FALSE(check(site, jane.actor, LimitedAct::ask).has_value());
}

TEST_CASE("A keeper's limits are read, and what cannot be read leaves the usual one") {
    TestSite site;
    site.run("INSERT INTO site_properties VALUES ('limit.questions_per_day', '2/1h')");
    site.run("INSERT INTO site_properties VALUES ('limit.questions_per_month', 'off')");
    site.run("INSERT INTO site_properties VALUES ('limit.questions_when_new', 'two')");
    const SiteSettings settings = must(read_site_settings(site.database(), "test"));
    CHECK(settings.rates.of(0) == domain::all_act_limits()[0].rate);
    CHECK(settings.rates.of(1) == domain::ActRate{.count = 2, .per = hours(1)});
    CHECK(settings.rates.of(2).count == 0);
}
