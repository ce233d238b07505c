// What is deleted is there for few and for nobody else, at every door.
#include "http/reader.h"
#include "kit/must.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace attest;

namespace {

struct Door {
    std::string path;
    bool answers_200 = false; ///< A list that is there, without the post.
};

struct DeletingSite : Reader {
    Member asker = site.a_member("Asker");
    Member answerer = site.a_member("Answerer");
    Member stranger = site.a_member("Stranger", 9'999);
    Member trusted = site.a_member("Trusted", 10'000);
    Member moderator = site.a_member("Moderator", 1, domain::Role::moderator);
    QuestionId asked = site.a_question()
                           .titled("Where is Atlantis")
                           .tagged({"myth"})
                           .by(asker)
                           .saying("Sunken words of the question.");
    AnswerId answered = site.an_answer(asked).by(answerer).saying("Sunken words of the answer.");
    CommentId commented = site.a_comment(post_id(answered)).saying("Sunken words below.");
    std::string page_path = fmt::format("/questions/{}/where-is-atlantis", asked.value);

    std::string act_path(std::int64_t post, std::string_view act) const {
        return fmt::format("/posts/{}/{}", post, act);
    }

    std::string guid_of(std::int64_t post) const {
        const std::string page = get(act_path(post, "revisions")).body;
        const std::size_t at = page.find("/revisions/", page.find("revision__head"));
        REQUIRE(at != std::string::npos);
        return page.substr(at, page.find('"', at) - at);
    }

    /// Every address that tells of the question.
    std::vector<Door> doors_of_question(const std::string& guid) const {
        return {
            {page_path},
            {fmt::format("/q/{}", asked.value)},
            {act_path(asked.value, "revisions")},
            {guid},
            {fmt::format("/feeds/question/{}", asked.value)},
            {"/", true},
            {"/questions", true},
            {"/questions?tab=unanswered", true},
            {"/feeds", true},
            {fmt::format("/sitemaps/{}", asked.value / 5'000 * 5'000), true},
            {fmt::format("/users/{}/asker?tab=questions", asker.actor.user.value), true},
            {fmt::format("/feeds/user/{}", asker.actor.user.value), true},
        };
    }

    std::vector<Door> doors_of_answer(const std::string& guid) const {
        return {
            {fmt::format("/a/{}", answered.value)},
            {fmt::format("{}/{}", page_path, answered.value)},
            {act_path(answered.value, "revisions")},
            {guid},
            {fmt::format("/users/{}/answerer?tab=answers", answerer.actor.user.value), true},
            {fmt::format("/feeds/user/{}", answerer.actor.user.value), true},
        };
    }

    http::ReceivedAnswer look(const Member* member, const std::string& path) const {
        return member == nullptr ? get(path) : get_as(*member, path);
    }

    void check_shut(const Member* member, const std::vector<Door>& doors) const {
        for (const Door& door : doors) {
            CAPTURE(door.path);
            const http::ReceivedAnswer page = look(member, door.path);
            CHECK(page.status == (door.answers_200 ? 200 : 404));
            CHECK_FALSE(page.body.contains("Sunken words"));
            CHECK_FALSE(page.body.contains("Where is Atlantis"));
        }
    }

    void check_open(const Member* member, const std::vector<Door>& doors) const {
        for (const Door& door : doors) {
            CAPTURE(door.path);
            if (!door.answers_200) CHECK(look(member, door.path).status < 400);
        }
    }
};

} // namespace

TEST_CASE("A deleted question is not there for visitors and strangers, at any door") {
    DeletingSite reader;
    const std::string question_guid = reader.guid_of(reader.asked.value);
    const std::string answer_guid = reader.guid_of(reader.answered.value);
    const auto question_doors = reader.doors_of_question(question_guid);
    const auto answer_doors = reader.doors_of_answer(answer_guid);
    reader.check_open(nullptr, question_doors);
    reader.check_open(nullptr, answer_doors);

    const std::string path = reader.act_path(reader.asked.value, "delete");
    CHECK(reader.get_as(reader.asker, path).body.contains("Delete this question?"));
    CHECK(reader.post_as(reader.asker, path, {}).status == 303);
    for (const Member* nobody :
         std::vector<const Member*>{nullptr, &reader.stranger, &reader.answerer}) {
        reader.check_shut(nobody, question_doors);
        reader.check_shut(nobody, answer_doors);
    }
    // Nor can they do anything with it.
    for (const std::string_view act : {"edit", "delete", "undelete", "wiki"}) {
        CAPTURE(act);
        for (const std::int64_t post : {reader.asked.value, reader.answered.value}) {
            CHECK(reader.get_as(reader.stranger, reader.act_path(post, act)).status == 404);
            CHECK(
                reader.post_as(reader.stranger, reader.act_path(post, act), {{"body", "Mine."}})
                    .status
                == 404
            );
        }
    }
    for (const Member* somebody : {&reader.asker, &reader.trusted, &reader.moderator}) {
        const http::ReceivedAnswer page = reader.get_as(*somebody, reader.page_path);
        CHECK(page.status == 200);
        CHECK(page.body.contains("post--deleted"));
        CHECK(page.body.contains("Sunken words of the question."));
        CHECK(reader.get_as(*somebody, question_guid).status == 200);
    }

    CHECK(
        reader.post_as(reader.asker, reader.act_path(reader.asked.value, "undelete"), {}).status
        == 303
    );
    reader.check_open(nullptr, question_doors);
    reader.check_open(nullptr, answer_doors);
    CHECK(reader.get("/questions").body.contains("Where is Atlantis"));
    CHECK(reader.site.number("SELECT COUNT(*) FROM post_history WHERE kind IN (12, 13)") == 2);
}

TEST_CASE("A deleted answer and its comment vanish from the question's page for all but a few") {
    DeletingSite reader;
    const std::string guid = reader.guid_of(reader.answered.value);
    const std::string path = reader.act_path(reader.answered.value, "delete");
    CHECK(reader.post_as(reader.stranger, path, {}).status == 403);
    CHECK(reader.post_as(reader.answerer, path, {}).status == 303);
    const auto doors = reader.doors_of_answer(guid);
    for (const Member* nobody :
         std::vector<const Member*>{nullptr, &reader.stranger, &reader.asker}) {
        for (const Door& door : doors) {
            CAPTURE(door.path);
            const http::ReceivedAnswer page = reader.look(nobody, door.path);
            CHECK(page.status == (door.answers_200 ? 200 : 404));
            CHECK_FALSE(page.body.contains("Sunken words of the answer."));
        }
        const std::string page = reader.look(nobody, reader.page_path).body;
        CHECK(page.contains("Sunken words of the question."));
        CHECK_FALSE(page.contains("Sunken words of the answer."));
        CHECK_FALSE(page.contains("Sunken words below."));
        CHECK_FALSE(reader.look(nobody, fmt::format("/feeds/question/{}", reader.asked.value))
                        .body.contains("Sunken words of the answer."));
    }
    for (const Member* somebody : {&reader.answerer, &reader.trusted, &reader.moderator}) {
        const std::string page = reader.get_as(*somebody, reader.page_path).body;
        CHECK(page.contains("Sunken words of the answer."));
        CHECK(page.contains("Deleted answers"));
    }
}

TEST_CASE("Three of the trusted delete by votes") {
    DeletingSite reader;
    const std::string path = reader.act_path(reader.answered.value, "delete");
    std::vector<Member> voters{reader.trusted};
    voters.push_back(reader.site.a_member("Second", 10'000));
    voters.push_back(reader.site.a_member("Third", 10'000));
    for (const Member& voter : voters) {
        CHECK(reader.get(reader.page_path).body.contains("Sunken words of the answer."));
        CHECK(reader.post_as(voter, path, {}).status == 303);
    }
    CHECK_FALSE(reader.get(reader.page_path).body.contains("Sunken words of the answer."));
}

TEST_CASE("A post given to everybody says so") {
    DeletingSite reader;
    const std::string path = reader.act_path(reader.answered.value, "wiki");
    CHECK(reader.post_as(reader.answerer, path, {}).status == 403);
    CHECK(reader.get_as(reader.moderator, path).body.contains("community wiki?"));
    CHECK(reader.post_as(reader.moderator, path, {}).status == 303);
    CHECK(reader.post_as(reader.moderator, path, {}).status == 409);
    CHECK(reader.site.number("SELECT COUNT(*) FROM post_history WHERE kind = 16") == 1);
}
