#include "service/commenting.h"

#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/deleting.h"
#include "service/questions.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <thread>

using namespace attest;
using namespace attest::service;

namespace {

constexpr std::string_view sentence = "Where is this printed?";

struct Story {
    TestSite site;
    UserId asker = site.a_user("Asker");
    UserId author = site.a_user("Author");
    UserId guest = site.a_user("Guest");
    QuestionId question = site.a_question().by(asker).post();
    AnswerId answer = site.an_answer(question).by(author).post();

    [[nodiscard]] Result<CommentId>
    comment(const domain::Actor& actor, PostId post, std::string_view words = sentence) const {
        return post_comment(site, actor, {.post = post, .markdown = std::string{words}});
    }

    [[nodiscard]] std::int64_t count() const {
        return site.number("SELECT COUNT(*) FROM comments WHERE deleted_at IS NULL");
    }
};

} // namespace

TEST_CASE("Under own posts and under an own question all comment, elsewhere with 50 reputation") {
    const Story story;
    must(story.comment(acting_as(story.asker, 1), post_id(story.question)));
    story.site.advance(minutes(1));
    must(story.comment(acting_as(story.asker, 1), post_id(story.answer)));
    must(story.comment(acting_as(story.author, 1), post_id(story.answer)));
    const auto refused = story.comment(acting_as(story.guest, 49), post_id(story.answer));
    REQUIRE_FALSE(refused.has_value());
    CHECK(
        refused.error().message()
        == "You need 50 reputation to comment on the posts of others; you have 49."
    );
    CHECK(story.count() == 3);
    must(story.comment(acting_as(story.guest, 50), post_id(story.answer)));
    CHECK(story.count() == 4);
    CHECK(story.site.number("SELECT COUNT(*) FROM jobs WHERE kind = 'notice'") == 4);
    CHECK(story.site.wrong_numbers().empty());
}

TEST_CASE("A comment is a sentence to a paragraph long, and nothing else is stored") {
    const Story story;
    const domain::Actor guest = acting_as(story.guest);
    const auto refused = [&](std::string_view words) {
        const auto result = story.comment(guest, post_id(story.answer), words);
        return !result && result.error().code() == ErrorCode::invalid
               && result.error().fields().front().field == "body";
    };
    CHECK(refused("Too short."));
    CHECK(refused("                 short             "));
    CHECK(refused(std::string(601, 'x')));
    CHECK(refused("Bytes that are not text: \xC3\x28"));
    CHECK(story.count() == 0);
    must(story.comment(guest, post_id(story.answer), std::string(600, 'x')));

    story.site.run("UPDATE posts SET locked_at = 1");
    CHECK(story.comment(guest, post_id(story.answer)).error().code() == ErrorCode::forbidden);
    story.site.run("UPDATE posts SET locked_at = NULL");
    must(delete_post(
        story.site, acting_as(UserId{1}, 1, domain::Role::moderator), post_id(story.answer)
    ));
    CHECK(story.comment(guest, post_id(story.answer)).error().code() == ErrorCode::not_found);
    CHECK(story.count() == 1);
}

TEST_CASE("A comment sent twice with one key is one") {
    const Story story;
    const PostComment form{
        .post = post_id(story.answer),
        .markdown = std::string{sentence},
        .idempotency_key = "0123456789abcdef0123456789abcdef",
    };
    const CommentId first = must(post_comment(story.site, acting_as(story.guest), form));
    CHECK(must(post_comment(story.site, acting_as(story.guest), form)) == first);
    CHECK(story.count() == 1);
}

TEST_CASE("Its author edits a comment for five minutes, a moderator always") {
    const Story story;
    const domain::Actor guest = acting_as(story.guest);
    const CommentId comment = must(story.comment(guest, post_id(story.answer)));
    const auto edit = [&](const domain::Actor& actor) {
        return edit_comment(
            story.site, actor, {.comment = comment, .markdown = "Where is *this* printed, then?"}
        );
    };
    CHECK(edit(acting_as(story.author)).error().code() == ErrorCode::forbidden);
    must(edit(guest));
    CHECK(
        story.site.number("SELECT COUNT(*) FROM comments WHERE body_html LIKE '%<em>this</em>%'")
        == 1
    );
    story.site.advance(seconds(301));
    CHECK(edit(guest).error().code() == ErrorCode::forbidden);
    CHECK(open_comment(story.site, guest, comment).error().code() == ErrorCode::forbidden);
    must(edit(acting_as(story.asker, 1, domain::Role::moderator)));
}

TEST_CASE("A comment is deleted by its author or a moderator, and is gone then") {
    const Story story;
    const domain::Actor guest = acting_as(story.guest);
    const CommentId comment = must(story.comment(guest, post_id(story.answer)));
    CHECK(
        delete_comment(story.site, acting_as(story.author), comment).error().code()
        == ErrorCode::forbidden
    );
    must(delete_comment(story.site, guest, comment));
    CHECK(delete_comment(story.site, guest, comment).error().code() == ErrorCode::not_found);
    CHECK(must(read_question(story.site, story.question, AnswerOrder::best, 1))
              .answers[0]
              .post.comments.empty());
    CHECK(story.site.wrong_numbers().empty());
}

TEST_CASE("A hundred votes on a comment at once are one, and are all taken back at once") {
    const Story story;
    const CommentId comment = must(story.comment(acting_as(story.guest), post_id(story.answer)));
    const auto score = [&] { return story.site.number("SELECT score FROM comments"); };
    const auto vote_often = [&](bool gives) {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 10; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < 10; ++i) {
                    must(vote_on_comment(
                        story.site, acting_as(story.asker), {.comment = comment, .gives = gives}
                    ));
                }
            });
        }
    };
    vote_often(true);
    CHECK(score() == 1);
    vote_often(false);
    CHECK(score() == 0);
    CHECK(
        vote_on_comment(story.site, acting_as(story.guest), {.comment = comment}).error().code()
        == ErrorCode::forbidden
    );
    CHECK(
        vote_on_comment(story.site, acting_as(story.author, 14), {.comment = comment})
            .error()
            .code()
        == ErrorCode::forbidden
    );
    CHECK(score() == 0);
}

TEST_CASE("A form for a comment knows whom it can name") {
    const Story story;
    const CommentForm form =
        must(open_comment_form(story.site, acting_as(story.asker), post_id(story.answer)));
    CHECK(form.names == std::vector<std::string>{"Author"});
    CHECK_FALSE(
        open_comment_form(story.site, acting_as(story.guest, 1), post_id(story.answer)).has_value()
    );
}
