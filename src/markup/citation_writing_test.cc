#include "markup/citation_writing.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest::markup;

namespace {

const std::string night =
    "He signed it that night and left town [@a1-1930, p. 5: \"signed\"]. Then?";

std::string or_none(const std::optional<std::string>& text) {
    return text.value_or("none");
}

} // namespace

TEST_CASE("A citation is written as it was read") {
    for (const std::string text :
         {"@a1-1930",
          "@a1-1930, p. 5",
          "@a1-1930, ff. 12v–14",
          "see also @a1-1930, § 5",
          "contra @b2-1931, p. 7: \"he did not\"",
          "per @x3-1940, p. 9: «words» = «слова»",
          "no mention in @y4-1950, ff. 1–40",
          "@b2-1931, quoted in @c3-1932, p. 9",
          "@a1-1930, box 3, folder 12",
          "@a1-1930, s.v. exile: “he said \"no\" to it”",
          "@a1-1930: \"words\""}) {
        CAPTURE(text);
        const CitationScan scan = scan_citations("[" + text + "]");
        REQUIRE(scan.groups.size() == 1);
        const std::string written = or_none(format_citation(scan.groups[0].citations[0]));
        CitationScan again = scan_citations("[" + written + "]");
        REQUIRE(again.groups.size() == 1);
        Citation& read = again.groups[0].citations[0];
        read.end = scan.groups[0].citations[0].end;
        read.begin = scan.groups[0].citations[0].begin;
        CHECK(read == scan.groups[0].citations[0]);
    }
}

TEST_CASE("Another page takes the place of the one that was written") {
    const auto turned = [](const std::string& source, std::string_view page) {
        const CitationScan scan = scan_citations(source);
        REQUIRE(!scan.groups.empty());
        return or_none(with_page(source, scan.groups[0].citations[0], page));
    };
    CHECK(
        turned(night, "80")
        == "He signed it that night and left town [@a1-1930, p. 80: \"signed\"]. Then?"
    );
    CHECK(turned("So [@a1-1930, стр. 5].", "6") == "So [@a1-1930, стр. 6].");
    CHECK(turned("So [@a1-1930].", "6") == "So [@a1-1930, p. 6].");
    CHECK(turned("So [@a1-1930: \"x\"].", "6") == "So [@a1-1930, p. 6: \"x\"].");
    CHECK(
        turned("So [@a1-1930, pp. 5–7; @b2-1931].", "12v") == "So [@a1-1930, pp. 12v; @b2-1931]."
    );
    CHECK(
        turned("So [@b2-1931, quoted in @c3-1932, p. 9].", "10")
        == "So [@b2-1931, quoted in @c3-1932, p. 10]."
    );
    CHECK(turned("So [@a1-1930, p. 5].", "6]. [@z9-1990, p. 1") == "none");
}

TEST_CASE("Fewer words stand in brackets, and what else was said stays") {
    const auto narrowed = [](const std::string& source, std::string_view words) {
        const CitationScan scan = scan_citations(source);
        REQUIRE(!scan.groups.empty());
        const std::size_t begin = source.find(words);
        return or_none(with_words(source, scan, 0, begin, begin + words.size()));
    };
    CHECK(
        narrowed(night, "He signed it that night")
        == "[He signed it that night][@a1-1930, p. 5: \"signed\"] and left town. Then?"
    );
    CHECK(
        narrowed(night, "signed it")
        == "He [signed it][@a1-1930, p. 5: \"signed\"] that night and left town. Then?"
    );
    CHECK(
        narrowed("But [he signed it and left][@a1-1930] it is said.", "he signed it")
        == "But [he signed it][@a1-1930] and left it is said."
    );
    CHECK(narrowed("He signed it and left [@a1-1930; @b2-1931].", "He signed it") == "none");
    CHECK(narrowed(night, "Then?") == "none");
}

TEST_CASE("One citation more goes behind the others, or behind words that had none") {
    const Citation more =
        scan_citations("[contra @b2-1931, p. 7: \"he did not\"]").groups[0].citations[0];
    CHECK(
        or_none(with_citation(night, scan_citations(night).groups[0], more))
        == "He signed it that night and left town [@a1-1930, p. 5: \"signed\"; contra @b2-1931, p. "
           "7: \"he did not\"]. Then?"
    );
    CHECK(
        or_none(with_first_citation("He left. Nobody knew.", 9, 20, more))
        == "He left. [Nobody knew][contra @b2-1931, p. 7: \"he did not\"]."
    );
    CHECK(or_none(with_first_citation("He `left. Nobody` knew.", 4, 21, more)) == "none");
}
