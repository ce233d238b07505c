#include "service/voting.h"

#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/accepting.h"
#include "service/deleting.h"
#include "service/editing.h"
#include "service/questions.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>
#include <thread>

using namespace attest;
using namespace attest::service;
using domain::VoteKind;

namespace {

struct Story {
    TestSite site;
    UserId asker = site.a_user("Asker");
    UserId author = site.a_user("Author");
    QuestionId question = site.a_question().by(asker).post();
    AnswerId answer = site.an_answer(question).by(author).post();
    UserId voter = site.a_user("Voter", 500);

    [[nodiscard]] Result<VotedPost>
    votes(std::optional<VoteKind> kind, std::int64_t reputation = 500) const {
        return vote(site, acting_as(voter, reputation), {.post = post_id(answer), .kind = kind});
    }

    [[nodiscard]] std::int64_t reputation(UserId user) const {
        return site.number(fmt::format("SELECT reputation FROM users WHERE id = {}", user.value));
    }

    [[nodiscard]] std::int64_t score() const {
        return site.number(fmt::format("SELECT score FROM posts WHERE id = {}", answer.value));
    }

    [[nodiscard]] std::int64_t votes_stored() const {
        return site.number("SELECT COUNT(*) FROM votes");
    }

    [[nodiscard]] std::vector<std::string> wrong() const { return site.wrong_numbers(); }
};

/// Runs `work` a hundred times at once.
void hundredfold(const std::function<void(int)>& work) {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 10; ++thread) {
        threads.emplace_back([&work, thread] {
            for (int i = 0; i < 10; ++i)
                work(thread * 10 + i);
        });
    }
}

} // namespace

TEST_CASE("A vote moves score and reputation, can be turned, and leaves nothing once taken back") {
    const Story story;
    CHECK(must(story.votes(VoteKind::up)).score == 1);
    CHECK(story.reputation(story.author) == 11);
    CHECK(must(story.votes(VoteKind::up)).score == 1); // sent twice
    CHECK(story.reputation(story.author) == 11);

    const VotedPost turned = must(story.votes(VoteKind::down));
    CHECK(turned.score == -1);
    CHECK(turned.own == VoteKind::down);
    CHECK(story.reputation(story.author) == 1);
    CHECK(story.reputation(story.voter) == 499);

    CHECK(must(story.votes(std::nullopt)).score == 0);
    CHECK(story.reputation(story.voter) == 500);
    CHECK(story.votes_stored() == 0);
    CHECK(story.site.number("SELECT SUM(up_vote_count + down_vote_count) FROM users") == 0);
    CHECK(story.wrong().empty());
}

TEST_CASE("A vote that the rules do not allow is refused with the reason and writes nothing") {
    Story story;
    const auto refused = [&](const Result<VotedPost>& result, std::string_view words) {
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().code() == ErrorCode::forbidden);
        CHECK(result.error().message() == words);
        CHECK(story.votes_stored() == 0);
    };
    refused(story.votes(VoteKind::up, 14), "You need 15 reputation to vote up; you have 14.");
    refused(
        story.votes(VoteKind::down, 124), "You need 125 reputation to vote down; you have 124."
    );
    refused(
        vote(
            story.site,
            acting_as(story.author),
            {.post = post_id(story.answer), .kind = VoteKind::up}
        ),
        "You cannot vote on your own post."
    );
    domain::Actor suspended = acting_as(story.voter);
    suspended.suspended_until = story.site.now() + days(1);
    CHECK_FALSE(vote(story.site, suspended, {.post = post_id(story.answer), .kind = VoteKind::up})
                    .has_value());
    story.site.run(fmt::format("UPDATE posts SET locked_at = 1 WHERE id = {}", story.answer.value));
    refused(story.votes(VoteKind::up), "This post is locked: votes on it rest for now.");
    story.site.run(fmt::format("UPDATE posts SET locked_at = NULL"));
    CHECK(story.votes(VoteKind::spam).error().code() == ErrorCode::invalid);
    must(delete_post(
        story.site, acting_as(UserId{1}, 1, domain::Role::moderator), post_id(story.question)
    ));
    CHECK(story.votes(VoteKind::up).error().code() == ErrorCode::not_found);
    CHECK(story.votes_stored() == 0);
}

TEST_CASE("A vote is locked in after five minutes, until the post is edited") {
    const Story story;
    must(story.votes(VoteKind::up));
    story.site.advance(minutes(5));
    must(story.votes(std::nullopt));
    must(story.votes(VoteKind::up));
    story.site.advance(seconds(301));
    const Result<VotedPost> refused = story.votes(std::nullopt);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message() == "Your vote is locked in until the post is edited.");
    CHECK(story.votes(VoteKind::down).error().code() == ErrorCode::forbidden);
    CHECK(story.score() == 1);

    must(edit_post(
        story.site,
        acting_as(story.author),
        {.post = post_id(story.answer), .markdown = "It was otherwise.", .summary = "clearer"}
    ));
    must(story.votes(std::nullopt));
    CHECK(story.score() == 0);
    CHECK(story.wrong().empty());
}

TEST_CASE("An asker accepts one answer, takes it back, and both are rewarded once") {
    const Story story;
    const domain::Actor asker = acting_as(story.asker);
    must(accept_answer(story.site, asker, {.answer = story.answer}));
    must(accept_answer(story.site, asker, {.answer = story.answer}));
    CHECK(story.reputation(story.author) == 16);
    CHECK(story.reputation(story.asker) == 3);

    TestSite& site = const_cast<TestSite&>(story.site); // NOLINT: a builder needs it
    const UserId other = site.a_user("Other");
    const AnswerId second = site.an_answer(story.question).by(other);
    must(accept_answer(story.site, asker, {.answer = second}));
    CHECK(story.reputation(story.author) == 1);
    CHECK(story.reputation(other) == 16);
    CHECK(story.reputation(story.asker) == 3);

    must(accept_answer(story.site, asker, {.answer = second, .undo = true}));
    CHECK(story.reputation(other) == 1);
    CHECK(story.reputation(story.asker) == 1);
    CHECK(story.votes_stored() == 0);
    CHECK(must(read_totals(story.site)).unanswered == 1);

    must(accept_answer(story.site, asker, {.answer = second}));
    CHECK(must(read_totals(story.site)).unanswered == 0);
    must(delete_post(story.site, acting_as(UserId{1}, 1, domain::Role::moderator), post_id(second))
    );
    CHECK(story.reputation(other) == 1);
    CHECK(story.votes_stored() == 0);
    CHECK(must(read_totals(story.site)).unanswered == 1);
    CHECK(story.wrong().empty());
}

TEST_CASE("Nobody else accepts, and an own answer only after two days and for nothing") {
    Story story;
    CHECK(
        accept_answer(story.site, acting_as(story.author), {.answer = story.answer}).error().code()
        == ErrorCode::forbidden
    );
    const AnswerId own = story.site.an_answer(story.question).by(story.asker);
    const auto accept = [&] {
        return accept_answer(story.site, acting_as(story.asker), {.answer = own});
    };
    CHECK(accept().error().code() == ErrorCode::forbidden);
    story.site.advance(days(2));
    must(accept());
    CHECK(story.reputation(story.asker) == 1);
    CHECK(story.wrong().empty());
}

TEST_CASE("An acceptance that came with a dump neither takes nor brings reputation again") {
    const Story story;
    story.site.run(fmt::format(
        "UPDATE posts SET accepted_answer_id = {0}, imported_accepted_answer_id = {0}, "
        "is_unanswered = 0 WHERE id = {1}",
        story.answer.value,
        story.question.value
    ));
    const domain::Actor asker = acting_as(story.asker);
    must(accept_answer(story.site, asker, {.answer = story.answer, .undo = true}));
    must(accept_answer(story.site, asker, {.answer = story.answer}));
    CHECK(story.reputation(story.author) == 1);
}

TEST_CASE("A hundred identical votes at once are one") {
    const Story story;
    hundredfold([&](int) { must(story.votes(VoteKind::up)); });
    CHECK(story.score() == 1);
    CHECK(story.votes_stored() == 1);
    CHECK(story.reputation(story.author) == 11);
    CHECK(story.site.number("SELECT up_vote_count FROM users WHERE display_name = 'Voter'") == 1);
    hundredfold([&](int) { must(story.votes(std::nullopt)); });
    CHECK(story.score() == 0);
    CHECK(story.reputation(story.author) == 1);
    CHECK(story.wrong().empty());
}

TEST_CASE("A hundred acceptances at once, back and forth, leave one state") {
    const Story story;
    hundredfold([&](int) {
        must(accept_answer(story.site, acting_as(story.asker), {.answer = story.answer}));
    });
    CHECK(story.reputation(story.author) == 16);
    CHECK(story.reputation(story.asker) == 3);
    hundredfold([&](int i) {
        must(accept_answer(
            story.site, acting_as(story.asker), {.answer = story.answer, .undo = i % 2 == 0}
        ));
    });
    CHECK((story.reputation(story.author) - 1) == 15 * story.votes_stored());
    CHECK(story.wrong().empty());
}

TEST_CASE("A hundred people who vote at once bring 200, and no more than one day may") {
    Story story;
    std::vector<UserId> voters;
    for (int i = 0; i < 100; ++i)
        voters.push_back(story.site.a_user("", 100));
    hundredfold([&](int i) {
        must(vote(
            story.site,
            acting_as(voters[static_cast<std::size_t>(i)]),
            {.post = post_id(story.answer), .kind = VoteKind::up}
        ));
    });
    CHECK(story.score() == 100);
    CHECK(story.reputation(story.author) == 201);
    // As many as are taken back make no difference while the others are enough.
    hundredfold([&](int i) {
        if (i >= 79) return;
        must(vote(
            story.site,
            acting_as(voters[static_cast<std::size_t>(i)]),
            {.post = post_id(story.answer), .kind = std::nullopt}
        ));
    });
    CHECK(story.score() == 21);
    CHECK(story.reputation(story.author) == 201);
    CHECK(story.wrong().empty());
}
