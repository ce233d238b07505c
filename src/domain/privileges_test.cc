#include "domain/privileges.h"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

namespace attest::domain {

namespace {

Actor actor_with(std::int64_t reputation, Role role = Role::user) {
    return {
        .user = UserId{1},
        .account = AccountId{1},
        .display_name = "Jane",
        .reputation = reputation,
        .role = role,
        .joined_at = {},
    };
}

} // namespace

TEST_CASE("A privilege is earned at its threshold") {
    const Thresholds thresholds;
    CHECK(check_privilege(actor_with(15), Privilege::vote_up, thresholds).has_value());
    const Result<void> refused = check_privilege(actor_with(14), Privilege::vote_up, thresholds);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::forbidden);
    CHECK(refused.error().message() == "You need 15 reputation to vote up; you have 14.");
}

TEST_CASE("A keeper may set another threshold") {
    Thresholds thresholds;
    thresholds.set(Privilege::comment, 1);
    CHECK(has_privilege(actor_with(1), Privilege::comment, thresholds));
    CHECK_FALSE(has_privilege(actor_with(1), Privilege::vote_down, thresholds));
}

TEST_CASE("A moderator has every privilege") {
    const Thresholds thresholds;
    for (const attest::domain::PrivilegeFacts& facts : attest::domain::all_privileges()) {
        CHECK(has_privilege(actor_with(1, Role::moderator), facts.privilege, thresholds));
        CHECK(parse_privilege(facts.name) == facts.privilege);
    }
    CHECK_FALSE(parse_privilege("fly").has_value());
}

TEST_CASE("Privileges are listed in the order in which they are earned") {
    const Thresholds thresholds;
    std::int64_t before = 0;
    for (const attest::domain::PrivilegeFacts& facts : attest::domain::all_privileges()) {
        CHECK(thresholds.of(facts.privilege) >= before);
        before = thresholds.of(facts.privilege);
    }
}

TEST_CASE("A suspension ends by itself") {
    Actor actor = actor_with(100);
    actor.suspended_until = Time{days(10).milliseconds};
    const Result<void> refused = check_not_suspended(actor, Time{days(9).milliseconds});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message().contains("1970-01-11"));
    CHECK(check_not_suspended(actor, Time{days(10).milliseconds}).has_value());
}

} // namespace attest::domain

TEST_CASE("docs/PRIVILEGES.md says what the table says") {
    // Tests run from the top of the repository.
    std::ifstream file{"docs/PRIVILEGES.md"};
    REQUIRE(file.is_open());
    std::string rows;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("| `")) rows += line + "\n";
    }
    std::string expected;
    for (const attest::domain::PrivilegeFacts& facts : attest::domain::all_privileges()) {
        expected += "| `" + std::string{facts.name} + "` | " + std::to_string(facts.reputation)
                    + " | " + std::string{facts.act} + " |\n";
    }
    CHECK(rows == expected);
}
