#include "service/closing.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "service/flagging.h"
#include "service/questions.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace attest;
using domain::CloseReason;

namespace {

constexpr std::int64_t may_close = 3'000;

service::CloseQuestion unfocused(QuestionId question) {
    return {.question = question, .reason = CloseReason::needs_focus};
}

service::QuestionPage read(const TestSite& site, QuestionId question) {
    return must(service::read_question(site, question, service::AnswerOrder::best, 1));
}

} // namespace

TEST_CASE("Three votes close a question and three open it again") {
    TestSite site;
    const QuestionId question = site.a_question();
    const Member anna = site.a_member("Anna", may_close);
    const Member boris = site.a_member("Boris", may_close);
    const Member clara = site.a_member("Clara", may_close);

    CHECK_FALSE(must(service::close_question(site, anna.actor, unfocused(question))).is_done);
    CHECK_FALSE(must(service::close_question(site, boris.actor, unfocused(question))).is_done);
    CHECK_FALSE(read(site, question).closed.has_value());
    const service::ClosingOutcome last =
        must(service::close_question(site, clara.actor, unfocused(question)));
    CHECK(last.is_done);
    CHECK(last.votes == 3);
    const service::QuestionPage closed = read(site, question);
    REQUIRE(closed.closed.has_value());
    CHECK(closed.closed->reason_id == "104");
    REQUIRE(closed.closed->voters.size() == 3);
    CHECK(closed.closed->voters.front().name == "Anna");

    must(service::reopen_question(site, anna.actor, question));
    must(service::reopen_question(site, boris.actor, question));
    CHECK(must(service::reopen_question(site, clara.actor, question)).is_done);
    CHECK_FALSE(read(site, question).closed.has_value());
    CHECK(site.number("SELECT count(*) FROM post_history WHERE kind IN (10, 11)") == 2);
    CHECK(site.wrong_numbers().empty());
}

TEST_CASE("A vote to close is refused without the privilege, and writes nothing") {
    TestSite site;
    const Member asker = site.a_member("Asker", 249);
    const QuestionId question = site.a_question().by(asker);
    const Member stranger = site.a_member("Stranger", may_close - 1);
    for (const Member* member : {&asker, &stranger}) {
        const auto refused = service::close_question(site, member->actor, unfocused(question));
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code() == ErrorCode::forbidden);
        CHECK(refused.error().message().starts_with("You need "));
    }
    CHECK(site.number("SELECT count(*) FROM closing_votes") == 0);
}

TEST_CASE("A second vote of the same person is refused, and can be taken back") {
    TestSite site;
    const QuestionId question = site.a_question();
    const Member anna = site.a_member("Anna", may_close);
    must(service::close_question(site, anna.actor, unfocused(question)));
    const auto again = service::close_question(site, anna.actor, unfocused(question));
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().code() == ErrorCode::conflict);
    const domain::ClosingAim aim = domain::ClosingAim::close;
    must(service::take_back_closing_vote(site, anna.actor, question, aim));
    CHECK_FALSE(service::take_back_closing_vote(site, anna.actor, question, aim).has_value());
    CHECK(site.number("SELECT count(*) FROM closing_votes") == 0);
}

TEST_CASE("Old votes to close no longer count") {
    TestSite site;
    const QuestionId question = site.a_question();
    const Member anna = site.a_member("Anna", may_close);
    const Member boris = site.a_member("Boris", may_close);
    must(service::close_question(site, anna.actor, unfocused(question)));
    site.advance(days(15));
    CHECK(must(service::close_question(site, boris.actor, unfocused(question))).votes == 1);
}

TEST_CASE("A moderator closes a question as a duplicate of several, and opens it") {
    TestSite site;
    const QuestionId first = site.a_question().titled("Why was Trotsky exiled to Alma-Ata?");
    const QuestionId second = site.a_question().titled("Why was Trotsky not killed in 1928?");
    const QuestionId question = site.a_question().titled("Why did Stalin exile Trotsky?");
    const Member moderator = site.a_member("Moderator", 1, domain::Role::moderator);
    const service::CloseQuestion form{
        .question = question,
        .reason = CloseReason::duplicate,
        .originals = {first, second},
        .note = "Both are answered",
    };
    CHECK(must(service::close_question(site, moderator.actor, form)).is_done);
    const service::QuestionPage closed = read(site, question);
    REQUIRE(closed.closed.has_value());
    CHECK(closed.closed->originals.size() == 2);
    CHECK(read(site, first).duplicates.size() == 1);
    CHECK(site.number("SELECT count(*) FROM moderation_log WHERE kind = 'closed'") == 1);

    // The original cannot become a duplicate of its duplicate.
    const auto circle = service::close_question(
        site,
        moderator.actor,
        {.question = first, .reason = CloseReason::duplicate, .originals = {question}}
    );
    REQUIRE_FALSE(circle.has_value());
    CHECK(circle.error().fields().front().field == "originals");

    must(service::reopen_question(site, moderator.actor, question));
    CHECK(read(site, first).duplicates.empty());
    CHECK(site.wrong_numbers().empty());
}

TEST_CASE("Originals of a duplicate must be other questions that are there") {
    TestSite site;
    const QuestionId question = site.a_question();
    const AnswerId answer = site.an_answer(question);
    const Member moderator = site.a_member("Moderator", 1, domain::Role::moderator);
    const std::vector<std::vector<QuestionId>> wrong = {
        {},
        {question},
        {QuestionId{4'711}},
        {QuestionId{answer.value}},
        {QuestionId{1}, QuestionId{2}, QuestionId{3}, QuestionId{4}, QuestionId{5}, QuestionId{6}},
    };
    for (const std::vector<QuestionId>& originals : wrong) {
        const auto refused = service::close_question(
            site,
            moderator.actor,
            {.question = question, .reason = CloseReason::duplicate, .originals = originals}
        );
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code() == ErrorCode::invalid);
        CHECK(refused.error().fields().front().field == "originals");
    }
    CHECK(site.number("SELECT count(*) FROM closing_votes") == 0);
    CHECK_FALSE(read(site, question).closed.has_value());
}

TEST_CASE("A locked post is unlocked by a moderator only") {
    TestSite site;
    const QuestionId question = site.a_question();
    const Member anna = site.a_member("Anna", 50'000);
    const Member moderator = site.a_member("Moderator", 1, domain::Role::moderator);
    CHECK_FALSE(service::lock_post(site, anna.actor, post_id(question), "").has_value());
    must(service::lock_post(site, moderator.actor, post_id(question), "A quarrel"));
    CHECK(read(site, question).post.is_locked);
    CHECK_FALSE(service::lock_post(site, moderator.actor, post_id(question), "").has_value());
    const auto refused = service::close_question(site, anna.actor, unfocused(question));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::conflict);
    must(service::unlock_post(site, moderator.actor, post_id(question)));
    CHECK_FALSE(read(site, question).post.is_locked);
    CHECK(site.number("SELECT count(*) FROM post_history WHERE kind IN (14, 15)") == 2);
}

TEST_CASE("A flag waits for a moderator, once for each person") {
    TestSite site;
    const QuestionId question = site.a_question();
    const Member newcomer = site.a_member("Newcomer", 14);
    const Member anna = site.a_member("Anna", 15);
    const Member moderator = site.a_member("Moderator", 1, domain::Role::moderator);
    const service::FlagPost flag{
        .post = post_id(question), .kind = domain::FlagKind::low_quality, .note = ""
    };
    CHECK_FALSE(service::flag_post(site, newcomer.actor, flag).has_value());
    must(service::flag_post(site, anna.actor, flag));
    CHECK_FALSE(service::flag_post(site, anna.actor, flag).has_value());
    const auto open = must(service::list_open_flags(site));
    REQUIRE(open.size() == 1);
    CHECK(open.front().flagger_name == "Anna");
    must(service::decide_flag(site, moderator.actor, open.front().id, true));
    CHECK_FALSE(service::decide_flag(site, moderator.actor, open.front().id, true).has_value());
    CHECK(must(service::list_open_flags(site)).empty());
}

TEST_CASE("A flag must fit, and something else needs words") {
    TestSite site;
    const QuestionId question = site.a_question();
    const CommentId comment = site.a_comment(post_id(question));
    const Member anna = site.a_member("Anna", 15);
    const auto code = [&](const service::FlagPost& form) {
        const Result<void> flagged = service::flag_post(site, anna.actor, form);
        return flagged ? std::string{} : flagged.error().fields().front().field;
    };
    const PostId post = post_id(question);
    CHECK(code({.post = post, .kind = domain::FlagKind::not_an_answer}) == "kind");
    CHECK(code({.post = post, .kind = domain::FlagKind::needs_moderator, .note = "?"}) == "note");
    CHECK(
        code({.post = post, .comment = comment, .kind = domain::FlagKind::low_quality}) == "kind"
    );
    CHECK(site.number("SELECT count(*) FROM flags") == 0);
    CHECK(code({.post = post, .comment = comment, .kind = domain::FlagKind::not_needed}).empty());
}

TEST_CASE("Four people who call a post spam take it away, and its author pays") {
    TestSite site;
    const Member spammer = site.a_member("Spammer", 150);
    const QuestionId question = site.a_question();
    const AnswerId answer = site.an_answer(question).by(spammer);
    for (int person = 0; person < 4; ++person) {
        CHECK(site.number("SELECT count(*) FROM posts WHERE deleted_at IS NOT NULL") == 0);
        const Member member = site.a_member({}, 15);
        must(service::flag_post(
            site, member.actor, {.post = post_id(answer), .kind = domain::FlagKind::spam}
        ));
    }
    CHECK(read(site, question).answers.empty());
    CHECK(site.number("SELECT count(*) FROM posts WHERE locked_at IS NOT NULL") == 1);
    CHECK(must(service::list_open_flags(site)).empty());
    CHECK(site.number("SELECT reputation FROM users WHERE display_name = 'Spammer'") == 50);
    CHECK(site.wrong_numbers().empty());
}
