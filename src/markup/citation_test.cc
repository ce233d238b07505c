#include "markup/citation.h"

#include "markup/sentences.h"

#include <doctest/doctest.h>

using namespace attest::markup;

namespace {

std::string_view words(std::string_view source, const CitationGroup& group) {
    return source.substr(group.words_begin, group.words_end - group.words_begin);
}

struct Row {
    std::string_view source;
    std::string_view claim;
    CitationSignal signal = CitationSignal::none;
    std::string_view label = "page";
    std::string_view locator = "";
    std::string_view quote = "";
};

} // namespace

TEST_CASE("Every form of evidence.md, B2, is read") {
    using enum CitationSignal;
    const Row rows[] = {
        {"Was it so? He signed it that night [@a1, p. 5].",
         "He signed it that night",
         none,
         "page",
         "5"},
        {"[He signed it][@a1, p. 5] but regretted it.", "He signed it", none, "page", "5"},
        {"He fled [but see @b1, p. 7].", "He fled", but_see, "page", "7"},
        {"He fled [contra @b1, p. 7].", "He fled", contra, "page", "7"},
        {"He fled [cf. @b1, 7].", "He fled", cf, "page", "7"},
        {"He fled [per @x1, p. 9].", "He fled", per, "page", "9"},
        {"He fled [no mention in @y1, ff. 1–40].", "He fled", no_mention, "folio", "1–40"},
        {"He fled [@a1].", "He fled", none, ""},
        {"He fled [see also @a1, л. 12 об.].", "He fled", see_also, "folio", "12 об."},
        {"He fled [@vizh-1990-1, p. 79: \"приказ *подписал* [И.] Сталин\"].",
         "He fled",
         none,
         "page",
         "79",
         "приказ *подписал* [И.] Сталин"},
        {"He fled [@a1, с. 5: «так «он» сказал»].", "He fled", none, "page", "5", "так «он» сказал"
        },
        {"He fled [@a1: “Words”].", "He fled", none, "", "", "Words"},
        {"He fled [@a1, box 3, folder 12].", "He fled", none, "", "box 3, folder 12"},
        {"He fled [@a1, § 12].", "He fled", none, "section", "12"},
        {"He fled [@a1, s.v. exile].", "He fled", none, "sub-verbo", "exile"},
        {"He fled [@Smith2020, 00:12:31].", "He fled", none, "", "00:12:31"},
        {"- One.\n- He fled [@a1, p. 1].\n", "He fled", none, "page", "1"},
        {"> He fled [@a1, p. 1].\n", "He fled", none, "page", "1"},
        {"He fled. [@a1, p. 1] Then he wrote.", "He fled.", none, "page", "1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.source);
        const CitationScan scan = scan_citations(row.source);
        CHECK(scan.problems.empty());
        REQUIRE(scan.groups.size() == 1);
        const CitationGroup& group = scan.groups[0];
        REQUIRE(group.citations.size() == 1);
        CHECK(words(row.source, group) == row.claim);
        CHECK(group.citations[0].signal == row.signal);
        CHECK(group.citations[0].locator == row.locator);
        CHECK(group.citations[0].quote == row.quote);
        if (!row.locator.empty()) CHECK(group.citations[0].label == row.label);
    }
}

TEST_CASE("Several citations, a source quoted in another, a translation") {
    const CitationScan scan = scan_citations(
        "[He left][@a1, p. 5; cf. @b1, f. 12v; @letter, quoted in @c1, p. 9: «Да» = \"Yes\"]"
    );
    REQUIRE(scan.groups.size() == 1);
    const std::vector<Citation>& citations = scan.groups[0].citations;
    REQUIRE(citations.size() == 3);
    CHECK(citations[1].signal == CitationSignal::cf);
    CHECK(citations[1].locator == "12v");
    CHECK(citations[2].key == "letter");
    CHECK(citations[2].through == "c1");
    CHECK(citations[2].locator == "9");
    CHECK(citations[2].quote == "Да");
    CHECK(citations[2].translation == "Yes");
}

TEST_CASE("Claims of one sentence follow one another, and brackets side by side share their words"
) {
    constexpr std::string_view source =
        "Gen. Krivitsky left in 1937 [@a1, p. 5], and wrote [@b1, p. 6][@c1, p. 7]. Then silence.";
    const CitationScan scan = scan_citations(source);
    REQUIRE(scan.groups.size() == 3);
    CHECK(words(source, scan.groups[0]) == "Gen. Krivitsky left in 1937");
    CHECK(words(source, scan.groups[1]) == "and wrote");
    CHECK(words(source, scan.groups[2]) == "and wrote");
    CHECK(scan.groups[1].number == 2);
    CHECK(scan.groups[2].number == 2);
    CHECK(wording_of(source, scan, scan.groups[0]) == "genkrivitskyleftin1937andwrote");
    CHECK(wording_of(source, scan, scan.groups[0]) == wording_of(source, scan, scan.groups[1]));
}

TEST_CASE("A citation in a footnote speaks for the sentence that holds its mark") {
    constexpr std::string_view source =
        "First. He left.[^3] More.\n\n[^3]: See [@a1, p. 5] and more.\n";
    const CitationScan scan = scan_citations(source);
    REQUIRE(scan.groups.size() == 1);
    CHECK(scan.groups[0].is_in_footnote);
    CHECK(words(source, scan.groups[0]) == "He left.");
}

TEST_CASE("Code, links, mentions and escaped brackets are no citations") {
    for (const std::string_view source : {
             "`[@a1, p. 5]`",
             "```\n[@a1, p. 5]\n```\n",
             "``x [@a1, p. 5] ` y``",
             "\\[@a1, p. 5]",
             "[@a1](https://example.org)",
             "[see the page](/x)",
             "@alice said [so]",
             "[@alice thanks]",
             "[perhaps]",
             "[see below]",
             "[^1]",
             "~~~\n> [@a1, p. 5]\n",
             "[@-x, p. 5]",
             "[@a, p. 5]",
         }) {
        CAPTURE(source);
        const CitationScan scan = scan_citations(source);
        CHECK(scan.groups.empty());
        CHECK(scan.problems.empty());
    }
}

TEST_CASE("What looks like a citation and cannot be read is told, and stays text") {
    for (const std::string_view source : {
             "x [@a1, ].",
             "x [@a1: words].",
             "x [@a1, p. 5: \"words].",
             "x [@a1, p. 5; ]",
             "x [@a1, quoted in me]",
             "x [@a1: \"\"]",
             "x [see @a1, p. 5",
         }) {
        CAPTURE(source);
        const CitationScan scan = scan_citations(source);
        CHECK(scan.groups.empty());
        REQUIRE(scan.problems.size() == 1);
        CHECK(scan.problems[0].begin == 2);
        CHECK(scan.problems[0].message.ends_with('.'));
    }
}

TEST_CASE("Pages are read from a locator") {
    CHECK(pages_of("79") == PageSpan{"79", "79"});
    CHECK(pages_of("33–35, 40") == PageSpan{"33", "40"});
    CHECK(pages_of("133–5") == PageSpan{"133", "135"});
    CHECK(pages_of("xii") == PageSpan{"xii", "xii"});
    CHECK(pages_of("12v") == PageSpan{"12v", "12v"});
    CHECK(pages_of("12 об.") == PageSpan{"12 об.", "12 об."});
    CHECK(pages_of("12–13 об.") == PageSpan{"12", "13 об."});
    for (const std::string_view none : {"box 3", "00:12:31", "", "recto", "5th"})
        CHECK(pages_of(none) == PageSpan{});
}

TEST_CASE("Sentences end where a reader would say so") {
    struct Text {
        std::string_view text;
        std::size_t sentences;
    };

    for (const Text& one : {
             Text{"He left. She stayed!", 2},
             Text{"Gen. Krivitsky met J. P. Cannon in St. Petersburg, p. 79.", 1},
             Text{"He said no. Then he left.", 2},
             Text{"See no. 5 of it.", 1},
             Text{"“Is it so?” he asked. “Yes.” It was.", 3},
             Text{"Он уехал в 1929 г. Она осталась.", 2},
             Text{"См. с. 79 и т. 3. Далее.", 2},
             Text{"Wait… what? 1917 was it.", 2},
             Text{"One\nTwo\n\n---\n", 2},
             Text{"3.14 is no end. e.g. this", 1},
             Text{"", 0},
         }) {
        CAPTURE(one.text);
        CHECK(count_sentences(one.text) == one.sentences);
    }
}

TEST_CASE("An inference names the words, and the sources whose claims they rest on") {
    const std::string_view source =
        "He fled [@a1, p. 5]. [He was afraid][inferred]. [He lied][inferred from @A1; @b-2].";
    const CitationScan scan = scan_citations(source);
    REQUIRE(scan.groups.size() == 3);
    CHECK_FALSE(scan.groups[0].is_inference);
    CHECK(scan.groups[1].is_inference);
    CHECK(scan.groups[1].citations.empty());
    CHECK(scan.groups[1].inferred_from.empty());
    CHECK(words(source, scan.groups[1]) == "He was afraid");
    CHECK(scan.groups[1].paragraph_begin == 0);
    CHECK(scan.groups[2].inferred_from == std::vector<std::string>{"a1", "b-2"});
    CHECK(scan.problems.empty());
}

TEST_CASE("What only looks like an inference is text") {
    for (const std::string_view source :
         {"He fled [inferred].",
          "[He fled] [inferred].",
          "[He fled][inferredly].",
          "[He fled](x)[inferred].",
          "`[He fled][inferred]`",
          "[inferred]: https://example.org"}) {
        CAPTURE(source);
        CHECK(scan_citations(source).groups.empty());
        CHECK(scan_citations(source).problems.empty());
    }
    for (const std::string_view source :
         {"[He fled][inferred from ]",
          "[He fled][inferred from @a1;]",
          "[He fled][inferred from @a1"}) {
        CAPTURE(source);
        CHECK(scan_citations(source).groups.empty());
        REQUIRE(scan_citations(source).problems.size() == 1);
    }
}
