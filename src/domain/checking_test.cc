#include "domain/checking.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;
using namespace attest::domain;

TEST_CASE("Nobody checks what he added, nor a writer what stands in his own text") {
    const UserId writer{1};
    const UserId adder{2};
    const UserId reader{3};
    CHECK(check_may_check(reader, {.added_by = writer, .author = writer}));
    CHECK_FALSE(check_may_check(writer, {.added_by = writer, .author = writer}));
    CHECK_FALSE(check_may_check(writer, {.added_by = adder, .author = writer}));
    // What a reader has brought beside the text, the writer of the text may look at.
    const CitationHands beside{.added_by = adder, .author = writer, .is_in_text = false};
    CHECK(check_may_check(writer, beside));
    CHECK_FALSE(check_may_check(adder, beside));
    // Those that came with a dump were added by nobody.
    CHECK(check_may_check(reader, {.added_by = std::nullopt, .author = std::nullopt}));
}

TEST_CASE("Who did not find it says what stands there, in a line") {
    CHECK(check_verdict(Verdict::yes, false, ""));
    CHECK(check_verdict(Verdict::unreadable, false, ""));
    for (const Verdict verdict : {Verdict::no, Verdict::part, Verdict::not_here}) {
        CHECK_FALSE(check_verdict(verdict, false, " "));
        CHECK(check_verdict(verdict, false, "It says that he refused."));
        CHECK_FALSE(check_verdict(verdict, false, std::string(301, 'x')));
    }
    CHECK_FALSE(check_verdict(Verdict::present, true, ""));
    CHECK(check_verdict(Verdict::absent, true, ""));
    CHECK_FALSE(check_verdict(Verdict::absent, false, ""));
    CHECK_FALSE(check_verdict(Verdict::yes, true, ""));
    CHECK(check_evidence_note("note", std::string(300, 'x')));
    CHECK_FALSE(check_evidence_note("note", std::string(301, 'x')));
}

TEST_CASE("One page named in a note is the writer's to take") {
    CHECK(page_named_in("80") == "80");
    CHECK(page_named_in("It is on page 80.") == "80");
    CHECK(page_named_in("f. 12v, in the margin") == "12v");
    CHECK(page_named_in("на с. 81") == "81");
    for (const char* none :
         {"",
          "Not there.",
          "pp. 80 and 82",
          "80–82",
          "the 3rd line",
          "file X12",
          "1234567",
          "In 1928, on p. 5"}) {
        CAPTURE(none);
        CHECK_FALSE(page_named_in(none));
    }
}
