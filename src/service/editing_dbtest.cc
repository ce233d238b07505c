#include "service/editing.h"

#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/revisions.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::service;

namespace {

std::int64_t history_rows(const TestSite& site) {
    return site.number("SELECT COUNT(*) FROM post_history");
}

std::vector<RevisionView> revisions_of(const TestSite& site, PostId post) {
    return must(list_revisions(site, post, 1)).revisions;
}

ErrorCode refusal(const Result<EditOutcome>& outcome) {
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code();
}

} // namespace

TEST_CASE("The author's second edit within five minutes belongs to the first") {
    TestSite site;
    const UserId jane = site.a_user();
    const QuestionId question = site.a_question().titled("A title").by(jane).saying("One.");
    const PostId post = post_id(question);
    const std::int64_t rows = history_rows(site);

    site.advance(minutes(4));
    must(edit_post(site, acting_as(jane, 1), {.post = post, .markdown = "Two."}));
    CHECK(history_rows(site) == rows);
    CHECK(revisions_of(site, post).size() == 1);
    CHECK(revisions_of(site, post)[0].source == "Two.");
    CHECK_FALSE(must(read_question(site, question, AnswerOrder::best, 1)).post.edited_at);

    // Five minutes after the revision, not after the last touch.
    site.advance(minutes(1));
    must(edit_post(
        site, acting_as(jane, 1), {.post = post, .markdown = "Three.", .summary = "better"}
    ));
    CHECK(revisions_of(site, post).size() == 2);
    site.advance(minutes(1));
    must(edit_post(
        site,
        acting_as(jane, 1),
        {.post = post, .title = "Another title", .markdown = "Four.", .summary = "still better"}
    ));
    const std::vector<RevisionView> revisions = revisions_of(site, post);
    REQUIRE(revisions.size() == 2);
    CHECK(revisions[0].source == "Four.");
    CHECK(revisions[0].title == "Another title");
    CHECK(revisions[0].summary == "still better");
    CHECK(revisions[1].source == "Two.");
    CHECK(revisions[1].title == "A title");
}

TEST_CASE("What somebody has commented on is not changed under the comment") {
    TestSite site;
    const UserId jane = site.a_user();
    const PostId post = post_id(site.a_question().by(jane).saying("One.").post());
    site.advance(minutes(1));
    site.a_comment(post).by(jane).post(); // one's own does not count
    must(edit_post(site, acting_as(jane, 1), {.post = post, .markdown = "Two."}));
    CHECK(revisions_of(site, post).size() == 1);

    site.a_comment(post).post();
    site.advance(minutes(1));
    must(edit_post(site, acting_as(jane, 1), {.post = post, .markdown = "Three."}));
    CHECK(revisions_of(site, post).size() == 2);
}

TEST_CASE("An edit on a text that has changed since is refused, and writes nothing") {
    TestSite site;
    const UserId jane = site.a_user();
    const PostId post = post_id(site.a_question().by(jane).saying("One.").post());
    const std::string base = must(read_editor(site, acting_as(jane), post)).base;
    site.advance(hours(1));
    must(edit_post(site, acting_as(site.a_user()), {.post = post, .base = base, .markdown = "Two."})
    );
    const std::int64_t rows = history_rows(site);
    CHECK(
        refusal(edit_post(site, acting_as(jane), {.post = post, .base = base, .markdown = "Mine."}))
        == ErrorCode::conflict
    );
    CHECK(history_rows(site) == rows);

    const std::string newest = must(read_editor(site, acting_as(jane), post)).base;
    must(edit_post(site, acting_as(jane), {.post = post, .base = newest, .markdown = "Both."}));
    CHECK(revisions_of(site, post)[0].source == "Both.");
}

TEST_CASE("A change within the five minutes is a change: the other editor is told") {
    TestSite site;
    const UserId jane = site.a_user();
    const PostId post = post_id(site.a_question().by(jane).saying("One.").post());
    const std::string base = must(read_editor(site, acting_as(jane), post)).base;
    must(edit_post(site, acting_as(jane), {.post = post, .base = base, .markdown = "Two."}));
    REQUIRE(revisions_of(site, post).size() == 1);
    CHECK(
        refusal(edit_post(
            site, acting_as(site.a_user()), {.post = post, .base = base, .markdown = "Mine."}
        ))
        == ErrorCode::conflict
    );
}

TEST_CASE("Of fifty edits on one text one wins, and forty-nine are told") {
    TestSite site;
    const UserId author = site.a_user();
    const PostId post = post_id(site.a_question().by(author).saying("One.").post());
    const std::string base = must(read_editor(site, acting_as(author), post)).base;
    site.advance(hours(1));
    constexpr int editors = 50;
    std::vector<domain::Actor> actors;
    actors.reserve(editors);
    for (int editor = 0; editor < editors; ++editor)
        actors.push_back(acting_as(site.a_user()));
    const std::int64_t rows = history_rows(site);

    std::atomic<int> saved{0};
    std::atomic<int> conflicts{0};
    std::vector<std::jthread> threads;
    for (int editor = 0; editor < editors; ++editor) {
        threads.emplace_back([&, editor] {
            const Result<EditOutcome> outcome = edit_post(
                site,
                actors[static_cast<std::size_t>(editor)],
                {.post = post, .base = base, .markdown = fmt::format("Text of {}.", editor)}
            );
            if (outcome) ++saved;
            if (!outcome && outcome.error().code() == ErrorCode::conflict) ++conflicts;
        });
    }
    threads.clear();
    CHECK(saved == 1);
    CHECK(conflicts == editors - 1);
    CHECK(history_rows(site) == rows + 1);
    CHECK(site.wrong_numbers().empty());
}

TEST_CASE("A form sent twice makes one revision") {
    TestSite site;
    const PostId post = post_id(site.a_question().saying("One.").post());
    const domain::Actor editor = acting_as(site.a_user());
    site.advance(hours(1));
    const EditPost form{
        .post = post,
        .base = must(read_editor(site, editor, post)).base,
        .markdown = "Two.",
        .idempotency_key = std::string(32, 'a'),
    };
    must(edit_post(site, editor, form));
    must(edit_post(site, editor, form));
    CHECK(revisions_of(site, post).size() == 2);
}

TEST_CASE("An edit that changes nothing says so") {
    TestSite site;
    const PostId post = post_id(site.a_question().titled("A title").saying("One.").post());
    const domain::Actor editor = acting_as(site.a_user());
    const Editor page = must(read_editor(site, editor, post));
    const std::int64_t rows = history_rows(site);
    CHECK(
        refusal(edit_post(
            site,
            editor,
            {.post = post,
             .base = page.base,
             .title = " A title ",
             .tags = page.tags,
             .markdown = page.source}
        ))
        == ErrorCode::invalid
    );
    CHECK(history_rows(site) == rows);
}

TEST_CASE("An imported HTML post is edited as its HTML and saved as Markdown") {
    TestSite site;
    const PostId post = post_id(site.a_question().post());
    const std::string html =
        "<p>Two <em>lines</em> &amp; a_b_c *d*.</p>\n\n<pre><code>x\n\n  y\n</code></pre>\n\n"
        "<ul>\n<li>one</li>\n</ul>\n";
    site.run(fmt::format(
        "UPDATE posts SET body_format = 0, body_html = '{}' WHERE id = {}", html, post.value
    ));
    site.run("DELETE FROM post_history");
    const domain::Actor editor = acting_as(site.a_user());
    const Editor page = must(read_editor(site, editor, post));
    CHECK(page.is_html);
    CHECK(page.source == html);

    // As it is, it is no change; and what is added stands beside what was there.
    CHECK(refusal(edit_post(site, editor, {.post = post, .markdown = html})) == ErrorCode::invalid);
    must(edit_post(site, editor, {.post = post, .base = page.base, .markdown = html + "\n*New.*"}));
    CHECK(site.number("SELECT body_format FROM posts WHERE kind = 1") == 1);
    const std::string body =
        must(read_question(site, QuestionId{post.value}, AnswerOrder::best, 1)).post.body_html;
    CHECK(body.contains("<p>Two <em>lines</em> &amp; a_b_c *d*.</p>"));
    CHECK(body.contains("x\n\n  y"));
    CHECK(body.contains("<li>one</li>"));
    CHECK(body.contains("<p><em>New.</em></p>"));
    CHECK(revisions_of(site, post)[1].format == domain::BodyFormat::html);
}

TEST_CASE("Whoever has not earned it suggests, and one suggestion waits at a time") {
    TestSite site;
    const PostId post = post_id(site.a_question().saying("One two three four.").post());
    const domain::Actor newcomer = acting_as(site.a_user(), 1);
    const std::int64_t rows = history_rows(site);
    const EditPost form{
        .post = post, .markdown = "One two three four, five.", .summary = "said it all"
    };
    EditPost silent = form;
    silent.summary = " ";
    CHECK(refusal(edit_post(site, newcomer, silent)) == ErrorCode::invalid);
    EditPost small = form;
    small.markdown = "One two three four!";
    CHECK(refusal(edit_post(site, newcomer, small)) == ErrorCode::invalid);
    CHECK(site.number("SELECT COUNT(*) FROM suggested_edits") == 0);

    const EditOutcome outcome = must(edit_post(site, newcomer, form));
    CHECK(outcome.suggested.has_value());
    CHECK(history_rows(site) == rows);
    CHECK(must(read_editor(site, newcomer, post)).waiting == outcome.suggested);
    CHECK(refusal(edit_post(site, acting_as(site.a_user(), 1), form)) == ErrorCode::conflict);
}

TEST_CASE("A locked post takes no edit but a moderator's") {
    TestSite site;
    const UserId jane = site.a_user();
    const PostId post = post_id(site.a_question().by(jane).saying("One.").post());
    const EditPost form{.post = post, .markdown = "Two and more."};
    site.run("UPDATE posts SET locked_at = 1");
    CHECK(refusal(edit_post(site, acting_as(jane), form)) == ErrorCode::forbidden);
    CHECK(read_editor(site, acting_as(jane), post).error().code() == ErrorCode::forbidden);
    must(edit_post(site, acting_as(site.a_user(), 1, domain::Role::moderator), form));
}

TEST_CASE("Whoever is suspended edits nothing") {
    TestSite site;
    domain::Actor jane = acting_as(site.a_user());
    jane.suspended_until = site.now() + days(1);
    const PostId post = post_id(site.a_question().by(jane.user).saying("One.").post());
    CHECK(
        refusal(edit_post(site, jane, {.post = post, .markdown = "Two."})) == ErrorCode::forbidden
    );
    site.advance(days(2));
    must(edit_post(site, jane, {.post = post, .markdown = "Two."}));
}

TEST_CASE("A rollback is a new revision that reads like an old one") {
    TestSite site;
    const QuestionId question =
        site.a_question().titled("First title").tagged({"a"}).saying("One.");
    const PostId post = post_id(question);
    const std::string first = revisions_of(site, post)[0].guid;
    site.advance(hours(1));
    site.an_edit(post).titled("Second title").tagged({"b"}).saying("Two.").post();
    site.advance(hours(1));

    const auto refused = roll_back(site, acting_as(site.a_user(), 1), {.guid = first});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::forbidden);
    CHECK(refused.error().message().contains("2000"));

    const domain::Actor editor = acting_as(site.a_user());
    CHECK(must(roll_back(site, editor, {.guid = first})) == post);
    const std::vector<RevisionView> revisions = revisions_of(site, post);
    REQUIRE(revisions.size() == 3);
    CHECK(revisions[0].is_rollback);
    CHECK(revisions[0].source == "One.");
    CHECK(revisions[0].title == "First title");
    CHECK(revisions[0].tags == std::vector<std::string>{"a"});
    CHECK(site.number("SELECT COUNT(*) FROM post_history WHERE kind IN (7, 8, 9)") == 3);
    CHECK(site.wrong_numbers().empty());

    CHECK(roll_back(site, editor, {.guid = first}).error().code() == ErrorCode::conflict);
    CHECK(roll_back(site, editor, {.guid = "nonsense"}).error().code() == ErrorCode::not_found);
    // What is mended right after a rollback is no part of it.
    must(edit_post(site, editor, {.post = post, .markdown = "Three."}));
    CHECK(revisions_of(site, post).size() == 4);
}
