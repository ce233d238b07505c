// Stories of people's pages: what only its owner sees, who is a moderator, who is suspended, what
// reputation will bring; and what moderators see of deleted comments.
#include "http/visitor.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;

namespace {

std::string path_of(const Member& member, const std::string& slug) {
    return fmt::format("/users/{}/{}", member.actor.user.value, slug);
}

} // namespace

TEST_CASE("Bookmarks and what one follows stand on one's own profile, and on nobody else's") {
    Reader reader;
    const Member clio = reader.site.a_member("Clio");
    const Member keeper = reader.site.a_member("Kay", 1, domain::Role::keeper);
    const std::string path = path_of(clio, "clio");
    CHECK(reader.get_as(clio, path + "?tab=bookmarks").body.contains("Nothing is bookmarked yet"));
    for (const char* table : {"bookmarks", "followed_posts"}) {
        reader.site.run(fmt::format(
            "INSERT INTO {} (user_id, post_id, created_at) VALUES ({}, {}, 1), ({}, {}, 2)",
            table,
            clio.actor.user.value,
            reader.question.value,
            clio.actor.user.value,
            reader.answer.value
        ));
    }
    for (const char* tab : {"bookmarks", "following"}) {
        CAPTURE(tab);
        const std::string own = path + "?tab=" + tab;
        const auto page = reader.get_as(clio, own);
        CHECK(page.status == 200);
        CHECK(page.body.contains("Why did the Julian calendar drift?"));
        CHECK(page.body.contains(fmt::format("/a/{}", reader.answer.value)));
        CHECK(page.body.contains("Only you see this list"));
        CHECK(reader.get(own).status == 404);
        CHECK(reader.get_as(keeper, own).status == 404);
        CHECK_FALSE(reader.get_as(keeper, path).body.contains(std::string{"tab="} + tab));
        CHECK(reader.get_as(clio, path).body.contains(std::string{"tab="} + tab));
    }
    // What is deleted is not listed.
    reader.site.run(fmt::format(
        "UPDATE posts SET deleted_at = 1 WHERE id IN ({}, {})",
        reader.question.value,
        reader.answer.value
    ));
    CHECK_FALSE(reader.get_as(clio, path + "?tab=bookmarks").body.contains("Julian calendar drift")
    );
}

TEST_CASE("A moderator has a mark that is also read aloud") {
    Reader reader;
    const Member moderator = reader.site.a_member("Mo", 1, domain::Role::moderator);
    const Member plain = reader.site.a_member("Plain");
    const std::string page = reader.get(path_of(moderator, "mo")).body;
    CHECK(page.contains(R"(<span aria-hidden="true">♦</span><span class="hidden">moderator</span>)")
    );
    CHECK_FALSE(reader.get(path_of(plain, "plain")).body.contains("♦"));
}

TEST_CASE("A profile says that its owner is suspended, for as long as that is so") {
    Reader reader;
    const Member bob = reader.site.a_member("Bob");
    const std::string path = path_of(bob, "bob");
    reader.site.run(fmt::format(
        "UPDATE users SET suspended_until = {} WHERE id = {}",
        (reader.site.now() + days(7)).milliseconds,
        bob.actor.user.value
    ));
    CHECK(reader.get(path).body.contains("Suspended until"));
    const std::string privileges = reader.get_as(bob, "/help/privileges").body;
    CHECK(privileges.contains("A moderator has suspended you until"));
    reader.site.advance(days(7));
    CHECK_FALSE(reader.get_as(bob, path).body.contains("Suspended until"));
}

TEST_CASE("The page of privileges says what is next, how far it is, and what else binds") {
    Reader reader;
    const std::string visitors = reader.get("/help/privileges").body;
    CHECK(visitors.contains("vote up"));
    CHECK_FALSE(visitors.contains("What you may do next"));

    const Member newcomer = reader.site.a_member("New", 20);
    const std::string page = reader.get_as(newcomer, "/help/privileges").body;
    CHECK(page.contains("You have 20 reputation."));
    CHECK(page.contains("Next: comment on the posts of others, at 50 reputation; 30 more."));
    CHECK(page.contains("tighter for you below 125 reputation; 105 more"));

    // The site's own thresholds hold, not the usual ones.
    reader.site.settings().thresholds.set(domain::Privilege::comment, 1'000);
    reader.site.settings().thresholds.set(domain::Privilege::vote_down, 21);
    const std::string changed = reader.get_as(newcomer, "/help/privileges").body;
    CHECK(changed.contains("Next: vote down, at 21 reputation; 1 more."));
    CHECK(changed.contains("980 more"));

    const Member old = reader.site.a_member("Old", 20'000);
    const std::string all = reader.get_as(old, "/help/privileges").body;
    CHECK(all.contains("You may do everything that reputation can earn."));
    CHECK_FALSE(all.contains("tighter for you"));
    const Member moderator = reader.site.a_member("Mo", 1, domain::Role::moderator);
    CHECK(reader.get_as(moderator, "/help/privileges").body.contains("As a moderator"));

    // It is found from a refusal and from one's own profile.
    CHECK(reader.get_as(newcomer, path_of(newcomer, "new")).body.contains("/help/privileges"));
    CHECK_FALSE(reader.get(path_of(newcomer, "new")).body.contains("/help/privileges"));
    const auto refused = reader.post_as(
        newcomer, fmt::format("/posts/{}/vote", reader.question.value), {{"kind", "down"}}
    );
    CHECK(refused.status == 403);
    CHECK(refused.body.contains("/help/privileges"));
}

TEST_CASE("Moderators see deleted comments and who deleted them; nobody else does") {
    Reader reader;
    const Member moderator = reader.site.a_member("Mo", 1, domain::Role::moderator);
    const Member trusted = reader.site.a_member("Clio", 20'000);
    const Member author = reader.site.a_member("Wordy", 100);
    const CommentId comment =
        reader.site.a_comment(post_id(reader.answer)).by(author).saying("A secret remark.").post();
    const auto shows = [&](const http::ReceivedAnswer& page) {
        return page.body.contains("A secret remark.");
    };
    CHECK(shows(reader.get(reader.question_path())));
    CHECK(
        reader.post_as(author, fmt::format("/comments/{}/delete", comment.value), {}).status == 303
    );
    CHECK_FALSE(shows(reader.get(reader.question_path())));
    CHECK_FALSE(shows(reader.get_as(trusted, reader.question_path())));
    CHECK_FALSE(shows(reader.get_as(author, reader.question_path())));
    const auto page = reader.get_as(moderator, reader.question_path());
    CHECK(shows(page));
    CHECK(page.body.contains("1 deleted comment"));
    const std::size_t at = page.body.find("A secret remark.");
    CHECK(page.body.substr(at, 900).contains("deleted by"));
    CHECK(page.body.substr(page.body.find("deleted by", at), 200).contains("Wordy"));
}
