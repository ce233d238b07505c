// Votes, acceptance, marks and comments, as a browser sends them with and without script.
#include "http/reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

struct Talk : Reader {
    Member asker = site.a_member("Asker", 1);
    Member voter = site.a_member("Voter", 500);
    QuestionId asked = site.a_question().titled("Who kept the time?").by(asker).post();
    AnswerId given = site.an_answer(asked).by(clavius).post();

    [[nodiscard]] std::string page() const {
        return fmt::format("/questions/{}/who-kept-the-time", asked.value);
    }

    [[nodiscard]] std::string post(std::string_view act) const {
        return fmt::format("/posts/{}/{}", given.value, act);
    }

    [[nodiscard]] std::int64_t score() const {
        return site.number(fmt::format("SELECT score FROM posts WHERE id = {}", given.value));
    }

    /// As the page's script sends it.
    [[nodiscard]] http::ReceivedAnswer by_script(
        const Member& member,
        std::string_view path,
        const std::vector<std::pair<std::string, std::string>>& form
    ) const {
        return post_form(
            path,
            form,
            fmt::format(
                "Cookie: {}\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\n"
                "X-CSRF-Token: {}\r\n",
                member.cookie,
                member.csrf_token
            )
        );
    }
};

} // namespace

TEST_CASE("A vote goes back to the post, and its button then takes it back") {
    Talk talk;
    const auto answer = talk.post_as(talk.voter, talk.post("vote"), {{"kind", "up"}});
    CHECK(answer.status == 303);
    CHECK(answer.header("location") == fmt::format("{}#{}", talk.page(), talk.given.value));
    CHECK(talk.score() == 1);
    const std::string page = talk.get_as(talk.voter, talk.page()).body;
    CHECK(page.contains(R"(name="kind" value="none" data-kind="up" aria-pressed="true")"));
    CHECK(page.contains(R"(name="kind" value="down" data-kind="down" aria-pressed="false")"));

    CHECK(talk.post_as(talk.voter, talk.post("vote"), {{"kind", "none"}}).status == 303);
    CHECK(talk.score() == 0);
}

TEST_CASE("A vote that is refused says why, and changes nothing") {
    Talk talk;
    const auto refused = talk.post_as(talk.asker, talk.post("vote"), {{"kind", "up"}});
    CHECK(refused.status == 403);
    CHECK(refused.body.contains("You need 15 reputation to vote up; you have 1."));
    CHECK(talk.post_as(talk.voter, talk.post("vote"), {{"kind", "sideways"}}).status == 422);
    CHECK(talk.post_as(talk.voter, "/posts/99/vote", {{"kind", "up"}}).status == 404);
    CHECK(talk.post_form(talk.post("vote"), {{"kind", "up"}}).status == 403);
    CHECK(talk.score() == 0);
    CHECK(talk.site.number("SELECT COUNT(*) FROM votes") == 0);
}

TEST_CASE("A script gets the new state as JSON, or the sentence of the refusal") {
    Talk talk;
    const auto voted = talk.by_script(talk.voter, talk.post("vote"), {{"kind", "down"}});
    CHECK(voted.status == 200);
    CHECK(voted.header("content-type") == "application/json");
    CHECK(voted.body == R"({"number":"−1","label":"Score −1","own":"down"})");

    const auto refused = talk.by_script(talk.asker, talk.post("vote"), {{"kind", "down"}});
    CHECK(refused.status == 403);
    CHECK(
        refused.body
        == R"({"error":"You need 125 reputation to vote down; you have 1.","fields":{}})"
    );
    CHECK(talk.score() == -1);
}

TEST_CASE("For visitors the arrows lead to the sign-in page and say so") {
    const Talk talk;
    const std::string page = talk.get(talk.page()).body;
    CHECK(page.contains("Vote up: sign in first"));
    CHECK_FALSE(page.contains("data-kind"));
    CHECK(talk.get(talk.post("comments/new")).status == 303);
}

TEST_CASE("Who asked accepts with the tick and takes it back; others see it only") {
    Talk talk;
    // The kit's scores have no votes behind them.
    const auto wrong_at_first = talk.site.wrong_numbers();
    const std::string path = fmt::format("/answers/{}/accept", talk.given.value);
    const auto accepted = [&] {
        return talk.site.number("SELECT COUNT(*) FROM posts WHERE accepted_answer_id IS NOT NULL");
    };
    const std::int64_t before = accepted();
    CHECK(talk.post_as(talk.voter, path, {}).status == 403);
    CHECK(accepted() == before);
    CHECK(talk.get_as(talk.asker, talk.page()).body.contains(path));
    CHECK_FALSE(talk.get_as(talk.voter, talk.page()).body.contains(path));

    CHECK(talk.post_as(talk.asker, path, {{"undo", "0"}}).status == 303);
    CHECK(accepted() == before + 1);
    CHECK(talk.get(talk.page()).body.contains("post__accepted"));
    CHECK(talk.by_script(talk.asker, path, {{"undo", "1"}}).body == R"({"pressed":false})");
    CHECK(accepted() == before);
    CHECK(talk.site.wrong_numbers() == wrong_at_first);
}

TEST_CASE("Following and bookmarks are marked on the page of who set them") {
    Talk talk;
    for (const std::string act : {"follow", "bookmark"}) {
        CAPTURE(act);
        const auto count = [&] {
            return talk.site.number(
                act == "follow" ? "SELECT COUNT(*) FROM followed_posts"
                                : "SELECT COUNT(*) FROM bookmarks"
            );
        };
        CHECK(talk.post_as(talk.voter, talk.post(act), {{"undo", "0"}}).status == 303);
        CHECK(talk.post_as(talk.voter, talk.post(act), {{"undo", "0"}}).status == 303);
        CHECK(count() == 1);
        CHECK(talk.get_as(talk.voter, talk.page())
                  .body.contains(R"(name="undo" value="1" aria-pressed="true")"));
        CHECK_FALSE(talk.get_as(talk.asker, talk.page())
                        .body.contains(R"(name="undo" value="1" aria-pressed="true")"));
        CHECK(talk.post_as(talk.voter, talk.post(act), {{"undo", "1"}}).status == 303);
        CHECK(count() == 0);
        CHECK(talk.post_as(talk.voter, "/posts/99/" + act, {}).status == 404);
    }
}

TEST_CASE("A comment is written, edited, voted on and deleted without script") {
    Talk talk;
    // The kit's scores have no votes behind them.
    const auto wrong_at_first = talk.site.wrong_numbers();
    CHECK(talk.get_as(talk.voter, talk.post("comments/new")).body.contains("name=\"body\""));
    const auto posted =
        talk.post_as(talk.voter, talk.post("comments"), {{"body", "Is this *printed* anywhere?"}});
    CHECK(posted.status == 303);
    const std::int64_t id = talk.site.number("SELECT MAX(id) FROM comments");
    CHECK(
        posted.header("location")
        == fmt::format("{}?comments=all#comment{}_{}", talk.page(), id, talk.given.value)
    );
    CHECK(talk.get(talk.page()).body.contains("Is this <em>printed</em> anywhere?"));

    const std::string comment = fmt::format("/comments/{}/", id);
    CHECK(talk.get_as(talk.voter, comment + "edit").body.contains("Is this *printed* anywhere?"));
    CHECK(talk.get_as(talk.asker, comment + "edit").status == 403);
    CHECK(talk.post_as(talk.voter, comment + "edit", {{"body", "short"}}).status == 422);
    CHECK(
        talk.post_as(talk.voter, comment + "edit", {{"body", "Is this found in print?"}}).status
        == 303
    );
    CHECK(talk.get(talk.page()).body.contains("Is this found in print?"));

    const Member other = talk.site.a_member("Other", 20);
    CHECK(talk.post_as(other, comment + "vote", {}).status == 303);
    CHECK(
        talk.by_script(other, comment + "vote", {{"undo", "1"}}).body
        == R"({"pressed":false,"number":""})"
    );
    CHECK(talk.post_as(other, comment + "delete", {}).status == 403);
    CHECK(talk.post_as(talk.voter, comment + "delete", {}).status == 303);
    CHECK_FALSE(talk.get(talk.page()).body.contains("Is this found in print?"));
    CHECK(talk.post_as(talk.voter, comment + "delete", {}).status == 404);
    CHECK(talk.site.wrong_numbers() == wrong_at_first);
}

TEST_CASE("A comment that breaks a rule comes back filled in, with the sentence at its field") {
    Talk talk;
    const auto refused =
        talk.post_as(talk.voter, talk.post("comments"), {{"body", "Too <b>short"}});
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("Too &lt;b&gt;short"));
    CHECK(refused.body.contains("a comment has at least 15 characters"));
    CHECK(talk.site.number("SELECT COUNT(*) FROM comments") == 1); // the reader's own site has one
    const Member newcomer = talk.site.a_member("Newcomer", 1);
    const auto forbidden = talk.post_as(
        newcomer, talk.post("comments"), {{"body", "A sentence that is long enough."}}
    );
    CHECK(forbidden.status == 403);
    CHECK(forbidden.body.contains("You need 50 reputation to comment"));
}

TEST_CASE("A reply begins with the name of who is answered") {
    Talk talk;
    const CommentId comment =
        talk.site.a_comment(post_id(talk.given)).by(talk.jane).saying("A remark.").post();
    CHECK(talk.get_as(talk.voter, fmt::format("{}?to={}", talk.post("comments/new"), comment.value))
              .body.contains("@JaneAusten "));
}

TEST_CASE("Of a long thread the five best are shown, and a link opens it all") {
    Talk talk;
    for (int i = 0; i < 8; ++i) {
        talk.site.a_comment(post_id(talk.given)).saying(fmt::format("Remark {}.", i)).post();
        talk.site.advance(seconds(1));
    }
    talk.site.run("UPDATE comments SET score = 3 WHERE body_html = 'Remark 7.'");
    const std::string page = talk.get(talk.page()).body;
    CHECK(page.contains("Remark 7."));
    CHECK(page.contains("Remark 3."));
    CHECK_FALSE(page.contains("Remark 4."));
    CHECK(page.contains("show 3 more comments"));
    CHECK(page.contains(fmt::format("?comments=all#comments-{}", talk.given.value)));
    const std::string all = talk.get(talk.page() + "?comments=all").body;
    CHECK(all.contains("Remark 4."));
    CHECK_FALSE(all.contains("more comments"));
}

TEST_CASE("A page for who is signed in takes at most four statements more") {
    const Talk talk;
    const auto statements = [](const http::ReceivedAnswer& answer) {
        return std::stoi("0" + answer.header("x-attest-statements"));
    };
    const int visitor = statements(talk.get(talk.page() + "?page=1"));
    // Who it is, what they have voted for and marked, and the draft of their answer.
    CHECK(statements(talk.get_as(talk.voter, talk.page())) <= visitor + 4);
}

TEST_CASE(
    "A history of reputation shows what each day brought, sums up to the number, names no voter"
) {
    Talk talk;
    REQUIRE(talk.post_as(talk.voter, talk.post("vote"), {{"kind", "up"}}).status == 303);
    const std::string page =
        talk.get(fmt::format("/users/{}/clavius?tab=reputation", talk.clavius.value)).body;
    CHECK(page.contains("Answer voted up"));
    CHECK(page.contains("Who kept the time?"));
    CHECK(page.contains("<th scope=\"row\">In all</th><td class=\"table__number\">11</td>"));
    CHECK_FALSE(page.contains("Voter"));
}
