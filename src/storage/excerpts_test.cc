#include "storage/excerpts.h"

#include "base/text.h"
#include "storage/limits.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::storage;

TEST_CASE("A short text is its own excerpt, on one line") {
    CHECK(make_excerpt("  Why  did\n\nhe go?\t") == "Why did he go?");
    CHECK(make_excerpt("").empty());
    CHECK(make_excerpt(" \n ").empty());
}

TEST_CASE("A long text ends with a whole word") {
    std::string words;
    for (int i = 0; i < 100; ++i)
        words += "Троцкий ";
    const std::string excerpt = make_excerpt(words);
    CHECK(utf8_length(excerpt) <= excerpt_length_max);
    CHECK(utf8_length(excerpt) > excerpt_length_max - 10);
    CHECK(excerpt.ends_with("Троцкий…"));
}

TEST_CASE("A word without an end is cut between characters") {
    std::string word;
    for (int i = 0; i < 300; ++i)
        word += "щ";
    const std::string excerpt = make_excerpt(word);
    CHECK(is_utf8(excerpt));
    CHECK(utf8_length(excerpt) <= excerpt_length_max);
    CHECK(excerpt.ends_with("щ…"));
}
