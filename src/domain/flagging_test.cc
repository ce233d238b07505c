#include "domain/flagging.h"

#include <doctest/doctest.h>

using namespace attest::domain;

TEST_CASE("Every kind of flag has a name of its own") {
    for (const FlagKind kind : flag_kinds)
        CHECK(parse_flag_kind(format_flag_kind(kind)) == kind);
    CHECK_FALSE(parse_flag_kind("dull").has_value());
}

TEST_CASE("A flag fits what it speaks of") {
    CHECK(fits(FlagKind::spam, Flagged::comment));
    CHECK(fits(FlagKind::not_an_answer, Flagged::answer));
    CHECK_FALSE(fits(FlagKind::not_an_answer, Flagged::question));
    CHECK_FALSE(fits(FlagKind::low_quality, Flagged::comment));
    CHECK_FALSE(fits(FlagKind::not_needed, Flagged::answer));
}
