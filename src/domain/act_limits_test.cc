#include "domain/act_limits.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <string>

using namespace attest;
using namespace attest::domain;

namespace {

Actor an_actor(std::int64_t reputation, Role role = Role::user) {
    return {
        .user = UserId{1},
        .account = AccountId{1},
        .display_name = "jane",
        .reputation = reputation,
        .role = role,
        .joined_at = {},
    };
}

std::set<std::string_view> names_of(const std::vector<ActLimit>& limits) {
    std::set<std::string_view> names;
    for (const ActLimit& limit : limits)
        names.insert(limit.name);
    return names;
}

} // namespace

TEST_CASE("Limits for newcomers end where their reputation says so, others bind everybody") {
    const ActRates rates;
    using Names = std::set<std::string_view>;
    CHECK(
        names_of(rates.that_bind(an_actor(124), LimitedAct::ask))
        == Names{"questions_when_new", "questions_per_day", "questions_per_month"}
    );
    CHECK(
        names_of(rates.that_bind(an_actor(125), LimitedAct::ask))
        == Names{"questions_per_day", "questions_per_month"}
    );
    CHECK(rates.that_bind(an_actor(1, Role::moderator), LimitedAct::ask).empty());
    CHECK(
        names_of(rates.that_bind(an_actor(1, Role::keeper), LimitedAct::vote))
        == Names{"votes_per_day"}
    );
}

TEST_CASE("Every act has a limit for everybody, and every limit a name of its own") {
    std::set<std::string_view> names;
    std::set<LimitedAct> acts;
    for (const ActLimit& limit : all_act_limits()) {
        names.insert(limit.name);
        if (limit.reputation_below == any_reputation) acts.insert(limit.act);
        CHECK(limit.rate.count > 0);
    }
    CHECK(names.size() == act_limit_count);
    CHECK(acts.size() == limited_act_count);
}

TEST_CASE("A site may change a limit or do without it") {
    ActRates rates;
    rates.set(0, {.count = 3, .per = hours(1)});
    rates.set(1, {});
    rates.set(2, {});
    const std::vector<ActLimit> limits = rates.that_bind(an_actor(1), LimitedAct::ask);
    REQUIRE(limits.size() == 1);
    CHECK(
        format_act_limit(limits.front())
        == "With less than 125 reputation you can ask 3 questions in 1 hour."
    );
}

TEST_CASE("Rates are read as they are written") {
    for (const ActLimit& limit : all_act_limits())
        CHECK(parse_act_rate(format_act_rate(limit.rate)) == limit.rate);
    CHECK(parse_act_rate("off") == ActRate{});
    CHECK(parse_act_rate("10/90m") == ActRate{.count = 10, .per = minutes(90)});
    for (const char* text :
         {"",
          "/",
          "10",
          "10/",
          "/1d",
          "10/d",
          "10/1",
          "0/1d",
          "10/0d",
          "-1/1d",
          "1/1w",
          "1/1dd",
          "99999999999/1d"})
        CHECK_MESSAGE(!parse_act_rate(text), text);
}

TEST_CASE("A refusal says what is allowed and when it is possible again") {
    const ActLimit& first = all_act_limits().front();
    const Error error = act_limit_error(first, seconds(12 * 60 + 1));
    CHECK(error.code() == ErrorCode::rate_limited);
    CHECK(
        error.message()
        == "With less than 125 reputation you can ask 1 question in 40 minutes. The next is "
           "possible in 13 minutes."
    );
    CHECK(error.retry_after_seconds() == 721);
}

TEST_CASE("A wait is told in the unit that a person would use") {
    CHECK(format_wait({1}) == "1 second");
    CHECK(format_wait(seconds(90)) == "90 seconds");
    CHECK(format_wait(minutes(2)) == "2 minutes");
    CHECK(format_wait(minutes(90)) == "90 minutes");
    CHECK(format_wait(hours(25)) == "25 hours");
    CHECK(format_wait(days(3)) == "3 days");
}

TEST_CASE("docs/LIMITS.md says what the table says") {
    // Tests run from the top of the repository.
    std::ifstream file{"docs/LIMITS.md"};
    REQUIRE(file.is_open());
    std::string rows;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("| `")) rows += line + "\n";
    }
    std::string expected;
    for (const ActLimit& limit : all_act_limits()) {
        expected += "| `" + std::string{limit.name} + "` | `" + format_act_rate(limit.rate) + "` | "
                    + format_act_limit(limit) + " | " + std::string{limit.reason} + " |\n";
    }
    CHECK(rows == expected);
}
