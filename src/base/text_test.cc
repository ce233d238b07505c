#include "base/text.h"

#include <doctest/doctest.h>

namespace attest {

TEST_CASE("A part is found where find finds it") {
    for (const std::string_view text : {"", "a", "ab", "aab", "abab", "<a <b <ab", "äöüä"}) {
        for (const std::string_view part : {"", "a", "ab", "b", "<ab", "ä", "abc"}) {
            for (std::size_t from = 0; from <= text.size() + 1; ++from) {
                CAPTURE(text);
                CAPTURE(part);
                CHECK(find_part(text, part, from) == text.find(part, from));
            }
        }
    }
    CHECK(find_part(std::string_view{}, "a") == std::string_view::npos);
}

TEST_CASE("Well-formed UTF-8 is told from malformed") {
    CHECK(is_utf8("Ærøskøbing Лев 漢字 \xF0\x9F\x98\x80"));
    CHECK_FALSE(is_utf8("\xC0\x80"));         // over-long
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));     // surrogate
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80")); // above U+10FFFF
    CHECK_FALSE(is_utf8("\xE2\x82"));         // cut short
}

TEST_CASE("A prefix never cuts a character in two") {
    CHECK(utf8_prefix("Лев", 3) == "Л");
    CHECK(utf8_prefix("Лев", 6) == "Лев");
    CHECK(utf8_prefix("Лев", 1).empty());
}

TEST_CASE("What XML cannot hold is replaced") {
    CHECK(
        clean_utf8(std::string_view{"a\0b", 3})
        == "a\xEF\xBF\xBD"
           "b"
    );
    CHECK(clean_utf8("a\xFF\tb\n") == "a\xEF\xBF\xBD\tb\n");
}

TEST_CASE("Percent escapes are decoded once and checked") {
    CHECK(percent_decode("a%20b%D0%9B") == "a bЛ");
    CHECK(percent_decode("%2525") == "%25");
    CHECK_FALSE(percent_decode("%"));
    CHECK_FALSE(percent_decode("%0"));
    CHECK_FALSE(percent_decode("%zz"));
    CHECK_FALSE(percent_decode("%00"));
    CHECK_FALSE(percent_decode("%ff"));
    CHECK(percent_encode("c++ Л") == "c%2B%2B%20%D0%9B");
}

TEST_CASE("A number must fill its text") {
    CHECK(parse_number<int>("12") == 12);
    CHECK(parse_number<int>("-1") == -1);
    CHECK_FALSE(parse_number<int>("12a"));
    CHECK_FALSE(parse_number<int>(""));
    CHECK_FALSE(parse_number<int>("99999999999"));
}

} // namespace attest
