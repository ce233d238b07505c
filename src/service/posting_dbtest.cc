#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/accepting.h"
#include "service/answering.h"
#include "service/asking.h"
#include "service/commenting.h"
#include "service/deleting.h"
#include "service/editing.h"
#include "service/questions.h"
#include "service/voting.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>

using namespace attest;
using namespace attest::service;

namespace {

const domain::Actor a_moderator = acting_as(UserId{1}, 1, domain::Role::moderator);

bool is_right(const TestSite& site) {
    const std::vector<std::string> wrong = site.wrong_numbers();
    for (const std::string& line : wrong)
        MESSAGE(line);
    return wrong.empty();
}

/// Whether `work` bumps the stamp in `slot`.
bool bumps(const TestSite& site, domain::StampSlot slot, const std::function<void()>& work) {
    const std::uint64_t before = site.stamps().read(slot);
    work();
    return site.stamps().read(slot) != before;
}

} // namespace

TEST_CASE("What is posted is there to read, and every stored number is right") {
    TestSite site;
    const UserId jane = site.a_user("Jane");
    const UserId john = site.a_user("John");
    const QuestionId question = must(post_question(
        site,
        acting_as(jane),
        {.title = "Why was it done?",
         .markdown = "Because *of* what, and by which of them?",
         .tags = {"tudor-england", "law"}}
    ));
    CHECK(is_local(question));
    const AnswerId answer = must(post_answer(
        site,
        acting_as(john),
        {.question = question, .markdown = "Because of a law of that very year."}
    ));
    must(post_comment(
        site, acting_as(jane), {.post = post_id(answer), .markdown = "`Which` law of them?"}
    ));
    CHECK(is_right(site));

    const QuestionPage page = must(read_question(site, question, AnswerOrder::best, 1));
    CHECK(page.post.body_html == "<p>Because <em>of</em> what, and by which of them?</p>\n");
    REQUIRE(page.answers.size() == 1);
    REQUIRE(page.answers[0].post.comments.size() == 1);
    CHECK(page.answers[0].post.comments[0].body_html == "<code>Which</code> law of them?");
    CHECK(must(read_totals(site)).answers == 1);
}

TEST_CASE("Nothing is posted to what is gone") {
    TestSite site;
    const UserId jane = site.a_user();
    const QuestionId question = site.a_question();
    const AnswerId answer = site.an_answer(question);
    const auto post = [&](QuestionId id) {
        return post_answer(
            site,
            acting_as(jane),
            {.question = id, .markdown = "So it was, and so it has been ever since."}
        );
    };
    CHECK(post(question).has_value());
    CHECK(post(QuestionId{answer.value}).error().code() == ErrorCode::not_found);

    must(delete_post(site, a_moderator, post_id(question)));
    CHECK(post(question).error().code() == ErrorCode::not_found);
    CHECK(
        post_comment(
            site, acting_as(jane), {.post = post_id(answer), .markdown = "Nobody can read this."}
        )
            .error()
            .code()
        == ErrorCode::not_found
    );
    CHECK(is_right(site));
}

TEST_CASE("An edit moves a question between tags and keeps its history") {
    TestSite site;
    const UserId jane = site.a_user();
    const QuestionId question = site.a_question().tagged({"a", "b"});
    site.advance(hours(1));
    must(edit_post(
        site,
        acting_as(jane),
        {.post = post_id(question),
         .title = "Another title",
         .tags = std::vector<std::string>{"b", "c"},
         .markdown = "Another body.",
         .summary = "Said it better"}
    ));
    CHECK(is_right(site));
    const QuestionPage page = must(read_question(site, question, AnswerOrder::best, 1));
    CHECK(page.title == "Another title");
    CHECK(page.tags == std::vector<std::string>{"b", "c"});
    CHECK(page.post.body_html == "<p>Another body.</p>\n");
    CHECK(page.post.editor->id == jane);
    CHECK(page.active_at == site.now());
    CHECK(site.number("SELECT COUNT(*) FROM post_history") == 6);
    CHECK(site.number("SELECT COUNT(DISTINCT guid) FROM post_history") == 2);

    CHECK(
        edit_post(site, acting_as(jane), {.post = post_id(question), .markdown = "Another body."})
            .error()
            .code()
        == ErrorCode::invalid
    );
    CHECK(site.number("SELECT COUNT(*) FROM post_history") == 6);

    const AnswerId answer = site.an_answer(question);
    CHECK(
        edit_post(site, acting_as(jane), {.post = post_id(answer), .title = "T"}).error().code()
        == ErrorCode::invalid
    );
}

TEST_CASE("Every change announces the pages that show it") {
    TestSite site;
    const UserId jane = site.a_user();
    const UserId john = site.a_user();
    const QuestionId question = site.a_question().by(john);
    const AnswerId answer = site.an_answer(question);
    const domain::StampSlot page = domain::stamp_of_question(question);
    const auto announces = [&](const std::function<void()>& work) {
        bool bumps_page = false;
        const bool bumps_site =
            bumps(site, domain::stamp_of_site, [&] { bumps_page = bumps(site, page, work); });
        return bumps_page && bumps_site;
    };

    CHECK(announces([&] {
        must(post_answer(
            site,
            acting_as(jane),
            {.question = question, .markdown = "So it was, and so it has been ever since."}
        ));
    }));
    CHECK(announces([&] {
        must(post_comment(
            site,
            acting_as(jane),
            {.post = post_id(answer), .markdown = "A comment of some length."}
        ));
    }));
    CHECK(announces([&] {
        must(edit_post(site, acting_as(jane), {.post = post_id(answer), .markdown = "y"}));
    }));
    CHECK(announces([&] {
        must(vote(site, acting_as(jane), {.post = post_id(answer), .kind = domain::VoteKind::up}));
    }));
    CHECK(announces([&] {
        must(vote(site, acting_as(jane), {.post = post_id(question), .kind = domain::VoteKind::up})
        );
    }));
    CHECK(announces([&] { must(accept_answer(site, acting_as(john), {.answer = answer})); }));
    CHECK(announces([&] { must(delete_post(site, a_moderator, post_id(answer))); }));
    CHECK(announces([&] { must(delete_post(site, a_moderator, post_id(question))); }));
    CHECK(bumps(site, domain::stamp_of_user(jane), [&] {
        must(site.database().write([&](db::Transaction& tx) {
            return storage::update_display_name(tx, {.id = jane, .display_name = "Jane Doe"});
        }));
    }));
    // And what was refused announces nothing.
    CHECK_FALSE(bumps(site, domain::stamp_of_site, [&] {
        CHECK_FALSE(delete_post(site, a_moderator, post_id(question)).has_value());
    }));
}

TEST_CASE("Every change of a post is recorded for the search index") {
    TestSite site;
    const QuestionId question = site.a_question();
    const AnswerId answer = site.an_answer(question);
    const UserId jane = site.a_user();
    const auto changes_of = [&](PostId post) {
        return site.number(fmt::format(
            "SELECT COUNT(*) FROM changes WHERE kind = 1 AND object_id = {}", post.value
        ));
    };
    const std::int64_t before = changes_of(post_id(answer));
    must(edit_post(site, acting_as(jane), {.post = post_id(answer), .markdown = "Edited."}));
    CHECK(changes_of(post_id(answer)) > before);

    const std::int64_t question_before = changes_of(post_id(question));
    must(vote(site, acting_as(jane), {.post = post_id(question), .kind = domain::VoteKind::down}));
    CHECK(changes_of(post_id(question)) > question_before);
}
