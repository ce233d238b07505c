#include "service/revisions.h"

#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/deleting.h"
#include "service/editing.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::service;

TEST_CASE("The history of a question shows what every edit changed") {
    TestSite site;
    const UserId jane = site.a_user("Jane");
    const QuestionId question =
        site.a_question().titled("Why exile him?").tagged({"ussr"}).saying("He was sent away.");
    site.advance(hours(1));
    const std::string guid = site.an_edit(post_id(question))
                                 .by(jane)
                                 .saying("He was sent far away.")
                                 .because("More exact")
                                 .post();
    site.advance(hours(1));
    site.an_edit(post_id(question)).titled("Why exile Trotsky?").tagged({"ussr", "stalin"}).post();

    const RevisionsPage page = must(list_revisions(site, post_id(question), 1));
    CHECK(page.address.question == question);
    CHECK(page.question_title == "Why exile Trotsky?");
    CHECK(page.post_kind == domain::PostKind::question);
    CHECK_FALSE(page.has_more);
    REQUIRE(page.revisions.size() == 3);

    const RevisionView& newest = page.revisions[0];
    CHECK(newest.number == 3);
    CHECK(newest.title == "Why exile Trotsky?");
    CHECK(newest.source == "He was sent far away.");
    CHECK(newest.tags == std::vector<std::string>{"ussr", "stalin"});
    CHECK(newest.title_diff_html == "Why exile <del>him</del><ins>Trotsky</ins>?");
    CHECK(newest.tags_diff_html == "ussr<ins> stalin</ins>");
    CHECK(newest.body_diff_html.empty());

    const RevisionView& second = page.revisions[1];
    CHECK(second.number == 2);
    CHECK(second.author.name == "Jane");
    CHECK(second.summary == "More exact");
    CHECK(second.guid.size() == 36);
    CHECK(second.body_diff_html.find("<ins>") != std::string::npos);
    CHECK(second.body_diff_before_html == "He was sent away.");
    CHECK(second.body_diff_after_html.find("far") != std::string::npos);
    CHECK(second.body_html == "<p>He was sent far away.</p>\n");
    CHECK(second.title_diff_html.empty());

    CHECK(page.revisions[2].number == 1);
    CHECK(page.revisions[2].body_diff_html.empty());

    const RevisionsPage alone = must(read_revision(site, guid));
    REQUIRE(alone.revisions.size() == 1);
    CHECK(alone.revisions[0].number == 2);
    CHECK(alone.revisions[0].body_diff_html == second.body_diff_html);
    CHECK(read_revision(site, std::string(32, 'a')).error().code() == ErrorCode::not_found);
    CHECK(read_revision(site, "nonsense").error().code() == ErrorCode::not_found);
}

TEST_CASE("A history longer than a page goes on, and its edges are compared too") {
    TestSite site;
    const QuestionId question = site.a_question().saying("Text 0.");
    for (int i = 1; i <= 24; ++i) {
        site.advance(minutes(1));
        site.an_edit(post_id(question)).saying(fmt::format("Text {}.", i)).post();
    }
    const RevisionsPage first = must(list_revisions(site, post_id(question), 1));
    CHECK(first.revisions.size() == 20);
    CHECK(first.has_more);
    CHECK(first.revisions.front().number == 25);
    CHECK(first.revisions.back().number == 6);
    CHECK_FALSE(first.revisions.back().body_diff_html.empty());

    const RevisionsPage second = must(list_revisions(site, post_id(question), 2));
    CHECK(second.revisions.size() == 5);
    CHECK(second.revisions.front().number == 5);
    CHECK_FALSE(second.has_more);
    CHECK(list_revisions(site, post_id(question), 3).error().code() == ErrorCode::not_found);
    CHECK(list_revisions(site, post_id(question), 0).error().code() == ErrorCode::not_found);
}

TEST_CASE("A post without history has one revision made up from its body") {
    TestSite site;
    const QuestionId question = site.a_question().saying("As imported.");
    site.run("DELETE FROM post_history");

    const RevisionsPage page = must(list_revisions(site, post_id(question), 1));
    REQUIRE(page.revisions.size() == 1);
    CHECK(page.revisions[0].number == 1);
    CHECK(page.revisions[0].guid.empty());
    CHECK(page.revisions[0].format == domain::BodyFormat::html);
    CHECK(page.revisions[0].source == "<p>As imported.</p>\n");
    CHECK(page.revisions[0].body_html.find("As imported.") != std::string::npos);

    // The first edit keeps that revision below its own.
    must(edit_post(
        site, acting_as(site.a_user()), {.post = post_id(question), .markdown = "As edited."}
    ));
    const RevisionsPage edited = must(list_revisions(site, post_id(question), 1));
    REQUIRE(edited.revisions.size() == 2);
    CHECK(edited.revisions[0].source == "As edited.");
    CHECK(edited.revisions[1].source == "<p>As imported.</p>\n");
    CHECK(edited.revisions[1].body_html.find("As imported.") != std::string::npos);
}

TEST_CASE("Other acts stand between the revisions without a number") {
    TestSite site;
    const QuestionId question = site.a_question();
    site.run(fmt::format(
        "INSERT INTO post_history (id, kind, post_id, created_at, summary)"
        " VALUES (1, 10, {}, {}, '101')",
        question.value,
        (site.now() + minutes(1)).milliseconds
    ));
    site.advance(minutes(2));
    site.an_edit(post_id(question)).saying("Edited.").post();

    const RevisionsPage page = must(list_revisions(site, post_id(question), 1));
    REQUIRE(page.revisions.size() == 3);
    CHECK(page.revisions[1].number == 0);
    CHECK(page.revisions[1].kind == domain::HistoryKind::closed);
    CHECK(page.revisions[1].summary == "101");
    CHECK_FALSE(page.revisions[0].body_diff_html.empty());
}

TEST_CASE("A source with a script in it is shown as text") {
    TestSite site;
    const QuestionId question = site.a_question();
    site.an_edit(post_id(question)).saying("<script>alert(1)</script> & more").post();
    const RevisionView view = must(list_revisions(site, post_id(question), 1)).revisions[0];
    for (const std::string* html :
         {&view.body_html,
          &view.body_diff_html,
          &view.body_diff_before_html,
          &view.body_diff_after_html}) {
        CHECK(html->find("<script") == std::string::npos);
    }
    CHECK(view.body_diff_after_html.find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("The history of a deleted post is not found") {
    TestSite site;
    const QuestionId question = site.a_question();
    must(delete_post(site, acting_as(UserId{1}, 1, domain::Role::moderator), post_id(question)));
    CHECK(list_revisions(site, post_id(question), 1).error().code() == ErrorCode::not_found);
}
