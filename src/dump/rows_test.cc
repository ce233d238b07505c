#include "dump/rows.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace attest::dump {

namespace {

using Map = std::map<std::string, std::string>;

Map map_of(const Formatted& formatted) {
    return {formatted.begin(), formatted.end()};
}

Map map_of(Attributes attributes) {
    Map map;
    for (const Attribute& attribute : attributes)
        map.emplace(attribute.name, attribute.value);
    return map;
}

std::string reason(const std::vector<Attribute>& attributes, const RowRules& rules = {}) {
    const Result<storage::PostRow> row = parse_post(attributes, rules);
    return row ? std::string{} : row.error().message();
}

} // namespace

TEST_CASE("A post's attributes become typed members, and nothing is left over") {
    const std::vector<Attribute> attributes{
        {"Id", "7"},
        {"PostTypeId", "1"},
        {"AcceptedAnswerId", "8"},
        {"CreationDate", "2014-01-21T20:26:05.383"},
        {"Score", "-2"},
        {"ViewCount", "10"},
        {"Body", "<p>a</p>"},
        {"OwnerUserId", "3"},
        {"LastActivityDate", "2014-01-22T20:26:05.383"},
        {"Title", "T"},
        {"Tags", "<a><b>"},
        {"AnswerCount", "1"},
        {"CommentCount", "2"},
        {"ContentLicense", "CC BY-SA 3.0"},
    };
    const Result<storage::PostRow> row = parse_post(attributes, {});
    REQUIRE(row);
    CHECK(row->original.empty());
    CHECK(row->id == PostId{7});
    CHECK(row->kind == domain::PostKind::question);
    CHECK(row->accepted_answer_id == AnswerId{8});
    CHECK(row->imported_accepted_answer_id == AnswerId{8});
    CHECK(row->score == -2);
    CHECK(row->imported_score == -2);
    CHECK(row->tags == "|a|b|");
    CHECK(row->body == "<p>a</p>");
    CHECK_FALSE(row->editor_id);
    CHECK(map_of(format_post(*row, domain::TagSyntax::angles)) == map_of(attributes));
}

TEST_CASE("What a member would not give back is kept as text, absence too") {
    const std::vector<Attribute> attributes{
        {"Id", "7"},
        {"PostTypeId", "2"},
        {"CreationDate", "2014-01-21T20:26:05.3833333"},
        {"Score", "007"},
        {"ViewCount", "4"},
        {"LastActivityDate", "2014-01-22"},
        {"Tags", "|a|"},
        {"Colour", "\"<&>\" \n\t"},
    };
    const Result<storage::PostRow> row = parse_post(attributes, {});
    REQUIRE(row);
    CHECK(row->score == 7);
    CHECK(row->tags == "|a|");
    CHECK(map_of(format_post(*row, domain::TagSyntax::angles)) == map_of(attributes));
}

TEST_CASE("A row that lacks what it must have is rejected with the reason") {
    CHECK(reason({{"PostTypeId", "1"}, {"CreationDate", "2014-01-21"}}) == "Id is missing");
    CHECK(
        reason({{"Id", "x"}, {"PostTypeId", "1"}, {"CreationDate", "2014-01-21"}})
        == "Id cannot be read: \"x\""
    );
    CHECK(
        reason({{"Id", "0"}, {"PostTypeId", "1"}, {"CreationDate", "2014-01-21"}})
        == "Id 0 is below 1"
    );
    CHECK(
        reason({{"Id", "9"}, {"PostTypeId", "1"}, {"CreationDate", "2014-02-30"}})
        == "CreationDate cannot be read: \"2014-02-30\""
    );
    CHECK(
        reason({{"Id", "9"}, {"PostTypeId", "99999999"}, {"CreationDate", "2014-01-21"}})
        == "PostTypeId cannot be read: \"99999999\""
    );
    CHECK(
        reason({{"Id", "9"}, {"ParentId", "9"}, {"PostTypeId", "2"}, {"CreationDate", "2014-01-21"}}
        )
        == "the post is an answer to itself"
    );
}

TEST_CASE("Watermarks are rejected unless everything is wanted") {
    for (const char* id : {"1000000001", "1000000010"}) {
        const std::vector<Attribute> attributes{
            {"Id", id}, {"PostTypeId", "1"}, {"CreationDate", "2025-06-30"}
        };
        CHECK(reason(attributes) == "a watermark, not a post");
        CHECK(reason(attributes, {.keeps_all = true}).empty());
    }
}

TEST_CASE("The Community user is the one id below zero") {
    const auto user = [](std::string_view id) {
        return parse_user(std::vector<Attribute>{{"Id", id}, {"CreationDate", "2014-01-21"}}, {})
            .has_value();
    };
    CHECK(user("-1"));
    CHECK_FALSE(user("-2"));
}

TEST_CASE("A GUID is sixteen bytes, or is kept as it was written") {
    for (const char* guid :
         {"a17002a0-00b0-417b-a404-0d8864bbbca5", "A17002A0-00B0-417B-A404-0D8864BBBCA5", "none", ""
         }) {
        CAPTURE(guid);
        const std::vector<Attribute> attributes{
            {"Id", "1"},
            {"PostHistoryTypeId", "2"},
            {"PostId", "1"},
            {"RevisionGUID", guid},
            {"CreationDate", "2014-01-21T00:00:00.000"},
            {"Text", "x"}
        };
        const Result<storage::HistoryRow> row = parse_history(attributes, {});
        REQUIRE(row);
        CHECK(map_of(format_history(*row)) == map_of(attributes));
    }
}

TEST_CASE("Old badges, which have no class, stay without one") {
    const std::vector<Attribute> attributes{
        {"Id", "1"}, {"UserId", "2"}, {"Name", "Teacher"}, {"Date", "2010-01-01T00:00:00.000"}
    };
    const Result<storage::BadgeRow> row = parse_badge(attributes, {});
    REQUIRE(row);
    CHECK(row->badge_class == domain::BadgeClass::bronze);
    CHECK(map_of(format_badge(*row)) == map_of(attributes));
}

TEST_CASE("Originals can be added to") {
    const std::string one = with_original("", "Count", "7");
    CHECK(one == R"({"Count":"7"})");
    const std::string two = with_original(one, "Name", std::nullopt);
    CHECK(two == R"({"Count":"7","Name":null})");
    CHECK(with_original(two, "Count", "8") == R"({"Count":"8","Name":null})");
}

} // namespace attest::dump
