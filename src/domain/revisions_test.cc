#include "domain/revisions.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::domain;

namespace {

HistoryRow row(std::int64_t at, HistoryKind kind, std::string guid, std::string text) {
    return {
        .id = PostHistoryId{at},
        .kind = kind,
        .guid = std::move(guid),
        .created_at = Time{at},
        .author = {.id = UserId{1}, .name = "Jane"},
        .summary = {},
        .text = std::move(text),
        .format = BodyFormat::markdown,
        .license = {},
    };
}

PostAsItStands a_post() {
    return {
        .created_at = Time{1},
        .author = {.id = UserId{1}, .name = "Jane"},
        .license = "CC BY-SA 3.0",
        .title = "The title",
        .tags = "|a|",
        .body_html = "<p>The body</p>",
    };
}

} // namespace

TEST_CASE("Rows that share a guid are one revision, and what it does not touch carries over") {
    const auto revisions = group_revisions(
        {
            row(1, HistoryKind::initial_title, "g1", "Old title"),
            row(1, HistoryKind::initial_body, "g1", "Old body"),
            row(1, HistoryKind::initial_tags, "g1", "<a>"),
            row(2, HistoryKind::edit_title, "g2", "New title"),
            row(3, HistoryKind::closed, "g3", "{}"),
            row(4, HistoryKind::edit_body, "g4", "New body"),
            row(5, HistoryKind::rollback_body, "g5", "Old body"),
        },
        a_post()
    );
    REQUIRE(revisions.size() == 5);
    CHECK(revisions[0].number == 1);
    CHECK(revisions[0].title == "Old title");
    CHECK(revisions[0].source == "Old body");
    CHECK(revisions[1].number == 2);
    CHECK(revisions[1].title == "New title");
    CHECK(revisions[1].source == "Old body");
    CHECK(revisions[1].tags == "<a>");
    CHECK(revisions[2].number == 0);
    CHECK(revisions[2].kind == HistoryKind::closed);
    CHECK(revisions[3].number == 3);
    CHECK(revisions[3].source == "New body");
    CHECK_FALSE(revisions[3].is_rollback);
    CHECK(revisions[4].number == 4);
    CHECK(revisions[4].is_rollback);
    CHECK(revisions[4].source == "Old body");
}

TEST_CASE("A post without history has one revision made up from its body") {
    const auto revisions = group_revisions({}, a_post());
    REQUIRE(revisions.size() == 1);
    CHECK(revisions[0].number == 1);
    CHECK(revisions[0].guid.empty());
    CHECK(revisions[0].source == "<p>The body</p>");
    CHECK(revisions[0].format == BodyFormat::html);
    CHECK(revisions[0].title == "The title");
    CHECK(revisions[0].license == "CC BY-SA 3.0");
}

TEST_CASE("Acts alone do not hide the made-up revision") {
    const auto revisions = group_revisions({row(9, HistoryKind::protected_, "g", "")}, a_post());
    REQUIRE(revisions.size() == 2);
    CHECK(revisions[0].number == 1);
    CHECK(revisions[1].number == 0);
}

TEST_CASE("Rows without a guid belong together by time, person and part") {
    const auto revisions = group_revisions(
        {
            row(1, HistoryKind::initial_title, "", "T"),
            row(1, HistoryKind::initial_body, "", "B"),
            row(2, HistoryKind::edit_body, "", "B2"),
            row(2, HistoryKind::edit_body, "", "B3"),
        },
        a_post()
    );
    REQUIRE(revisions.size() == 3);
    CHECK(revisions[0].title == "T");
    CHECK(revisions[0].source == "B");
    CHECK(revisions[2].source == "B3");
    CHECK(revisions[2].number == 3);
}

TEST_CASE("An act that shares its guid with a revision stands apart") {
    const auto revisions = group_revisions(
        {
            row(1, HistoryKind::initial_body, "g1", "B"),
            row(2, HistoryKind::edit_body, "g2", "B2"),
            row(2, HistoryKind::suggested_edit_applied, "g2", ""),
        },
        a_post()
    );
    REQUIRE(revisions.size() == 3);
    CHECK(revisions[1].number == 2);
    CHECK(revisions[2].number == 0);
}
