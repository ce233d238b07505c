#include "dump/illegal_characters.h"

#include <doctest/doctest.h>

namespace attest::dump {

namespace {

/// Filters in pieces of this many bytes.
std::string filtered(std::string_view text, std::size_t piece) {
    CharacterFilter filter;
    std::string out;
    for (std::size_t place = 0; place < text.size(); place += piece)
        filter.filter(text.substr(place, piece), false, out);
    filter.filter({}, true, out);
    return out;
}

constexpr std::string_view unknown = "\xEF\xBF\xBD";

} // namespace

TEST_CASE("What XML allows passes unchanged, however it is cut") {
    const std::string_view text =
        "a &lt; &#xA; &#65; &amp;#x1F; é 😀 \t\r\n & &# &#x &#; &#xZ; <b c=\"d\"/>";
    for (std::size_t piece = 1; piece < text.size(); ++piece)
        CHECK(filtered(text, piece) == text);
}

TEST_CASE("What XML forbids is replaced, however it is cut") {
    const std::string u{unknown};
    const std::pair<std::string, std::string> cases[] = {
        {"a&#x1F;b", "a" + u + "b"},
        {"a&#0;b", "a" + u + "b"},
        {"&#xFFFE;&#65535;&#x110000;", u + u + u},
        {"&#xD83D;&#xDE00;", "😀"},
        {"&#55357;&#56832;", "😀"},
        {"&#xD83D;x", u + "x"},
        {"&#xDE00;&#xD83D;", u + u},
        {"&#xD83D;&#xD83D;&#xDE00;", u + "😀"},
        {std::string{"\x01 \x00 \x0B", 5}, u + " " + u + " " + u},
        {"\xFF\xC3(\xED\xA0\x80", u + u + "(" + u + u + u},
        {"\xEF\xBF\xBE", u},
        {"\xF0\x9F", u + u},
        {"&#xD83D;", u},
    };
    for (const auto& [text, mended] : cases) {
        for (std::size_t piece = 1; piece <= text.size(); ++piece) {
            CAPTURE(text);
            CAPTURE(piece);
            CHECK(filtered(text, piece) == mended);
        }
    }
}

TEST_CASE("A place in the mended text is found in the file") {
    CharacterFilter filter;
    std::string out;
    filter.filter(
        "ab&#x1F;cd\xFF"
        "ef",
        true,
        out
    );
    CHECK(out == "ab" + std::string{unknown} + "cd" + std::string{unknown} + "ef");
    CHECK(filter.replaced() == 2);
    CHECK(filter.original_offset(0) == 0);
    CHECK(filter.original_offset(5) == 8);   // c
    CHECK(filter.original_offset(10) == 11); // e
    filter.forget_before(5);
    CHECK(filter.original_offset(6) == 9);
    CHECK(filter.original_offset(10) == 11);
}

} // namespace attest::dump
