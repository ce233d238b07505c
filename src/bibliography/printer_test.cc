#include "bibliography/printer.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;
using namespace attest::bibliography;

namespace {

Reference article() {
    return {
        .type = "article-journal",
        .title = "The order of 1918",
        .authors = {{.family = "Beethoven", .given = "Ludwig", .particle = "van"}},
        .issued = {.first = {.year = 1990, .month = 3, .day = 5}},
        .container_title = "Voprosy istorii",
        .volume = "3",
        .issue = "1",
        .page = "12-40",
    };
}

PrintedReference
print(const Reference& reference, PrintStyle style, std::string_view language = "en") {
    const auto printed = print_reference(reference, style, language);
    REQUIRE(printed.has_value());
    return *printed;
}

} // namespace

TEST_CASE("Chicago and MLA print an article as their handbooks do") {
    CHECK(
        print(article(), PrintStyle::chicago).text
        == "Beethoven, Ludwig van. “The Order of 1918.” Voprosy Istorii 3, no. 1 (March 5, 1990): "
           "12–40."
    );
    CHECK(
        print(article(), PrintStyle::mla).html
        == "van Beethoven, Ludwig. “The Order of 1918.” <i>Voprosy Istorii</i>, vol. 3, no. 1, "
           "Mar. "
           "1990, pp. 12–40."
    );
}

TEST_CASE("A Russian title keeps its capitals, and Russian words stand in a Russian interface") {
    const Reference book{
        .type = "book",
        .title = "Моя жизнь",
        .authors = {{.family = "Троцкий", .given = "Лев"}},
        .issued = {.first = {.year = 1930}},
        .publisher = "Гранит",
        .publisher_place = "Берлин",
    };
    CHECK(
        print(book, PrintStyle::chicago).text == "Троцкий, Лев. Моя жизнь. Берлин: Гранит, 1930."
    );
    Reference review = article();
    review.language = "ru";
    CHECK(print(review, PrintStyle::chicago, "ru").text.contains("вып. 1"));
}

TEST_CASE("What a stranger wrote into a title does not get into the page as markup") {
    Reference book = article();
    book.title = R"(A & <b>bold</b> <script>alert(1)</script><img src=x onerror="y"> <i>open)";
    const PrintedReference printed = print(book, PrintStyle::chicago);
    CHECK(!printed.html.contains("<script"));
    CHECK(!printed.html.contains("<img"));
    CHECK(printed.html.contains("&amp;"));
    CHECK(clean_entry("<i>a<b>b</i>c<p onclick=\"x\">d").html == "<i>a<b>bcd</b></i>");
    CHECK(clean_entry("a &#60; b &amp; c &bogus; <").text == "a < b & c &bogus;");
}

TEST_CASE("A reference that says next to nothing is printed too") {
    CHECK(print({.title = "Letter of Ioffe"}, PrintStyle::mla).text.contains("Letter of Ioffe"));
    CHECK(print({.type = "webpage", .url = "https://example.org/"}, PrintStyle::chicago)
              .text.contains("example.org"));
    Reference crowd = article();
    crowd.authors.assign(100, {.family = std::string(200, 'x'), .given = "Y"});
    crowd.title = std::string(2'000, '\'');
    CHECK(print_reference(crowd, PrintStyle::chicago, "en").has_value());
}
