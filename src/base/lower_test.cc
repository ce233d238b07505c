#include "base/lower.h"

#include <doctest/doctest.h>

using namespace attest;

TEST_CASE("Letters of every script become small") {
    CHECK(unicode_lower("Tudor-ENGLAND") == "tudor-england");
    CHECK(unicode_lower("ИСТОРИЯ-россии") == "история-россии");
    CHECK(unicode_lower("ÉCOLE") == "école");
    CHECK(unicode_lower("ΣΟΦΟΣ") == "σοφος");
    CHECK(unicode_lower("c++") == "c++");
    CHECK(unicode_lower("") == "");
}

TEST_CASE("A letter and its accent typed apart are one") {
    CHECK(unicode_lower("E\u0301cole") == "école");
}

TEST_CASE("What is no text is left as it is, but for ASCII") {
    CHECK(unicode_lower("A\xFF") == "a\xFF");
}
