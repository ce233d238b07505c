#include "service/deleting.h"

#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/editing.h"
#include "service/revisions.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace attest;
using namespace attest::service;

namespace {

std::int64_t history_of(const TestSite& site, int kind) {
    return site.number(fmt::format("SELECT COUNT(*) FROM post_history WHERE kind = {}", kind));
}

template <typename T>
ErrorCode refusal(const Result<T>& outcome) {
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code();
}

} // namespace

TEST_CASE("An author deletes an answer and brings it back, and every number follows") {
    TestSite site;
    const domain::Actor jane = acting_as(site.a_user(), 1);
    const QuestionId question = site.a_question().tagged({"a"});
    const AnswerId answer = site.an_answer(question).by(jane.user);

    CHECK(must(delete_post(site, jane, post_id(answer))) == DeletionOutcome::done);
    CHECK(site.wrong_numbers().empty());
    CHECK(must(read_question(site, question, AnswerOrder::best, 1)).answer_count == 0);
    CHECK(site.number("SELECT deleted_by FROM posts WHERE kind = 2") == jane.user.value);
    CHECK(history_of(site, 12) == 1);
    CHECK(refusal(delete_post(site, jane, post_id(answer))) == ErrorCode::conflict);
    CHECK(history_of(site, 12) == 1);

    CHECK(must(undelete_post(site, jane, post_id(answer))) == DeletionOutcome::done);
    CHECK(site.wrong_numbers().empty());
    CHECK(must(read_question(site, question, AnswerOrder::best, 1)).answer_count == 1);
    CHECK(history_of(site, 13) == 1);
    CHECK(refusal(undelete_post(site, jane, post_id(answer))) == ErrorCode::conflict);
}

TEST_CASE("A deleted question leaves its tags and counters, and comes back to them") {
    TestSite site;
    const domain::Actor jane = acting_as(site.a_user(), 1);
    const QuestionId question = site.a_question().tagged({"a", "b"}).by(jane.user);
    must(delete_post(site, jane, post_id(question)));
    CHECK(site.wrong_numbers().empty());
    CHECK(site.number("SELECT COUNT(*) FROM question_tags") == 0);
    must(undelete_post(site, jane, post_id(question)));
    CHECK(site.wrong_numbers().empty());
    CHECK(site.number("SELECT COUNT(*) FROM question_tags") == 2);
}

TEST_CASE("What others have built on is not deleted by its author") {
    TestSite site;
    const domain::Actor jane = acting_as(site.a_user(), 1);
    const domain::Actor john = acting_as(site.a_user(), 1);
    const QuestionId question = site.a_question().by(jane.user);
    const AnswerId answer = site.an_answer(question).by(john.user).scoring(1).accepted();
    CHECK(refusal(delete_post(site, jane, post_id(question))) == ErrorCode::forbidden);
    CHECK(refusal(delete_post(site, john, post_id(answer))) == ErrorCode::forbidden);
    CHECK(history_of(site, 12) == 0);
    CHECK(site.number("SELECT COUNT(*) FROM posts WHERE deleted_at IS NOT NULL") == 0);
}

TEST_CASE("Three votes delete, and three bring back") {
    TestSite site;
    const PostId post = post_id(site.a_question().post());
    std::vector<domain::Actor> voters;
    for (int voter = 0; voter < 3; ++voter)
        voters.push_back(acting_as(site.a_user(fmt::format("Voter {}", voter)), 10'000));
    CHECK(
        refusal(delete_post(site, acting_as(site.a_user(), 9'999), post)) == ErrorCode::forbidden
    );
    CHECK(must(delete_post(site, voters[0], post)) == DeletionOutcome::counted);
    CHECK(refusal(delete_post(site, voters[0], post)) == ErrorCode::conflict);
    CHECK(must(delete_post(site, voters[1], post)) == DeletionOutcome::counted);
    CHECK(must(read_deletion(site, voters[2], post)).votes == 2);
    CHECK(must(delete_post(site, voters[2], post)) == DeletionOutcome::done);
    CHECK(site.number("SELECT deleted_by FROM posts") == -1);
    CHECK(site.number("SELECT COUNT(*) FROM post_history WHERE text LIKE '%Voter 2%'") == 1);
    CHECK(site.number("SELECT COUNT(*) FROM deletion_votes") == 0);

    must(undelete_post(site, voters[2], post));
    must(undelete_post(site, voters[1], post));
    CHECK(must(undelete_post(site, voters[0], post)) == DeletionOutcome::done);
    CHECK(site.wrong_numbers().empty());
}

TEST_CASE("What a moderator has deleted a moderator brings back") {
    TestSite site;
    const domain::Actor jane = acting_as(site.a_user(), 20'000);
    const domain::Actor moderator = acting_as(site.a_user(), 1, domain::Role::moderator);
    const PostId post = post_id(site.a_question().by(jane.user).post());
    must(delete_post(site, moderator, post));
    CHECK(site.number("SELECT COUNT(*) FROM moderation_log WHERE kind = 'deleted'") == 1);
    CHECK(refusal(undelete_post(site, jane, post)) == ErrorCode::forbidden);
    must(undelete_post(site, moderator, post));
}

TEST_CASE("Who may not see what is deleted is told that it is not there") {
    TestSite site;
    const domain::Actor jane = acting_as(site.a_user(), 1);
    const domain::Actor john = acting_as(site.a_user(), 1);
    const domain::Actor moderator = acting_as(site.a_user(), 1, domain::Role::moderator);
    const QuestionId question = site.a_question().by(jane.user);
    const AnswerId answer = site.an_answer(question).by(john.user);
    const std::string guid = must(list_revisions(site, post_id(answer), 1)).revisions[0].guid;
    must(delete_post(site, moderator, post_id(question)));

    // John's answer is alive, but its question is not.
    for (const std::optional<domain::Actor>& reader :
         {std::optional<domain::Actor>{}, std::optional{john}}) {
        CHECK(
            refusal(read_question(site, question, AnswerOrder::best, 1, reader))
            == ErrorCode::not_found
        );
        for (const PostId post : {post_id(question), post_id(answer)}) {
            CHECK(refusal(find_post_address(site, post, reader)) == ErrorCode::not_found);
            CHECK(refusal(list_revisions(site, post, 1, reader)) == ErrorCode::not_found);
        }
        CHECK(refusal(read_revision(site, guid, reader)) == ErrorCode::not_found);
    }
    for (const PostId post : {post_id(question), post_id(answer)}) {
        CHECK(refusal(read_editor(site, john, post)) == ErrorCode::not_found);
        CHECK(refusal(delete_post(site, john, post)) == ErrorCode::not_found);
        CHECK(refusal(undelete_post(site, john, post)) == ErrorCode::not_found);
        CHECK(refusal(make_wiki(site, john, post)) == ErrorCode::not_found);
    }
    for (const domain::Actor& reader : {jane, moderator, acting_as(UserId{99}, 10'000)}) {
        const QuestionPage page = must(read_question(site, question, AnswerOrder::best, 1, reader));
        CHECK(page.post.deleted_at.has_value());
        CHECK(page.answers.size() == 1);
        must(list_revisions(site, post_id(question), 1, reader));
        must(read_revision(site, guid, reader));
    }
}

TEST_CASE("A deleted answer is shown to its author, apart from the others") {
    TestSite site;
    const domain::Actor john = acting_as(site.a_user(), 1);
    const QuestionId question = site.a_question();
    const AnswerId answer = site.an_answer(question).by(john.user);
    site.an_answer(question).post();
    must(delete_post(site, john, post_id(answer)));
    const auto deleted_for = [&](const std::optional<domain::Actor>& reader) {
        return must(read_question(site, question, AnswerOrder::best, 1, reader))
            .deleted_answers.size();
    };
    CHECK(deleted_for(john) == 1);
    CHECK(deleted_for(acting_as(UserId{99}, 10'000)) == 1);
    CHECK(deleted_for(acting_as(UserId{99}, 9'999)) == 0);
    CHECK(deleted_for(std::nullopt) == 0);
}

TEST_CASE("An author gives a post to everybody, once") {
    TestSite site;
    const UserId jane = site.a_user();
    const PostId post = post_id(site.a_question().by(jane).post());
    CHECK(refusal(make_wiki(site, acting_as(jane, 9), post)) == ErrorCode::forbidden);
    CHECK(refusal(make_wiki(site, acting_as(site.a_user(), 9'999), post)) == ErrorCode::forbidden);
    CHECK(history_of(site, 16) == 0);
    must(make_wiki(site, acting_as(jane, 10), post));
    CHECK(history_of(site, 16) == 1);
    CHECK(refusal(make_wiki(site, acting_as(jane, 10), post)) == ErrorCode::conflict);
    // From now on a hundred is enough to edit.
    const domain::Actor reader = acting_as(site.a_user(), 100);
    CHECK_FALSE(must(edit_post(site, reader, {.post = post, .markdown = "Ours."})).suggested);
}
