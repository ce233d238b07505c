// Closing, reopening, locking and flagging, through the forms.
#include "http/reader.h"

#include <doctest/doctest.h>

using namespace attest;

namespace {

std::string act_path(const Reader& reader, std::string_view act) {
    return fmt::format("/posts/{}/{}", reader.question.value, act);
}

} // namespace

TEST_CASE("A question is closed as a duplicate through the form, shown so, and opened again") {
    Reader reader;
    const QuestionId original = reader.site.a_question().titled("What made the calendar drift?");
    const Member moderator = reader.site.a_member("Moderator", 1, domain::Role::moderator);
    const auto form = reader.get_as(moderator, act_path(reader, "close"));
    CHECK(form.status == 200);
    CHECK(form.body.contains("name=\"reason\""));

    const auto closed = reader.post_as(
        moderator,
        act_path(reader, "close"),
        {{"reason", "duplicate"},
         {"originals", fmt::format("http://localhost/questions/{}/what", original.value)}}
    );
    CHECK(closed.status == 303);
    const auto page = reader.get(reader.question_path());
    CHECK(page.body.contains("What made the calendar drift?"));
    CHECK(page.body.contains("Moderator"));
    const auto reopened = reader.post_as(moderator, act_path(reader, "reopen"), {});
    CHECK(reopened.status == 303);
    CHECK_FALSE(reader.get(reader.question_path()).body.contains("class=\"notice\""));
}

TEST_CASE("A refused vote to close shows the form again, filled in, and changes nothing") {
    Reader reader;
    const Member anna = reader.site.a_member("Anna", 3'000);
    const auto without_reason =
        reader.post_as(anna, act_path(reader, "close"), {{"note", "Look at this"}});
    CHECK(without_reason.status == 422);
    CHECK(without_reason.body.contains("Look at this"));
    CHECK(without_reason.body.contains("aria-describedby=\"reason-error\""));
    CHECK(without_reason.body.contains("id=\"reason-error\""));
    const auto nonsense = reader.post_as(
        anna, act_path(reader, "close"), {{"reason", "duplicate"}, {"originals", "the other one"}}
    );
    CHECK(nonsense.status == 422);
    CHECK(nonsense.body.contains("the other one"));
    CHECK(reader.site.number("SELECT count(*) FROM closing_votes") == 0);

    const Member newcomer = reader.site.a_member("Newcomer");
    const auto refused =
        reader.post_as(newcomer, act_path(reader, "close"), {{"reason", "needs_focus"}});
    CHECK(refused.status == 403);
    CHECK(refused.body.contains("You need 3000 reputation"));
}

TEST_CASE("The moderators' pages are not there for others") {
    Reader reader;
    const Member anna = reader.site.a_member("Anna", 50'000);
    const Member moderator = reader.site.a_member("Moderator", 1, domain::Role::moderator);
    const auto nothing = reader.get_as(anna, "/there-is-no-such-page");
    for (const std::string_view path : {"/moderation", "/moderation/log"}) {
        CHECK(reader.get(path).status == 404);
        CHECK(reader.get_as(anna, path).status == 404);
        CHECK(reader.get_as(moderator, path).status == 200);
    }
    CHECK(nothing.status == 404);
    CHECK(reader.post_as(anna, act_path(reader, "lock"), {}).status == 404);
    CHECK(
        reader.post_as(moderator, act_path(reader, "lock"), {{"note", "A quarrel"}}).status == 303
    );
    CHECK(reader.get(reader.question_path()).body.contains("has locked this post"));
}

TEST_CASE("A flag reaches the moderators, who decide it") {
    Reader reader;
    const Member anna = reader.site.a_member("Anna", 15);
    const Member moderator = reader.site.a_member("Moderator", 1, domain::Role::moderator);
    const auto missing = reader.post_as(anna, act_path(reader, "flag"), {});
    CHECK(missing.status == 422);
    CHECK(
        reader
            .post_as(
                anna,
                act_path(reader, "flag"),
                {{"kind", "needs_moderator"}, {"note", "The asker writes under two names."}}
            )
            .status
        == 303
    );
    const auto page = reader.get_as(moderator, "/moderation");
    CHECK(page.body.contains("The asker writes under two names."));
    const std::int64_t flag = reader.site.number("SELECT id FROM flags");
    const std::string path = fmt::format("/flags/{}", flag);
    CHECK(reader.post_as(anna, path, {{"verdict", "helpful"}}).status == 404);
    CHECK(reader.post_as(moderator, path, {{"verdict", "maybe"}}).status == 422);
    CHECK(reader.post_as(moderator, path, {{"verdict", "helpful"}}).status == 303);
    CHECK(reader.post_as(moderator, path, {{"verdict", "helpful"}}).status == 409);
}
