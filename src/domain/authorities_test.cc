#include "domain/authorities.h"

#include <doctest/doctest.h>

#include <string>

namespace attest::domain {

TEST_CASE("Coordinates are read as people write them, and printed so that they read the same") {
    const std::optional<Coordinates> leningrad = parse_coordinates("59.9386, 30.3141");
    REQUIRE(leningrad.has_value());
    CHECK(leningrad->latitude == 59'938'600);
    CHECK(leningrad->longitude == 30'314'100);
    CHECK(parse_coordinates(format_coordinates(*leningrad)) == leningrad);
    CHECK(parse_coordinates("-33.9,18.4").has_value());
    for (const std::string_view text :
         {"", "59.9", "91, 0", "0, 181", "nan, 0", "inf, inf", "a, b", "1, 2, 3", "1,"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_coordinates(text).has_value());
    }
}

TEST_CASE("A name is refused field by field, with what to do") {
    CHECK(check_name({.name = "Троцкий", .language = "ru"}).has_value());
    CHECK(check_name({.name = "毛澤東", .language = "zh-Hant"}).has_value());
    const Result<void> refused =
        check_name({.name = " ", .language = "Russian, I think", .citation = std::string(501, 'x')}
        );
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::invalid);
    CHECK(refused.error().fields().size() == 3);
    CHECK_FALSE(check_name({.name = "[[Trotsky]]"}).has_value());
}

TEST_CASE("Kinds read as they are printed") {
    for (const AuthorityKind kind : all_authority_kinds)
        CHECK(parse_authority_kind(format_kind(kind)) == kind);
    for (const NameKind kind : all_name_kinds)
        CHECK(parse_name_kind(format_kind(kind)) == kind);
    CHECK_FALSE(parse_name_kind("nickname").has_value());
}

} // namespace attest::domain
