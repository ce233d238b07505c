// Dates in the words of claims, on the page of a question: both calendars, and nothing in what is
// stored or given out.
#include "http/cited_question.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

struct Dated : CitedQuestion {
    Dated() : CitedQuestion{"When was he born?"} {}

    [[nodiscard]] std::string page() const {
        return get(fmt::format("/questions/{}/when-was-he-born", asked.value)).body;
    }
};

constexpr std::string_view day = "<span class=\"day\" tabindex=\"0\" role=\"note\" title=\"";

} // namespace

TEST_CASE("A date to the day in a claim says both calendars, and a year says nothing") {
    Dated reader;
    reader.answer("He was born on 26 October (7 November) 1879 [@serge-1937, p. 5]. "
                  "*In 1902* he fled, and in May 1917 he came back [@serge-1937, p. 6]. "
                  "On 25 October 1917 (O.S.) the palace fell [@serge-1937, p. 7]. "
                  "He left in 1929. It was on 12 February 1929.");
    const std::string page = reader.page();
    CHECK(page.contains(fmt::format(
        "on {}= 7 November 1879 N.S. = 26 October O.S., Friday, JD 2407661\">26 October (7 "
        "November) 1879</span></span><a class=\"mark",
        day
    )));
    CHECK(page.contains("On " + std::string{day} + "= 7 November 1917 N.S. = 25 October O.S."));
    CHECK(count_of(page, day) == 2); // no words of a claim, no element
    // The page that was kept, after the one that was not.
    CHECK(reader.page() == page);
    CHECK(reader.page() == page);
}

TEST_CASE("An assumed calendar is said, and every date of a claim has its own days") {
    Dated reader;
    reader.answer("On 1 May 1917 he was in Halifax, and he was there on 1 May 1917, but on "
                  "5–9 May 1917 **no longer** [@serge-1937, p. 5].");
    const std::string page = reader.page();
    CHECK(count_of(page, fmt::format("{}= 1 May 1917 N.S. = 18 April O.S., Tuesday", day)) == 2);
    CHECK(count_of(page, "(calendar assumed)") == 2);
    CHECK(page.contains(
        fmt::format("{}= 5 May 1917 – 9 May 1917 N.S. = 22 April 1917 – 26 April 1917 O.S.", day)
    ));
}

TEST_CASE("Where no element may stand a date stays text") {
    Dated reader;
    reader.answer("See [the paper of 7 November 1917](https://example.org/) for it "
                  "[@serge-1937, p. 5]. The file `7 November 1917` is lost [@serge-1937, p. 6]. "
                  "He wrote <b>7 November</b> 1917 on it [@serge-1937, p. 7].");
    CHECK(count_of(reader.page(), day) == 0);
}

TEST_CASE("The words that a reader asks a source for have their dates too") {
    Dated reader;
    reader.answer("He was there, and on 7 November 1917 & later he was not.");
    const std::string path =
        fmt::format("/posts/{}/claims", reader.site.number("SELECT max(id) FROM posts"));
    CHECK(
        reader.post_as(reader.rosa, path, {{"words", "on 7 November 1917 & later"}}).status == 303
    );
    CHECK(reader.page().contains(
        "id=\"claim-1\">on " + std::string{day}
        + "= 7 November 1917 N.S. = 25 October O.S., Wednesday, JD 2421540 (calendar assumed)\">7 "
          "November 1917</span> &amp; later</span>"
    ));
}

TEST_CASE("What is stored and given out holds no element for dates") {
    Dated reader;
    reader.answer("He was born on 26 October (7 November) 1879 [@serge-1937, p. 5].");
    CHECK(count_of(reader.page(), day) == 1);
    CHECK(
        reader.site.number("SELECT count(*) FROM posts WHERE body_html LIKE '%class=\"day%'") == 0
    );
    const std::string feed = reader.get(fmt::format("/feeds/question/{}", reader.asked.value)).body;
    CHECK(feed.contains("26 October (7 November) 1879"));
    CHECK_FALSE(feed.contains("JD 2407661"));
}

TEST_CASE("The row of a page that was made before dates stood in it is made anew") {
    Dated reader;
    reader.answer("He was born on 26 October (7 November) 1879 [@serge-1937, p. 5].");
    reader.site.run("DELETE FROM shown_evidence");
    CHECK(count_of(reader.page(), day) == 1);
}

TEST_CASE("A Russian interface says the days in Russian") {
    Dated reader;
    reader.site.settings().languages = {"ru", "en"};
    reader.answer("He was born on 26 October (7 November) 1879 [@serge-1937, p. 5].");
    CHECK(reader.page().contains(
        "= 7 ноября 1879 г. н. ст. = 26 октября ст. ст., пятница, JD 2407661\">26 October"
    ));
}
