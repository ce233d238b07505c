#include "markup/excerpt.h"

#include <doctest/doctest.h>

namespace attest::markup {

TEST_CASE("An excerpt is cut between words and says that it was cut") {
    CHECK(excerpt("short", 20) == "short");
    CHECK(excerpt("one two three four", 13) == "one two three…");
    CHECK(excerpt("one two three four", 15) == "one two three…");
    CHECK(excerpt("abcdefghijklmnop", 5) == "abcde…");
    CHECK(excerpt("a\n\nb \t c\n", 20) == "a b c");
    CHECK(excerpt("Москва́ и мир", 7) == "Москва́…");
    CHECK(excerpt("", 5) == "");
    CHECK(excerpt("a b", 0) == "…");
}

} // namespace attest::markup
