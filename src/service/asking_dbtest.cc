#include "service/asking.h"

#include "domain/act_limits.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/answering.h"
#include "service/drafts.h"
#include "service/questions.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::service;

namespace {

struct Asking {
    TestSite site;
    QuestionId old_question = site.a_question().tagged({"calendar", "astronomy"});
    Member jane = site.a_member("jane", 1);
    PostQuestion form{
        .title = "Why did the Julian calendar drift?",
        .markdown = "By how much, and who noticed it **first** of all?",
        .tags = {"calendar"},
        .idempotency_key = "k1",
    };

    Result<QuestionId> ask() const { return post_question(site, jane.actor, form); }

    [[nodiscard]] std::int64_t post_count() const {
        return site.number("SELECT COUNT(*) FROM posts");
    }

    [[nodiscard]] std::int64_t row_count() const {
        return post_count() + site.number("SELECT COUNT(*) FROM post_history")
               + site.number("SELECT COUNT(*) FROM tags")
               + site.number("SELECT COUNT(*) FROM idempotency_keys");
    }
};

bool has_field(const Error& error, std::string_view field) {
    return std::ranges::find(error.fields(), field, &FieldError::field) != error.fields().end();
}

} // namespace

TEST_CASE("A question sent twice is asked once, also after its asker may ask no more") {
    Asking asking;
    const QuestionId first = must(asking.ask());
    CHECK(must(asking.ask()) == first);
    CHECK(asking.post_count() == 2);
    CHECK(asking.site.wrong_numbers().empty());

    asking.form.idempotency_key = "k2";
    CHECK(asking.ask().error().code() == ErrorCode::rate_limited);
    CHECK(asking.post_count() == 2);
    asking.site.advance(minutes(40));
    CHECK(asking.ask().has_value());
}

TEST_CASE("Ten sendings at one moment with one key ask once; with ten keys the limit holds") {
    Asking asking;
    bool has_own_keys = false;
    SUBCASE("one key") {}
    SUBCASE("ten keys") {
        has_own_keys = true;
    }
    std::vector<std::jthread> senders;
    for (int number = 0; number < 10; ++number) {
        senders.emplace_back([&asking, has_own_keys, number] {
            PostQuestion form = asking.form;
            if (has_own_keys) form.idempotency_key = fmt::format("own {}", number);
            (void)post_question(asking.site, asking.jane.actor, form);
        });
    }
    senders.clear();
    CHECK(asking.post_count() == 2);
    CHECK(asking.site.wrong_numbers().empty());
}

TEST_CASE("What is wrong with a question is said at each field, and nothing is written") {
    Asking asking;
    const std::int64_t before = asking.row_count();
    std::string_view field;
    SUBCASE("a short title") {
        asking.form.title = "Why?";
        field = "title";
    }
    SUBCASE("a long title") {
        asking.form.title = std::string(151, 'w');
        field = "title";
    }
    SUBCASE("a short body") {
        asking.form.markdown = "Why?";
        field = "body";
    }
    SUBCASE("a long body") {
        asking.form.markdown = std::string(domain::body_length_max + 1, 'w');
        field = "body";
    }
    SUBCASE("no tag") {
        asking.form.tags.clear();
        field = "tags";
    }
    SUBCASE("a tag that would break the list") {
        asking.form.tags = {"a|b"};
        field = "tags";
    }
    SUBCASE("six tags") {
        asking.form.tags = {"a", "b", "c", "d", "e", "f"};
        field = "tags";
    }
    SUBCASE("a tag that is new, from somebody who may make none") {
        asking.form.tags = {"calendar", "moon"};
        field = "tags";
    }
    SUBCASE("more links than a newcomer may set") {
        asking.form.markdown =
            "See <https://a.example/>, <https://b.example/> and <https://c.example/>.";
        field = "body";
    }
    SUBCASE("an own answer that is too short") {
        asking.form.own_answer = "Yes.";
        field = "answer";
    }
    const Result<QuestionId> refused = asking.ask();
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::invalid);
    CHECK(has_field(refused.error(), field));
    CHECK(asking.row_count() == before);
}

TEST_CASE("Everything that is wrong is said at once") {
    const Result<void> checked = check_question({.title = "?", .markdown = "?", .tags = {}});
    REQUIRE_FALSE(checked.has_value());
    for (const char* field : {"title", "body", "tags"})
        CHECK(has_field(checked.error(), field));
}

TEST_CASE("Who has earned it makes a new tag, and so does who asks a site's first question") {
    Asking asking;
    asking.form.tags = {"calendar", "moon"};
    CHECK_FALSE(asking.ask().has_value());
    asking.jane.actor.reputation = 150;
    CHECK(asking.ask().has_value());

    TestSite young;
    const Member first = young.a_member("first", 1);
    CHECK(post_question(young, first.actor, asking.form).has_value());
}

TEST_CASE("A synonym becomes the tag that it stands for, once") {
    Asking asking;
    asking.site.run(
        "INSERT INTO tag_synonyms (name, tag_id, suggested_by, created_at, approved_at) "
        "SELECT 'calendars', id, 1, 1, 1 FROM tags WHERE name = 'calendar'"
    );
    asking.form.tags = {"calendars", "calendar"};
    const QuestionId question = must(asking.ask());
    CHECK(
        must(read_question(asking.site, question, AnswerOrder::best, 1)).tags
        == std::vector<std::string>{"calendar"}
    );
    const std::vector<OfferedTag> offered = must(complete_tag(asking.site, "CALENDARS"));
    REQUIRE(offered.size() == 1);
    CHECK(offered.front().name == "calendar");
}

TEST_CASE("A suspended asker is refused") {
    Asking asking;
    asking.jane.actor.suspended_until = asking.site.now() + days(1);
    CHECK(asking.ask().error().code() == ErrorCode::forbidden);
    CHECK(asking.post_count() == 1);
}

TEST_CASE("An asker may answer in the same step") {
    Asking asking;
    asking.form.own_answer = "Eleven minutes a year; Sacrobosco wrote of it in 1235.";
    const QuestionId question = must(asking.ask());
    CHECK(must(read_question(asking.site, question, AnswerOrder::best, 1)).answer_count == 1);
    CHECK(asking.site.wrong_numbers().empty());
}

TEST_CASE("An answer sent twice is given once, and its draft is gone with it") {
    Asking asking;
    const std::string place = answer_place(asking.old_question);
    must(save_draft(asking.site, asking.jane.actor, {.place = place, .body = "Begun"}));
    const PostAnswer form{
        .question = asking.old_question,
        .markdown = "Eleven minutes a year, and nobody noticed.",
        .idempotency_key = "a1",
    };
    const AnswerId answer = must(post_answer(asking.site, asking.jane.actor, form));
    CHECK(must(post_answer(asking.site, asking.jane.actor, form)) == answer);
    CHECK(asking.post_count() == 2);
    CHECK(asking.site.number("SELECT COUNT(*) FROM jobs WHERE kind = 'notice'") == 1);
    CHECK_FALSE(must(find_draft(asking.site, asking.jane.actor, place)).has_value());
    CHECK(asking.site.wrong_numbers().empty());
}

TEST_CASE("A question that is closed, locked or gone takes no answer") {
    Asking asking;
    const auto answer = [&] {
        return post_answer(
            asking.site,
            asking.jane.actor,
            {.question = asking.old_question,
             .markdown = "Eleven minutes a year, and nobody noticed."}
        );
    };
    ErrorCode code = ErrorCode::forbidden;
    const char* column = "closed_at";
    SUBCASE("closed") {}
    SUBCASE("locked") {
        column = "locked_at";
    }
    SUBCASE("gone") {
        column = "deleted_at";
        code = ErrorCode::not_found;
    }
    const std::int64_t before = asking.row_count();
    asking.site.run(
        fmt::format("UPDATE posts SET {} = 1 WHERE id = {}", column, asking.old_question.value)
    );
    CHECK(answer().error().code() == code);
    CHECK(asking.row_count() == before);
    asking.site.run(
        fmt::format("UPDATE posts SET {} = NULL WHERE id = {}", column, asking.old_question.value)
    );
    CHECK(answer().has_value());
}

TEST_CASE("A community wiki needs its privilege, and is one from the start") {
    Asking asking;
    PostAnswer form{
        .question = asking.old_question,
        .markdown = "Eleven minutes a year, and nobody noticed.",
        .is_community_wiki = true,
    };
    CHECK(post_answer(asking.site, asking.jane.actor, form).error().code() == ErrorCode::forbidden);
    asking.jane.actor.reputation = 10;
    must(post_answer(asking.site, asking.jane.actor, form));
    CHECK(asking.site.number("SELECT COUNT(*) FROM posts WHERE community_at IS NOT NULL") == 1);
}

TEST_CASE("Drafts are kept for each place, replaced, forgotten when empty, and not without bound") {
    Asking asking;
    const domain::Actor& jane = asking.jane.actor;
    const auto count = [&] { return asking.site.number("SELECT COUNT(*) FROM drafts"); };
    must(save_draft(asking.site, jane, {.place = "ask", .title = "Wh"}));
    must(save_draft(asking.site, jane, {.place = "ask", .title = "Why"}));
    CHECK(must(find_draft(asking.site, jane, "ask"))->title == "Why");
    CHECK(count() == 1);
    CHECK_FALSE(must(find_draft(asking.site, asking.site.a_member("joe").actor, "ask")));
    must(save_draft(asking.site, jane, {.place = "ask"}));
    CHECK(count() == 0);

    for (const char* place : {"", "elsewhere", "answer:", "answer:x", "edit:1 2"}) {
        const Result<void> refused = save_draft(asking.site, jane, {.place = place, .body = "b"});
        CHECK(refused.error().code() == ErrorCode::invalid);
    }
    const std::string long_text(2 * domain::body_length_max + 1, 'w');
    CHECK_FALSE(save_draft(asking.site, jane, {.place = "ask", .body = long_text}).has_value());
    CHECK(count() == 0);

    for (int number = 1; number <= 52; ++number) {
        asking.site.advance(seconds(1));
        must(save_draft(
            asking.site, jane, {.place = fmt::format("answer:{}", number), .body = "begun"}
        ));
    }
    CHECK(count() == 50);
    CHECK_FALSE(must(find_draft(asking.site, jane, "answer:2")).has_value());
    CHECK(must(find_draft(asking.site, jane, "answer:52")).has_value());
}

TEST_CASE("Typed tags are words in small letters, each once") {
    using Tags = std::vector<std::string>;
    CHECK(
        parse_typed_tags("  Tudor-England, history;calendar\thistory ")
        == Tags{"tudor-england", "history", "calendar"}
    );
    CHECK(parse_typed_tags("").empty());
    CHECK(parse_typed_tags(" ,, ").empty());
}
