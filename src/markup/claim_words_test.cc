#include "markup/claim_words.h"

#include <doctest/doctest.h>

using namespace attest::markup;

TEST_CASE("A claim is printed as its readers see it") {
    CHECK(claim_words("He *left* for [[Petrograd]] in 1917") == "He left for Petrograd in 1917");
    CHECK(claim_words("[[Leon Trotsky|Бронштейн]] was **there**") == "Бронштейн was there");
    CHECK(claim_words("It stood in [Pravda](https://example.org/)") == "It stood in Pravda");
    CHECK(claim_words("two\nlines & a <sign>") == "two lines & a <sign>");
    CHECK(claim_words("***") == "***");
    CHECK(claim_words("") == "");
}
