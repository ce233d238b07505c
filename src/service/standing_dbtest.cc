// A month of a thousand people: whatever they do to each other's posts, a reputation is the sum of
// its events, and a score is the sum of its votes.
#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/accepting.h"
#include "service/deleting.h"
#include "service/editing.h"
#include "service/voting.h"
#include "storage/reputation.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>
#include <vector>

using namespace attest;
using namespace attest::service;
using domain::VoteKind;

namespace {

constexpr std::size_t people = 1'000;
constexpr int days_of_month = 30;
constexpr int acts_of_day = 600;

struct Month {
    TestSite site;
    std::mt19937_64 chance{20'261'125}; // NOLINT(cert-msc51-cpp): the same month every time
    std::vector<UserId> users;
    std::vector<QuestionId> questions;
    std::vector<UserId> askers;
    std::vector<std::pair<AnswerId, std::size_t>> answers; ///< With the place of its question.
    std::int64_t done = 0;
    std::int64_t refused = 0;

    Month() {
        for (std::size_t i = 0; i < people; ++i)
            users.push_back(site.a_user(fmt::format("Person {}", i), 1 + below(300)));
        for (std::size_t i = 0; i < 60; ++i) {
            askers.push_back(somebody());
            questions.push_back(site.a_question().by(askers.back()).post());
            for (int answer = 0; answer < 3; ++answer) {
                answers.emplace_back(
                    site.an_answer(questions.back()).by(somebody()).post(), questions.size() - 1
                );
            }
        }
    }

    std::int64_t below(std::int64_t end) {
        return static_cast<std::int64_t>(chance() % static_cast<std::uint64_t>(end));
    }

    UserId somebody() {
        return users[static_cast<std::size_t>(below(static_cast<std::int64_t>(users.size())))];
    }

    std::size_t an_answer() {
        // A few answers get most of what happens, so that caps are reached.
        const std::int64_t count = static_cast<std::int64_t>(answers.size());
        return static_cast<std::size_t>(below(below(4) == 0 ? count : 4));
    }

    PostId a_post() {
        const auto& [answer, question] = answers[an_answer()];
        return below(4) == 0 ? post_id(questions[question]) : post_id(answer);
    }

    template <typename Outcome>
    void note(const Outcome& outcome) {
        ++(outcome ? done : refused);
        if (!outcome) REQUIRE(outcome.error().code() != ErrorCode::internal);
    }

    void vote_somehow() {
        const std::int64_t way = below(10);
        const std::optional<VoteKind> kind = way < 6   ? std::optional{VoteKind::up}
                                             : way < 9 ? std::optional{VoteKind::down}
                                                       : std::nullopt;
        note(vote(site, acting_as(somebody(), 500), {.post = a_post(), .kind = kind}));
    }

    void accept_somehow() {
        const auto& [answer, question] = answers[an_answer()];
        note(accept_answer(
            site, acting_as(askers[question]), {.answer = answer, .undo = below(3) == 0}
        ));
    }

    void approve_edit() {
        const UserId editor = somebody();
        note(site.database().write([&](db::Transaction& tx) {
            return storage::apply_reputation(
                tx,
                {.user = editor,
                 .kind = domain::ReputationKind::edit_approved,
                 .post = a_post(),
                 .actor = somebody(),
                 .at = site.now()}
            );
        }));
    }

    void delete_or_bring_back() {
        const domain::Actor moderator = acting_as(users[0], 1, domain::Role::moderator);
        const PostId post = post_id(answers[an_answer()].first);
        if (below(2) == 0)
            note(delete_post(site, moderator, post));
        else
            note(undelete_post(site, moderator, post));
    }

    void act() {
        const std::int64_t which = below(100);
        if (which < 82)
            vote_somehow();
        else if (which < 90)
            accept_somehow();
        else if (which < 96)
            approve_edit();
        else
            delete_or_bring_back();
    }
};

} // namespace

TEST_CASE("After a month of a thousand people every reputation is the sum of its events") {
    Month month;
    for (int day = 0; day < days_of_month; ++day) {
        for (int i = 0; i < acts_of_day; ++i) {
            month.act();
            month.site.advance(seconds(140));
        }
        month.site.advance(seconds(86'400 - 140 * acts_of_day));
    }
    MESSAGE(month.done << " acts done, " << month.refused << " refused");
    CHECK(month.done > days_of_month * acts_of_day / 2);
    CHECK(month.site.number("SELECT COUNT(*) FROM reputation_events WHERE amount <> points") > 50);
    CHECK(
        month.site.number("SELECT COUNT(*) FROM users AS u WHERE u.reputation <> "
                          "(SELECT SUM(amount) FROM reputation_events AS e WHERE e.user_id = u.id)")
        == 0
    );
    CHECK(month.site.number("SELECT MIN(reputation) FROM users") >= 1);
    CHECK(
        month.site.number(
            "SELECT COALESCE(MAX(brought), 0) FROM (SELECT SUM(amount) AS brought FROM "
            "reputation_events WHERE kind IN (2, 3, 4, 5, 6, 9) GROUP BY user_id, day)"
        )
        == domain::daily_reputation_max
    );
    CHECK(
        month.site.number(
            "SELECT COUNT(*) FROM posts AS p WHERE p.score <> (SELECT COALESCE(SUM(CASE kind WHEN "
            "2 THEN 1 ELSE -1 END), 0) FROM votes WHERE post_id = p.id AND kind IN (2, 3))"
        )
        == 0
    );
    CHECK(month.site.wrong_numbers() == std::vector<std::string>{});
}
