#include "domain/closing.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::domain;

TEST_CASE("A closing names its voters and originals") {
    const CloseDetails details = parse_close_details(
        R"({"OriginalQuestionIds":[12,57],"Voters":[{"Id":5,"DisplayName":"Jane"},{"Id":-1}]})"
    );
    REQUIRE(details.voters.size() == 2);
    CHECK(details.voters[0].id == UserId{5});
    CHECK(details.voters[0].name == "Jane");
    CHECK(details.voters[1].id == community_user);
    CHECK(details.originals == std::vector{QuestionId{12}, QuestionId{57}});
}

TEST_CASE("A closing that is written otherwise is read as far as it goes") {
    CHECK(parse_close_details("").voters.empty());
    CHECK(parse_close_details("closed by hand").voters.empty());
    CHECK(parse_close_details("[1,2]").originals.empty());
    CHECK(parse_close_details(R"({"Voters":[7,{}],"OriginalQuestionIds":["x",3]})").voters.empty());
    CHECK(parse_close_details(R"({"OriginalQuestionIds":["x",3]})").originals.size() == 1);
}

TEST_CASE("The details of a closing are read as they were written") {
    const CloseDetails details{
        .voters = {{.id = UserId{7}, .name = "Jane \"J\" Austen"}, {.id = {}, .name = "user8"}},
        .originals = {QuestionId{175}, QuestionId{12}},
    };
    const CloseDetails read = parse_close_details(format_close_details(details));
    REQUIRE(read.voters.size() == 2);
    CHECK(read.voters[0].id == UserId{7});
    CHECK(read.voters[0].name == "Jane \"J\" Austen");
    CHECK_FALSE(read.voters[1].id.has_value());
    CHECK(read.originals == details.originals);
}

TEST_CASE("Every reason to close has a name of its own") {
    for (const CloseReason reason : close_reasons)
        CHECK(parse_close_reason(format_close_reason(reason)) == reason);
    CHECK_FALSE(parse_close_reason("boring").has_value());
}

TEST_CASE("The reason that most voters gave closes a question") {
    const CloseVerdict verdict = count_close_votes({
        {.voter = UserId{1}, .reason = CloseReason::needs_focus, .originals = {}},
        {.voter = UserId{2}, .reason = CloseReason::duplicate, .originals = {QuestionId{5}}},
        {.voter = UserId{3},
         .reason = CloseReason::duplicate,
         .originals = {QuestionId{9}, QuestionId{5}}},
    });
    CHECK(verdict.reason == CloseReason::duplicate);
    CHECK(verdict.originals == std::vector{QuestionId{5}, QuestionId{9}});
}

TEST_CASE("Of two reasons with as many votes the earlier one counts") {
    const CloseVerdict verdict = count_close_votes({
        {.voter = UserId{1}, .reason = CloseReason::opinion, .originals = {}},
        {.voter = UserId{2}, .reason = CloseReason::off_topic, .originals = {}},
    });
    CHECK(verdict.reason == CloseReason::opinion);
}

TEST_CASE("A locked post stays as it is for all but moderators") {
    Actor actor{
        .user = UserId{1},
        .account = AccountId{1},
        .display_name = "Jane",
        .reputation = 50'000,
        .role = Role::user,
        .joined_at = {},
    };
    CHECK(check_not_locked(actor, std::nullopt).has_value());
    CHECK_FALSE(check_not_locked(actor, Time{1}).has_value());
    actor.role = Role::moderator;
    CHECK(check_not_locked(actor, Time{1}).has_value());
}
