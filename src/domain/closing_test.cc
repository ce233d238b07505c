#include "domain/closing.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::domain;

TEST_CASE("A closing names its voters and originals") {
    const CloseDetails details = parse_close_details(
        R"({"OriginalQuestionIds":[12,57],"Voters":[{"Id":5,"DisplayName":"Jane"},{"Id":-1}]})"
    );
    REQUIRE(details.voters.size() == 2);
    CHECK(details.voters[0].id == UserId{5});
    CHECK(details.voters[0].name == "Jane");
    CHECK(details.voters[1].id == community_user);
    CHECK(details.originals == std::vector{QuestionId{12}, QuestionId{57}});
}

TEST_CASE("A closing that is written otherwise is read as far as it goes") {
    CHECK(parse_close_details("").voters.empty());
    CHECK(parse_close_details("closed by hand").voters.empty());
    CHECK(parse_close_details("[1,2]").originals.empty());
    CHECK(parse_close_details(R"({"Voters":[7,{}],"OriginalQuestionIds":["x",3]})").voters.empty());
    CHECK(parse_close_details(R"({"OriginalQuestionIds":["x",3]})").originals.size() == 1);
}
