#include "domain/tags.h"

#include <doctest/doctest.h>

namespace attest::domain {

TEST_CASE("A list of tags is read in both syntaxes of a dump, and written back") {
    const auto old_list = parse_tag_list("<history><tudor-england><c++>");
    const auto new_list = parse_tag_list("|history|tudor-england|c++|");

    REQUIRE(old_list);
    REQUIRE(new_list);
    CHECK(*old_list == *new_list);
    CHECK(format_tag_list(*old_list, TagSyntax::angles) == "<history><tudor-england><c++>");
    CHECK(format_tag_list(*old_list, TagSyntax::bars) == "|history|tudor-england|c++|");
    CHECK(tag_syntax_of("<a>") == TagSyntax::angles);
    CHECK(tag_syntax_of("|a|") == TagSyntax::bars);
    CHECK_FALSE(tag_syntax_of(""));
}

TEST_CASE("An empty list of tags stays empty") {
    REQUIRE(parse_tag_list(""));
    CHECK(parse_tag_list("")->empty());
    CHECK(format_tag_list({}, TagSyntax::angles).empty());
    CHECK(format_tag_list({}, TagSyntax::bars).empty());
}

TEST_CASE("What is no list of tags is not read as one") {
    for (const char* text :
         {"a", "<>", "||", "<a", "a>", "<a>b>", "<a b>", "|a||b|", "<a/b>", "<a>|b|", "|a\n|"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_tag_list(text));
    }
}

} // namespace attest::domain
