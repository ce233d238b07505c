// No statement of any page grows with the site (decisions.md, 26): the virtual machine's steps and
// the sorts of every statement of every page are the same at 1,000 and at 30,000 questions, but for
// a third.
//
// The site is made by plain SQL, thirty times as large the second time, with what a page shows kept
// alike: a question has three answers and four comments, a user as many posts, a tag as many
// neighbours.

#include "db/database.h"
#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/accepting.h"
#include "service/answering.h"
#include "service/asking.h"
#include "service/commenting.h"
#include "service/editing.h"
#include "service/questions.h"
#include "service/revisions.h"
#include "service/tags.h"
#include "service/users.h"
#include "service/voting.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>
#include <map>
#include <string>

using namespace attest;
using namespace attest::service;

namespace {

/// Steps may differ by this factor: two more levels of a tree, rows that happen to lie elsewhere.
constexpr double growth_max = 1.3;

/// Below this many, a step more or less says nothing.
constexpr std::int64_t steps_compared_min = 50;

constexpr std::int64_t first_question = 1;

constexpr const char* long_text = "A text that is long enough to be one.";

/// Fills the site with `count` questions: question i has id i, its answers 3 ids from 1,000,000 +
/// 3·i.
void fill(const TestSite& site, std::int64_t count) {
    const auto run = [&](std::string_view sql, auto... arguments) {
        site.run(fmt::format(fmt::runtime(sql), arguments...));
    };
    constexpr std::string_view numbers =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) ";
    const auto insert = [&](std::string_view sql) {
        run(std::string{numbers} + std::string{sql}, count);
    };
    // Users, as many as questions, so that each has one question and three answers.
    insert(
        "INSERT INTO users (id, display_name, reputation, created_at, question_count, answer_count)"
        " SELECT i, 'Name ' || i, (i * 7919) % 10007, i * 1000, 1, 3 FROM n"
    );
    insert("INSERT INTO posts (id, kind, title, tags, author_id, created_at, active_at, score,"
           " view_count, answer_count, comment_count, is_unanswered, body_format, renderer_version,"
           " body_html, body_text) SELECT i, 1, 'Title of question ' || i,"
           " '|t' || (i % 7) || '|s' || (i % 11) || '|', i, i * 60000, i * 60000 + (i * 31) % 1000,"
           " (i * 13) % 100, i % 500, 3, 1, i % 3 = 0, 1, 1,"
           " '<p>' || hex(zeroblob(400)) || '</p>', hex(zeroblob(400)) FROM n");
    insert("INSERT INTO posts (id, kind, question_id, author_id, created_at, active_at, score,"
           " comment_count, body_format, renderer_version, body_html, body_text)"
           " SELECT 1000000 + 3 * i + k, 2, i, 1 + (i + k * 17) % (SELECT MAX(i) FROM n),"
           " i * 60000 + k, i * 60000 + k, CASE WHEN i % 3 = 0 THEN 0 ELSE k END, 1, 1, 1,"
           " '<p>' || hex(zeroblob(400)) || '</p>', hex(zeroblob(400))"
           " FROM n, (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2)");
    run("INSERT INTO comments (id, post_id, author_id, created_at, body_source, body_html)"
        " SELECT id, id, author_id, created_at, 'c', 'c' FROM posts");
    run("INSERT INTO tags (id, name, question_count, unanswered_count)"
        " SELECT i, CASE WHEN i < 7 THEN 't' || i ELSE 's' || (i - 7) END, {} / 7, {} / 21 FROM"
        " (WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 17)"
        "  SELECT i FROM n)",
        count,
        count);
    insert("INSERT INTO question_tags (tag_id, question_id, created_at, active_at, score,"
           " is_unanswered) SELECT i % 7, i, p.created_at, p.active_at, p.score, p.is_unanswered"
           " FROM n JOIN posts AS p ON p.id = i");
    insert("INSERT INTO question_tags (tag_id, question_id, created_at, active_at, score,"
           " is_unanswered) SELECT 7 + i % 11, i, p.created_at, p.active_at, p.score,"
           " p.is_unanswered FROM n JOIN posts AS p ON p.id = i");
    insert("INSERT INTO post_history (id, kind, post_id, guid, created_at, author_id, text)"
           " SELECT i, 2, i, CAST(printf('%016d', i) AS BLOB), i * 60000, i, 'The body' FROM n");
    insert("INSERT INTO post_links (id, post_id, related_post_id, kind, created_at)"
           " SELECT i, i, 1 + (i + 5) % (SELECT MAX(i) FROM n), 1, 0 FROM n");
    insert("INSERT INTO related_questions (question_id, rank, related_id)"
           " SELECT i, 1, 1 + (i + 9) % (SELECT MAX(i) FROM n) FROM n");
    insert("INSERT INTO badges (id, user_id, name, class, is_tag_based, awarded_at)"
           " SELECT i, i, 'Teacher', 3, 0, 0 FROM n");
    insert("INSERT INTO votes (id, post_id, kind, created_at) SELECT i, i, 2, 0 FROM n");
    run("INSERT INTO totals (name, value) VALUES ('questions', {}), ('unanswered', {}),"
        " ('users', {}), ('tags', 18)",
        count,
        count / 3,
        count);
    for (int list = 1; list <= 3; ++list) {
        run("INSERT INTO ranked_questions (list, rank, question_id)"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            " SELECT {}, i, i FROM n",
            list);
    }
}

using Costs = std::map<std::string, db::StatementCost>;

struct Page {
    std::string name;
    std::function<void(const TestSite&)> read;
};

std::vector<Page> pages() {
    std::vector<Page> pages;
    const auto add = [&](std::string name, std::function<void(const TestSite&)> read) {
        pages.push_back({.name = std::move(name), .read = std::move(read)});
    };
    for (const AnswerOrder order :
         {AnswerOrder::best,
          AnswerOrder::votes,
          AnswerOrder::newest,
          AnswerOrder::oldest,
          AnswerOrder::active}) {
        add(fmt::format("question, order {}", static_cast<int>(order)), [=](const TestSite& site) {
            must(read_question(site, QuestionId{first_question + 500}, order, 1));
        });
    }
    for (const QuestionOrder order :
         {QuestionOrder::newest,
          QuestionOrder::active,
          QuestionOrder::hot,
          QuestionOrder::unanswered,
          QuestionOrder::votes,
          QuestionOrder::week,
          QuestionOrder::month}) {
        const int number = static_cast<int>(order);
        add(fmt::format("list {}", number),
            [=](const TestSite& site) { must(list_questions(site, {.order = order})); });
        add(fmt::format("list {}, page 10", number), [=](const TestSite& site) {
            must(list_questions(site, {.order = order, .page = {.number = 10}}));
        });
        add(fmt::format("list {} of a tag, with excerpts", number), [=](const TestSite& site) {
            must(list_questions(site, {.order = order, .tag = "s3", .with_excerpts = true}));
        });
        add(fmt::format("list {} after a question", number), [=](const TestSite& site) {
            must(list_questions(site, {.order = order, .after = QuestionId{300}}));
        });
    }
    for (const TagOrder order : {TagOrder::popular, TagOrder::name, TagOrder::newest}) {
        add(fmt::format("tags, order {}", static_cast<int>(order)),
            [=](const TestSite& site) { must(list_tags(site, order, "", {})); });
    }
    add("tags like",
        [](const TestSite& site) { must(list_tags(site, TagOrder::popular, "s1", {})); });
    add("tag", [](const TestSite& site) { must(read_tag(site, "t3")); });
    for (const UserOrder order : {UserOrder::reputation, UserOrder::newest, UserOrder::name}) {
        add(fmt::format("users, order {}", static_cast<int>(order)),
            [=](const TestSite& site) { must(list_users(site, order, "", {})); });
    }
    add("users named",
        [](const TestSite& site) { must(list_users(site, UserOrder::reputation, "name 1", {})); });
    for (const UserTab tab :
         {UserTab::profile,
          UserTab::questions,
          UserTab::answers,
          UserTab::badges,
          UserTab::reputation}) {
        add(fmt::format("user, tab {}", static_cast<int>(tab)),
            [=](const TestSite& site) { must(read_user(site, UserId{500}, tab, {})); });
    }
    add("address of a post",
        [](const TestSite& site) { must(find_post_address(site, PostId{1'000'000 + 3 * 500})); });
    add("totals", [](const TestSite& site) { must(read_totals(site)); });
    add("revisions", [](const TestSite& site) { must(list_revisions(site, PostId{500}, 1)); });
    add("revision", [](const TestSite& site) {
        must(read_revision(site, "30303030-3030-3030-3030-303030353030"));
    });
    add("a slice of the sitemap",
        [](const TestSite& site) { must(list_sitemap(site, QuestionId{-4'500})); });
    add("a question posted", [](const TestSite& site) {
        must(post_question(
            site,
            acting_as(UserId{500}),
            {.title = "What is new in this place?", .markdown = long_text, .tags = {"t3"}}
        ));
    });
    add("an answer posted", [](const TestSite& site) {
        must(post_answer(
            site, acting_as(UserId{500}), {.question = QuestionId{500}, .markdown = long_text}
        ));
    });
    add("a comment posted", [](const TestSite& site) {
        must(post_comment(
            site,
            acting_as(UserId{500}),
            {.post = PostId{500}, .markdown = "A comment of some length."}
        ));
    });
    add("a vote cast", [](const TestSite& site) {
        must(vote(site, acting_as(UserId{7}), {.post = PostId{500}, .kind = domain::VoteKind::up}));
    });
    add("an edit", [](const TestSite& site) {
        must(edit_post(
            site,
            acting_as(UserId{7}),
            {.post = PostId{500}, .tags = std::vector<std::string>{"t4"}, .markdown = "Edited"}
        ));
    });
    return pages;
}

/// What every statement of every page costs, by page and name.
std::map<std::string, Costs> measure(std::int64_t questions) {
    TestSite site{{.counts_costs = true}};
    fill(site, questions);
    std::map<std::string, Costs> costs;
    for (const Page& page : pages()) {
        static_cast<void>(site.database().take_costs());
        page.read(site);
        for (db::StatementCost& cost : site.database().take_costs()) {
            costs[page.name].emplace(cost.name, cost);
        }
    }
    return costs;
}

} // namespace

TEST_CASE("No statement of any page grows with the site") {
    const std::map<std::string, Costs> small = measure(1'000);
    const std::map<std::string, Costs> large = measure(30'000);
    REQUIRE(small.size() == pages().size());

    for (const auto& [page, costs] : large) {
        for (const auto& [name, cost] : costs) {
            CAPTURE(page);
            CAPTURE(name);
            const auto before = small.at(page).find(name);
            REQUIRE(before != small.at(page).end());
            CHECK(cost.sorts <= before->second.sorts);
            const std::int64_t floor = std::max(before->second.steps, steps_compared_min);
            CHECK(static_cast<double>(cost.steps) <= growth_max * static_cast<double>(floor));
        }
    }
}
