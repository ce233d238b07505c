#include "domain/slug.h"

#include "base/text.h"

#include <doctest/doctest.h>

using attest::domain::make_slug;

TEST_CASE("A slug is the title's words in lower case, joined by hyphens") {
    CHECK(make_slug("Why did Stalin exile Trotsky?") == "why-did-stalin-exile-trotsky");
    CHECK(make_slug("  C++ & C#: which -- first? ") == "c-c-which-first");
    CHECK(make_slug("What's a \"mild\"?") == "whats-a-mild");
    CHECK(make_slug("") == "");
    CHECK(make_slug("?!") == "");
}

TEST_CASE("A slug is never the name of another page below a question") {
    CHECK(make_slug("Timeline") == "about-timeline");
    CHECK(make_slug("Map?") == "about-map");
    CHECK(make_slug("Answers!") == "about-answers");
    CHECK(make_slug("About timeline") == "about-timeline");
    CHECK(make_slug("Timeline of 1917") == "timeline-of-1917");
}

TEST_CASE("Accents fall away and other scripts stay") {
    CHECK(make_slug("Kölsch à Mäß × 2") == "kolsch-a-mass-2");
    CHECK(make_slug("Почему Сталин выслал Троцкого?") == "почему-сталин-выслал-троцкого");
    CHECK(make_slug("«ΑΒΓ» — 日本") == "αβγ-日本");
}

TEST_CASE("A long title is cut at a word") {
    std::string title;
    for (int index = 0; index < 30; ++index)
        title += "word ";
    CHECK(make_slug(title).size() == 79);
    CHECK(make_slug(title).ends_with("word"));
    CHECK(make_slug(std::string(200, 'a')).size() <= 80);
}

TEST_CASE("Broken bytes and invisible characters leave a slug that is UTF-8") {
    CHECK(make_slug("a\xFFz") == "a-z");
    CHECK(make_slug("a\xE2\x80\xAEz") == "a-z");
    CHECK(attest::is_utf8(make_slug("\xF0\x9F\x8D\xBA beer \xF0\x9F")));
}
