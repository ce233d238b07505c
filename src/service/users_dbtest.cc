#include "service/users.h"

#include "db/database.h"
#include "kit/must.h"
#include "kit/test_site.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::service;

namespace {

std::vector<std::string> names_of(const UserList& list) {
    std::vector<std::string> names;
    for (const UserSummary& user : list.users)
        names.push_back(user.user.name);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("Users are listed by reputation, age and name") {
    TestSite site;
    site.a_user("beta", 10);
    site.advance(hours(1));
    const UserId alpha = site.a_user("Alpha", 5);
    site.advance(hours(1));
    site.a_user("gamma", 20);

    const auto list = [&](UserOrder order) {
        return names_of(must(list_users(site, order, "", {})));
    };
    CHECK(list(UserOrder::reputation) == Names{"gamma", "beta", "Alpha"});
    CHECK(list(UserOrder::newest) == Names{"gamma", "Alpha", "beta"});
    CHECK(list(UserOrder::name) == Names{"Alpha", "beta", "gamma"});
    CHECK(must(list_users(site, UserOrder::name, "", {})).total == 3);

    must(site.database().write([&](db::Transaction& tx) {
        return storage::delete_user(tx, alpha, site.now());
    }));
    CHECK(list(UserOrder::name) == Names{"beta", "gamma"});
    CHECK(must(list_users(site, UserOrder::name, "", {})).total == 2);
    CHECK(read_user(site, alpha, UserTab::profile, {}).error().code() == ErrorCode::not_found);
    CHECK(site.wrong_numbers().empty());
}

TEST_CASE("Users are sought by the beginning of their name, whatever the case") {
    TestSite site;
    for (const char* name : {"Jane", "jan", "John", "Иван", "иванна", "Игорь", "100%"})
        site.a_user(name);
    const auto sought = [&](const std::string& start, PageRequest page = {}) {
        return names_of(must(list_users(site, UserOrder::reputation, start, page)));
    };
    CHECK(sought("JAN") == Names{"jan", "Jane"});
    CHECK(sought("иван") == Names{"иванна", "Иван"});
    CHECK(sought("Иван") == Names{"Иван", "иванна"});
    CHECK(sought("%").empty());
    CHECK(sought("100%") == Names{"100%"});
    CHECK(sought("x").empty());

    const UserList short_list = must(list_users(site, UserOrder::name, "и", {.size = 2}));
    CHECK(short_list.users.size() == 2);
    CHECK(short_list.has_more);
}

TEST_CASE("A profile shows the best posts, the badges and where reputation came from") {
    TestSite site;
    const UserId jane = site.a_user("Jane", 321);
    std::vector<QuestionId> questions;
    for (int score = 0; score < 7; ++score) {
        questions.push_back(
            site.a_question().by(jane).titled(fmt::format("Q{}", score)).scoring(score)
        );
    }
    const QuestionId other = site.a_question().titled("Another's");
    const AnswerId answer = site.an_answer(other).by(jane).accepted();
    site.run(fmt::format(
        "INSERT INTO badges (id, user_id, name, class, is_tag_based, awarded_at) VALUES"
        " (1, {0}, 'Teacher', 3, 0, 5), (2, {0}, 'Nice Answer', 3, 0, 6), (3, {0}, 'Nice Answer', "
        "3, 0, 9),"
        " (4, {0}, 'ussr', 1, 1, 7), (5, 1, 'Other', 1, 0, 1)",
        jane.value
    ));

    const UserPage profile = must(read_user(site, jane, UserTab::profile, {}));
    CHECK(profile.user.user.name == "Jane");
    CHECK(profile.user.question_count == 7);
    CHECK(profile.user.answer_count == 1);
    REQUIRE(profile.questions.size() == 5);
    CHECK(profile.questions[0].question_title == "Q6");
    CHECK(profile.questions[0].tags == Names{"history"});
    REQUIRE(profile.answers.size() == 1);
    CHECK(profile.answers[0].id == post_id(answer));
    CHECK(profile.answers[0].question == other);
    CHECK(profile.answers[0].question_title == "Another's");
    CHECK(profile.answers[0].is_accepted);
    REQUIRE(profile.badges.size() == 3);
    CHECK(profile.badges[0].name == "ussr");
    CHECK(profile.badges[0].is_tag_based);
    CHECK(profile.badges[1].name == "Nice Answer");
    CHECK(profile.badges[1].count == 2);
    CHECK(profile.badges[1].awarded_at == Time{9});

    const UserPage tab = must(read_user(site, jane, UserTab::questions, {.number = 2, .size = 5}));
    REQUIRE(tab.questions.size() == 2);
    CHECK(tab.questions[0].question_title == "Q1");
    CHECK_FALSE(tab.has_more);
    CHECK(must(read_user(site, jane, UserTab::badges, {})).badges.size() == 3);
    const UserPage reputation = must(read_user(site, jane, UserTab::reputation, {}));
    REQUIRE(reputation.reputation.size() == 1);
    CHECK(reputation.reputation[0].change == 321);
    CHECK(reputation.reputation[0].kind == domain::ReputationKind::opening);
    CHECK(reputation.reputation_event_count == 1);
    REQUIRE(reputation.reputation_days.size() == 1);
    CHECK(reputation.reputation_days[0].change == 321);

    must(site.database().write([&](db::Transaction& tx) {
        return storage::delete_question(tx, other, site.now());
    }));
    CHECK(must(read_user(site, jane, UserTab::answers, {})).answers.empty());
}

TEST_CASE("Lists of users cost two statements, a profile four") {
    TestSite site;
    const UserId jane = site.a_user();
    const auto statements = [&](const auto& work) {
        const std::int64_t before = db::statements_run_on_this_thread();
        work();
        return db::statements_run_on_this_thread() - before;
    };
    CHECK(statements([&] { must(list_users(site, UserOrder::name, "", {})); }) == 2);
    CHECK(statements([&] { must(list_users(site, UserOrder::name, "и", {})); }) == 2);
    CHECK(statements([&] { must(read_user(site, jane, UserTab::profile, {})); }) == 4);
    CHECK(statements([&] { must(read_user(site, jane, UserTab::badges, {})); }) == 2);
}
