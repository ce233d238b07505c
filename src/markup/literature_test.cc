#include "markup/literature.h"

#include "markup/citation.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest::markup;

namespace {

bool is_found(const std::string& heading) {
    const std::string text = "He signed it.\n\n";
    return find_literature(text + heading + "\n\n- A book\n") == text.size();
}

} // namespace

TEST_CASE("A list of literature is found by its heading") {
    for (const std::string heading :
         {"## Further reading",
          "Further Reading\n---------------",
          "**Further reading:**",
          "**Literature**",
          "Literature:",
          "<h3>Further reading</h3>",
          "<p><strong>See also</strong></p>",
          "## Литература",
          "**Что почитать**",
          "### См. также"}) {
        CAPTURE(heading);
        CHECK(is_found(heading));
    }
}

TEST_CASE("What a text rests on, and what goes on below, is no list of literature") {
    CHECK_FALSE(is_found("## Sources"));
    CHECK_FALSE(is_found("References:"));
    CHECK_FALSE(is_found("Literature on this is scarce."));
    CHECK_FALSE(is_found("The literature: a survey"));
    CHECK_FALSE(is_found("```\n## Further reading\n```"));
    CHECK(
        find_literature("## Literature\n\nMuch.\n\n## What he did\n\nHe fled.") == std::string::npos
    );
    CHECK(find_literature("") == std::string::npos);
}

TEST_CASE("Citations under further reading speak for no words") {
    const std::string text = "He signed it [@aa, p. 5].\n\n## Further reading\n\n"
                             "- On the order: [@bb, pp. 1-9].\n- [His life][@cc, p. 3].\n";
    const CitationScan scan = scan_citations(text);
    REQUIRE(scan.groups.size() == 3);
    CHECK(scan.groups[0].words_begin < scan.groups[0].words_end);
    CHECK_FALSE(scan.groups[0].is_literature);
    for (const std::size_t index : {1UZ, 2UZ}) {
        CHECK(scan.groups[index].is_literature);
        CHECK(scan.groups[index].words_begin == scan.groups[index].words_end);
    }
    CHECK(scan.problems.empty());
}

TEST_CASE("A footnote under further reading speaks for the sentence that it hangs on") {
    const std::string text =
        "He signed it.[^1]\n\n**Literature**\n\n- A book\n\n[^1]: [@aa, p. 5]\n";
    const CitationScan scan = scan_citations(text);
    REQUIRE(scan.groups.size() == 1);
    CHECK_FALSE(scan.groups[0].is_literature);
    CHECK(text.substr(scan.groups[0].words_begin, 13) == "He signed it.");
}
