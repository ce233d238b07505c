#include "storage/reputation.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "storage/recount.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::storage;
using domain::ReputationKind;

namespace {

/// An answer with an author at `reputation`, and people who vote on it.
struct Story {
    TestSite site;
    UserId author;
    QuestionId question = site.a_question();
    AnswerId answer;

    explicit Story(std::int64_t reputation = 1)
        : author{site.a_user("Author", reputation)},
          answer{site.an_answer(question).by(author).post()} {}

    [[nodiscard]] ReputationEvent event(UserId voter, ReputationKind kind) const {
        return {
            .user = author, .kind = kind, .post = post_id(answer), .actor = voter, .at = site.now()
        };
    }

    void apply(const ReputationEvent& event) const {
        must(site.database().write([&](db::Transaction& tx) { return apply_reputation(tx, event); })
        );
    }

    void undo(const ReputationEvent& event) const {
        must(site.database().write([&](db::Transaction& tx) { return undo_reputation(tx, event); })
        );
    }

    [[nodiscard]] std::int64_t reputation() const {
        return site.number(fmt::format("SELECT reputation FROM users WHERE id = {}", author.value));
    }

    [[nodiscard]] std::int64_t events() const {
        return site.number(fmt::format(
            "SELECT COUNT(*) FROM reputation_events WHERE user_id = {} AND kind <> 1", author.value
        ));
    }

    [[nodiscard]] std::vector<std::string> wrong() const { return site.wrong_numbers(); }
};

constexpr auto up = ReputationKind::answer_voted_up;
constexpr auto down = ReputationKind::answer_voted_down;

} // namespace

TEST_CASE("An act counts once, and not at all once it is undone") {
    Story story;
    const UserId voter = story.site.a_user();
    story.apply(story.event(voter, up));
    story.apply(story.event(voter, up));
    CHECK(story.reputation() == 11);
    CHECK(story.events() == 1);

    story.undo(story.event(voter, up));
    story.undo(story.event(voter, up));
    CHECK(story.reputation() == 1);
    CHECK(story.events() == 0);
    CHECK(story.wrong().empty());
}

TEST_CASE("A vote that is undone makes room under the day's cap for one that had none") {
    Story story;
    std::vector<ReputationEvent> events;
    for (int i = 0; i < 22; ++i) {
        events.push_back(story.event(story.site.a_user(), up));
        story.apply(events.back());
        story.site.advance(seconds(1));
    }
    CHECK(story.reputation() == 201);
    story.undo(events[3]);
    CHECK(story.reputation() == 201);
    story.undo(events[4]);
    story.undo(events[21]);
    CHECK(story.reputation() == 191);
    CHECK(story.wrong().empty());
}

TEST_CASE("A vote undone later is as if it had never been, also for the floor of later days") {
    Story story;
    const ReputationEvent first = story.event(story.site.a_user(), up);
    story.apply(first);
    story.site.advance(days(1));
    story.apply(story.event(story.site.a_user(), down));
    story.site.advance(days(1));
    story.apply(story.event(story.site.a_user(), up));
    CHECK(story.reputation() == 19);

    story.undo(first);
    CHECK(story.reputation() == 11);
    CHECK(story.wrong().empty());
}

TEST_CASE("A post that is community wiki earns nothing") {
    Story story;
    story.site.run(
        fmt::format("UPDATE posts SET community_at = 1 WHERE id = {}", story.answer.value)
    );
    story.apply(story.event(story.site.a_user(), up));
    CHECK(story.reputation() == 1);
    CHECK(story.events() == 0);
}

TEST_CASE("Who is no user here earns nothing") {
    Story story;
    ReputationEvent event = story.event(story.site.a_user(), up);
    event.user = UserId{4'711};
    story.apply(event);
    CHECK(story.site.number("SELECT COUNT(*) FROM reputation_events WHERE user_id = 4711") == 0);
}

TEST_CASE("Approved edits bring a thousand in all, and one person may approve several") {
    Story story;
    const UserId reviewer = story.site.a_user();
    for (int i = 0; i < 502; ++i) {
        if (i % 100 == 99) story.site.advance(days(1));
        story.apply(story.event(reviewer, ReputationKind::edit_approved));
    }
    CHECK(story.reputation() == 1'001);
    CHECK(story.events() == 500);
    CHECK(story.wrong().empty());
}

TEST_CASE("A deleted answer takes its reputation along, unless it has served long and well") {
    Story story;
    const auto vote = [&](ReputationKind kind) {
        const UserId voter = story.site.a_user("", 500);
        story.apply(story.event(voter, kind));
        story.site.run(fmt::format(
            "INSERT INTO votes (id, post_id, kind, user_id, created_at) VALUES ({}, {}, {}, {}, "
            "{})",
            1'500'000'000 + voter.value % 1'000,
            story.answer.value,
            kind == up ? 2 : 3,
            voter.value,
            story.site.now().milliseconds
        ));
        return voter;
    };
    vote(up);
    const UserId critic = vote(down);
    story.apply(
        {.user = critic,
         .kind = ReputationKind::voted_answer_down,
         .post = post_id(story.answer),
         .actor = critic,
         .at = story.site.now()}
    );
    const auto critics = [&] {
        return story.site.number(
            fmt::format("SELECT reputation FROM users WHERE id = {}", critic.value)
        );
    };
    CHECK(story.reputation() == 9);
    CHECK(critics() == 499);
    const auto remove = [&] {
        must(story.site.database().write([&](db::Transaction& tx) {
            return delete_answer(
                tx, {.answer = story.answer, .question = story.question}, story.site.now()
            );
        }));
    };

    SUBCASE("young") {
        remove();
        CHECK(story.reputation() == 1);
        CHECK(critics() == 500);
        CHECK(story.events() == 0);
        CHECK(story.wrong().empty());

        // Undeleted, what was voted counts again.
        must(story.site.database().write([&](db::Transaction& tx) {
            return restore_post_reputation(tx, post_id(story.answer));
        }));
        CHECK(story.reputation() == 9);
        CHECK(critics() == 499);
    }
    SUBCASE("old, and little valued") {
        story.site.advance(days(61));
        remove();
        CHECK(story.reputation() == 1);
    }
    SUBCASE("old and valued") {
        story.site.run(fmt::format("UPDATE posts SET score = 3 WHERE id = {}", story.answer.value));
        story.site.advance(days(61));
        remove();
        CHECK(story.reputation() == 9);
        CHECK(critics() == 499);
    }
}

TEST_CASE("A deleted question takes the reputation of its answers along") {
    Story story;
    story.apply(story.event(story.site.a_user(), up));
    must(story.site.database().write([&](db::Transaction& tx) {
        return delete_question(tx, story.question, story.site.now());
    }));
    CHECK(story.reputation() == 1);
    CHECK(story.wrong().empty());
}

TEST_CASE("A history shows what each day brought, newest first, and never who") {
    Story story;
    story.apply(story.event(story.site.a_user(), up));
    story.site.advance(days(1));
    story.apply(story.event(story.site.a_user(), up));
    story.apply(story.event(story.site.a_user(), down));
    const auto changes = must(story.site.database().read([&](db::ReadTransaction& tx) {
        return list_reputation(tx, {.user = story.author, .limit = 10});
    }));
    REQUIRE(changes.size() == 4);
    CHECK(changes[0].amount == -2);
    CHECK(changes[0].question == story.question);
    CHECK(changes[3].kind == ReputationKind::opening);
    const auto sums = must(story.site.database().read([&](db::ReadTransaction& tx) {
        return list_reputation_days(
            tx, {.user = story.author, .first = changes[3].day, .last = changes[0].day}
        );
    }));
    REQUIRE(sums.size() == 2);
    CHECK(sums[0].amount == 8);
    CHECK(sums[1].amount == 11);
}

TEST_CASE("A recount opens what has no opening and settles what does not add up") {
    Story story;
    story.apply(story.event(story.site.a_user(), up));
    story.site.run("INSERT INTO users (id, display_name, reputation, created_at) "
                   "VALUES (17, 'Imported', 2024, 86400000)");
    story.site.run("UPDATE totals SET value = value + 1 WHERE name = 'users'");
    story.site.run("UPDATE users SET reputation = 4 WHERE display_name = 'Author'");
    story.site.run("UPDATE reputation_events SET amount = 3 WHERE kind = 4");
    CHECK(story.wrong().size() == 1);

    for (int i = 0; i < 2; ++i) {
        must(story.site.database().write([&](db::Transaction& tx) -> Result<void> {
            TRY(open_reputations(tx));
            return recount_reputations(tx);
        }));
        CHECK(story.reputation() == 11);
        CHECK(
            story.site.number(
                "SELECT amount FROM reputation_events WHERE user_id = 17 AND kind = 1 AND day = 1"
            )
            == 2'024
        );
        CHECK(story.wrong().empty());
    }
}
