#include "domain/editing.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::domain;

namespace {

Actor somebody(std::int64_t reputation, Role role = Role::user) {
    return {
        .user = UserId{7},
        .account = AccountId{7},
        .display_name = "Jane",
        .reputation = reputation,
        .role = role,
        .joined_at = Time{},
    };
}

const PostStanding others{.author = UserId{8}};
const Thresholds thresholds;

} // namespace

TEST_CASE("The author edits at once, others once they have earned it, and before that they suggest"
) {
    CHECK(check_edit(somebody(1), {.author = UserId{7}}, thresholds).value() == EditRight::applies);
    CHECK(check_edit(somebody(2'000), others, thresholds).value() == EditRight::applies);
    CHECK(check_edit(somebody(1'999), others, thresholds).value() == EditRight::suggests);
    CHECK(
        check_edit(somebody(1, Role::moderator), others, thresholds).value() == EditRight::applies
    );
}

TEST_CASE("A community wiki is edited with less") {
    const PostStanding wiki{.author = UserId{8}, .is_community_wiki = true};
    CHECK(check_edit(somebody(100), wiki, thresholds).value() == EditRight::applies);
    CHECK(check_edit(somebody(99), wiki, thresholds).value() == EditRight::suggests);
}

TEST_CASE("A locked post is the moderators' alone") {
    const PostStanding locked{.author = UserId{7}, .is_locked = true};
    const auto own = check_edit(somebody(50'000), locked, thresholds);
    REQUIRE_FALSE(own);
    CHECK(own.error().code() == ErrorCode::forbidden);
    CHECK(check_edit(somebody(1, Role::moderator), locked, thresholds));
    CHECK_FALSE(check_review(somebody(50'000), locked, thresholds));
}

TEST_CASE("Authors decide alone on edits of their posts, others need the privilege and each other"
) {
    CHECK(decides_alone(somebody(1), {.author = UserId{7}}));
    CHECK_FALSE(decides_alone(somebody(50'000), others));
    CHECK(check_review(somebody(1), {.author = UserId{7}}, thresholds));
    CHECK(check_review(somebody(2'000), others, thresholds));
    const auto refused = check_review(somebody(15), others, thresholds);
    REQUIRE_FALSE(refused);
    CHECK(
        refused.error().message()
        == "You need 2000 reputation to review suggested edits; you have 15."
    );
}

TEST_CASE("A second edit within five minutes belongs to the first, unless somebody has seen that") {
    const Time then{1'000'000};
    const GraceFacts own{.author = UserId{7}, .made_at = then};
    CHECK(may_merge(UserId{7}, then + seconds(299), own));
    CHECK_FALSE(may_merge(UserId{7}, then + minutes(5), own));
    CHECK_FALSE(may_merge(UserId{8}, then, own));
    CHECK_FALSE(
        may_merge(UserId{7}, then, {.author = UserId{7}, .made_at = then, .has_been_seen = true})
    );
    CHECK_FALSE(
        may_merge(UserId{7}, then, {.author = UserId{7}, .made_at = then, .is_imported = true})
    );
    CHECK_FALSE(may_merge(
        UserId{7}, then, {.author = UserId{7}, .made_at = then, .is_other_act_wanted = true}
    ));
}

TEST_CASE("A suggestion says why, and changes enough to be worth a review") {
    CHECK(check_suggestion({.characters_changed = 6, .summary = "spelling"}));
    const auto small = check_suggestion({.characters_changed = 5, .summary = "spelling"});
    REQUIRE_FALSE(small);
    CHECK(small.error().fields().at(0).field == "body");
    CHECK(check_suggestion({.changes_heading = true, .characters_changed = 0, .summary = "tags"}));
    const auto silent = check_suggestion({.characters_changed = 60, .summary = " "});
    REQUIRE_FALSE(silent);
    CHECK(silent.error().fields().at(0).field == "summary");
}
