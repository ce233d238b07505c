#include "service/suggested_edits.h"

#include "kit/actors.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/revisions.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace attest;
using namespace attest::service;

namespace {

/// A question with an edit that waits.
struct Waiting {
    TestSite site;
    UserId author = site.a_user();
    UserId newcomer = site.a_user("Newcomer");
    QuestionId question =
        site.a_question().titled("A title").tagged({"a"}).by(author).saying("One two three.");
    SuggestedEditId edit = suggest("One two three, four.");

    SuggestedEditId suggest(const std::string& text) {
        site.advance(hours(1));
        return must(edit_post(
                        site,
                        acting_as(newcomer, 1),
                        {.post = post_id(question),
                         .title = "A better title",
                         .markdown = text,
                         .summary = "said it better"}
                    ))
            .suggested.value();
    }

    Result<ReviewOutcome> review(const domain::Actor& actor, bool approves) {
        return review_suggested_edit(
            site, actor, {.id = edit, .approves = approves, .reason = approves ? "" : "No."}
        );
    }

    std::vector<RevisionView> revisions() {
        return must(list_revisions(site, post_id(question), 1)).revisions;
    }
};

template <typename T>
ErrorCode refusal(const Result<T>& outcome) {
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code();
}

} // namespace

TEST_CASE("The author of the post approves alone, and the edit is its writer's revision") {
    Waiting waiting;
    CHECK(must(waiting.review(acting_as(waiting.author, 1), true)) == ReviewOutcome::approved);
    const std::vector<RevisionView> revisions = waiting.revisions();
    REQUIRE(revisions.size() == 3);
    // Newest first: the note that a suggestion was applied stands beside the revision.
    const auto revision = std::ranges::find(revisions, 2, &RevisionView::number);
    REQUIRE(revision != revisions.end());
    CHECK(revision->author.id == waiting.newcomer);
    CHECK(revision->title == "A better title");
    CHECK(revision->source == "One two three, four.");
    CHECK(revision->summary == "said it better");
    CHECK(
        waiting.site.number("SELECT COUNT(*) FROM post_history WHERE kind = 24 AND summary LIKE "
                            "'Proposed by % approved by % edit id of 1'")
        == 1
    );
    CHECK(refusal(waiting.review(acting_as(waiting.author, 1), true)) == ErrorCode::conflict);
    CHECK(waiting.site.wrong_numbers().empty());
    const auto reputation = [&] {
        return waiting.site.number(
            fmt::format("SELECT reputation FROM users WHERE id = {}", waiting.newcomer.value)
        );
    };
    CHECK(reputation() == 3);
    // The next may be suggested.
    waiting.edit = waiting.suggest("One two three, four and five.");
    must(waiting.review(acting_as(waiting.author, 1), true));
    CHECK(reputation() == 5);
}

TEST_CASE("Of others two must agree") {
    Waiting waiting;
    const domain::Actor first = acting_as(waiting.site.a_user(), 2'000);
    const domain::Actor second = acting_as(waiting.site.a_user(), 2'000);
    const domain::Actor third = acting_as(waiting.site.a_user(), 2'000);
    CHECK(must(waiting.review(first, true)) == ReviewOutcome::counted);
    CHECK(must(waiting.review(first, true)) == ReviewOutcome::counted);
    CHECK(must(waiting.review(second, false)) == ReviewOutcome::counted);
    CHECK(waiting.revisions().size() == 1);
    const SuggestedEditPage page = must(read_suggested_edit(waiting.site, third, waiting.edit));
    CHECK(page.approvals == 1);
    CHECK(page.rejections == 1);
    CHECK(must(waiting.review(third, false)) == ReviewOutcome::rejected);
    CHECK(waiting.revisions().size() == 1);
    CHECK(must(read_suggested_edit(waiting.site, third, waiting.edit)).edit.reason == "No.");
}

TEST_CASE("Nobody reviews their own edit, or without having earned it, or without a reason") {
    Waiting waiting;
    CHECK(
        refusal(waiting.review(acting_as(waiting.newcomer, 50'000), true)) == ErrorCode::forbidden
    );
    CHECK(
        refusal(waiting.review(acting_as(waiting.site.a_user(), 1'999), true))
        == ErrorCode::forbidden
    );
    CHECK(
        refusal(review_suggested_edit(
            waiting.site, acting_as(waiting.author), {.id = waiting.edit, .reason = " "}
        ))
        == ErrorCode::invalid
    );
    CHECK(waiting.site.number("SELECT COUNT(*) FROM suggested_edit_votes") == 0);
    CHECK(waiting.revisions().size() == 1);
}

TEST_CASE("A post that has changed since is not overwritten by an approval") {
    Waiting waiting;
    const domain::Actor editor = acting_as(waiting.site.a_user());
    must(edit_post(
        waiting.site, editor, {.post = post_id(waiting.question), .markdown = "Another text."}
    ));
    CHECK(must(read_suggested_edit(waiting.site, editor, waiting.edit)).has_moved);
    CHECK(refusal(waiting.review(acting_as(waiting.author), true)) == ErrorCode::conflict);
    CHECK(waiting.site.number("SELECT COUNT(*) FROM suggested_edit_votes") == 0);

    // But a reviewer brings both together.
    const SuggestedEditPage page = must(read_suggested_edit(waiting.site, editor, waiting.edit));
    must(improve_suggested_edit(
        waiting.site,
        editor,
        {.id = waiting.edit, .base = page.post.base, .markdown = "Another text, four."}
    ));
    CHECK(must(read_suggested_edit(waiting.site, editor, waiting.edit)).edit.is_approved);
    CHECK(waiting.site.number("SELECT COUNT(*) FROM post_history WHERE kind = 24") == 1);
}

TEST_CASE("An improvement approves the edit and stands on top of it") {
    Waiting waiting;
    const domain::Actor editor = acting_as(waiting.site.a_user(), 2'000);
    const SuggestedEditPage page = must(read_suggested_edit(waiting.site, editor, waiting.edit));
    REQUIRE(page.may_improve);
    must(improve_suggested_edit(
        waiting.site,
        editor,
        {.id = waiting.edit,
         .base = page.post.base,
         .title = page.title,
         .markdown = "One, two, three, four.",
         .summary = "commas"}
    ));
    std::vector<std::string> sources;
    for (const RevisionView& revision : waiting.revisions()) {
        if (revision.number > 0) sources.push_back(revision.source);
    }
    CHECK(
        sources
        == std::vector<
            std::string>{"One, two, three, four.", "One two three, four.", "One two three."}
    );
}

TEST_CASE("Those who may edit see what waits, others are told what it takes") {
    Waiting waiting;
    const WaitingEdits list =
        must(list_suggested_edits(waiting.site, acting_as(waiting.site.a_user(), 2'000), 1));
    REQUIRE(list.edits.size() == 1);
    CHECK(list.edits[0].title == "A title");
    CHECK(list.edits[0].author.name == "Newcomer");
    CHECK(
        refusal(list_suggested_edits(waiting.site, acting_as(waiting.site.a_user(), 1'999), 1))
        == ErrorCode::forbidden
    );
}
