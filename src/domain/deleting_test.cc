#include "domain/deleting.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::domain;

namespace {

Actor somebody(std::int64_t user, std::int64_t reputation, Role role = Role::user) {
    return {
        .user = UserId{user},
        .account = AccountId{user},
        .display_name = "Jane",
        .reputation = reputation,
        .role = role,
        .joined_at = Time{},
    };
}

const Thresholds thresholds;
const Actor author = somebody(7, 1);
const Actor stranger = somebody(8, 9'999);
const Actor trusted = somebody(8, 10'000);
const Actor moderator = somebody(9, 1, Role::moderator);
const PostStanding post{.author = UserId{7}};

} // namespace

TEST_CASE("One deletes one's own, moderators all, the trusted by votes, others nothing") {
    CHECK(check_delete(author, {.post = post}, thresholds).value() == DeletionRight::decides);
    CHECK(check_delete(moderator, {.post = post}, thresholds).value() == DeletionRight::decides);
    CHECK(check_delete(trusted, {.post = post}, thresholds).value() == DeletionRight::votes);
    CHECK(
        check_delete(stranger, {.post = post}, thresholds).error().code() == ErrorCode::forbidden
    );
}

TEST_CASE("What others have built on is not its author's to delete") {
    const DeletionFacts answered{.post = post, .is_question = true, .has_good_answer = true};
    const DeletionFacts accepted{.post = post, .is_accepted = true};
    CHECK_FALSE(check_delete(author, answered, thresholds));
    CHECK_FALSE(check_delete(author, accepted, thresholds));
    CHECK(check_delete(moderator, answered, thresholds));
    CHECK(check_delete(trusted, accepted, thresholds).value() == DeletionRight::votes);
}

TEST_CASE("A deletion is undone by whoever could have made it") {
    const DeletedFacts by_author{.post = post, .deleted_by = UserId{7}};
    const DeletedFacts by_votes{.post = post, .deleted_by = community_user};
    const DeletedFacts by_moderator{.post = post, .deleted_by = UserId{9}};
    CHECK(check_undelete(author, by_author, thresholds).value() == DeletionRight::decides);
    CHECK(check_undelete(trusted, by_author, thresholds).value() == DeletionRight::votes);
    CHECK_FALSE(check_undelete(author, by_votes, thresholds));
    CHECK(check_undelete(trusted, by_votes, thresholds).value() == DeletionRight::votes);
    CHECK_FALSE(check_undelete(author, by_moderator, thresholds));
    CHECK_FALSE(check_undelete(trusted, by_moderator, thresholds));
    CHECK(check_undelete(moderator, by_moderator, thresholds).value() == DeletionRight::decides);
    CHECK_FALSE(check_undelete(trusted, {.post = post, .deleted_by = std::nullopt}, thresholds));
}

TEST_CASE("What is deleted is seen by its author, the trusted and moderators") {
    CHECK_FALSE(may_see_deleted(std::nullopt, UserId{7}, thresholds));
    CHECK_FALSE(may_see_deleted(std::nullopt, std::nullopt, thresholds));
    CHECK(may_see_deleted(author, UserId{7}, thresholds));
    CHECK_FALSE(may_see_deleted(stranger, UserId{7}, thresholds));
    CHECK(may_see_deleted(trusted, UserId{7}, thresholds));
    CHECK(may_see_deleted(moderator, std::nullopt, thresholds));
}

TEST_CASE("A locked post is neither deleted nor made community wiki, but by moderators") {
    const PostStanding locked{.author = UserId{7}, .is_locked = true};
    CHECK_FALSE(check_delete(author, {.post = locked}, thresholds));
    CHECK_FALSE(check_make_wiki(somebody(7, 50'000), locked, thresholds));
    CHECK(check_make_wiki(moderator, locked, thresholds));
}

TEST_CASE("An author with ten reputation makes a post community wiki") {
    CHECK(check_make_wiki(somebody(7, 10), post, thresholds));
    CHECK_FALSE(check_make_wiki(somebody(7, 9), post, thresholds));
    CHECK_FALSE(check_make_wiki(trusted, post, thresholds));
}
