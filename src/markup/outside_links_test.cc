#include "markup/outside_links.h"

#include "markup/render.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest::markup;

namespace {

std::vector<OutsideLink> links_of(const std::string& markdown) {
    const auto rendered = render_markdown(markdown, Options{});
    REQUIRE(rendered.has_value());
    return find_outside_links(markdown, rendered->html, 10);
}

/// The sentence of the only link.
std::string sentence_of(const std::string& markdown) {
    const std::vector<OutsideLink> links = links_of(markdown);
    REQUIRE(links.size() == 1);
    return markdown.substr(links[0].begin, links[0].end - links[0].begin);
}

} // namespace

TEST_CASE("A link is found with the sentence that it stands in") {
    CHECK(
        sentence_of("First. He fled in [1928](http://a.example/x_y?a=1&b=2) to Alma-Ata. Last.")
        == "He fled in [1928](http://a.example/x_y?a=1&b=2) to Alma-Ata."
    );
    CHECK(
        sentence_of("He fled, says [the book][1], in 1928. Last.\n\n  [1]: http://a.example/b\n")
        == "He fled, says [the book][1], in 1928."
    );
    CHECK(
        sentence_of("- One.\n- He fled: https://a.example/b\n- Three.")
        == "He fled: https://a.example/b"
    );
    CHECK(
        sentence_of("> He fled <https://a.example/b> then.")
        == "He fled <https://a.example/b> then."
    );
}

TEST_CASE("What is no link in the HTML is none in the source") {
    CHECK(links_of("`http://a.example/b` and [x](/questions/1)").empty());
    CHECK(links_of("Nothing.").empty());
    CHECK(links_of("").empty());
}

TEST_CASE("Links under further reading are left out") {
    const std::string markdown = "He fled, says [a](http://a.example/).\n\n**Further "
                                 "reading**\n\n- [b](http://b.example/)\n";
    const std::vector<OutsideLink> links = links_of(markdown);
    REQUIRE(links.size() == 1);
    CHECK(links[0].url == "http://a.example/");
}

TEST_CASE("Words beside a link are counted without its address") {
    const std::vector<OutsideLink> links =
        links_of("According to [the British Library](http://bl.example/very/long-name) he fled.");
    REQUIRE(links.size() == 1);
    CHECK(links[0].text == "the British Library");
    CHECK(links[0].words_beside == 4);
}

TEST_CASE("In HTML a sentence ends with its paragraph, and holds whole links") {
    const std::string html = "<p>One. He fled, <a href=\"http://a.example/?a=1&amp;b=2\">they "
                             "say.</a></p><p>Two</p>";
    const std::vector<OutsideLink> links = find_outside_links(html, html, 10);
    REQUIRE(links.size() == 1);
    CHECK(links[0].url == "http://a.example/?a=1&b=2");
    CHECK(links[0].text == "they say.");
    CHECK(
        html.substr(links[0].begin, links[0].end - links[0].begin)
        == "He fled, <a href=\"http://a.example/?a=1&amp;b=2\">they say.</a>"
    );
}

TEST_CASE("No more links are given than are asked for") {
    std::string markdown;
    for (int number = 0; number < 30; ++number)
        markdown += "He [fled](http://a.example/" + std::to_string(number) + ") then. ";
    CHECK(links_of(markdown).size() == 10);
}
