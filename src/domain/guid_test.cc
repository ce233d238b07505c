#include "domain/guid.h"

#include <doctest/doctest.h>

using namespace attest::domain;

TEST_CASE("A guid is read in either case, with or without hyphens, and written one way") {
    const std::string written = "8ef06a0e-2d1a-4d0d-9f7c-0b9b1f6e2a11";
    const auto bytes = parse_guid(written);
    REQUIRE(bytes.has_value());
    CHECK(bytes->size() == guid_bytes);
    CHECK(format_guid(*bytes) == written);
    CHECK(parse_guid("8EF06A0E-2D1A-4D0D-9F7C-0B9B1F6E2A11") == bytes);
    CHECK(parse_guid("8ef06a0e2d1a4d0d9f7c0b9b1f6e2a11") == bytes);
}

TEST_CASE("What is no guid is refused") {
    CHECK_FALSE(parse_guid("").has_value());
    CHECK_FALSE(parse_guid("8ef06a0e-2d1a-4d0d-9f7c-0b9b1f6e2a1").has_value());
    CHECK_FALSE(parse_guid("8ef06a0e+2d1a-4d0d-9f7c-0b9b1f6e2a11").has_value());
    CHECK_FALSE(parse_guid("8ef06a0e-2d1a-4d0d-9f7c-0b9b1f6e2a1g").has_value());
    CHECK_FALSE(parse_guid("----------------8ef06a0e2d1a4d0d").has_value());
    CHECK(format_guid("").empty());
}
