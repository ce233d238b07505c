#include "markup/name_links.h"

#include "base/error.h"
#include "markup/render.h"

#include <doctest/doctest.h>

#include <string>

namespace attest::markup {

namespace {

NameMeaning meaning_of(std::string_view name) {
    if (name == "Leon Trotsky") return {.address = "/names/7", .label = "Leon Trotsky"};
    if (name == "#8") return {.address = "/names/8", .label = "St. Petersburg"};
    if (name == "St. Petersburg") {
        return {
            .address = {},
            .label = {},
            .choices = {{"/names/8", "Russia"}, {"/names/9", "Florida & more"}},
        };
    }
    return {};
}

Rendered placed(std::string_view source) {
    Result<Rendered> rendered = render_markdown(source, {.has_citations = true});
    REQUIRE(rendered.has_value());
    place_names(*rendered, meaning_of);
    return *rendered;
}

} // namespace

TEST_CASE("A name in double brackets is a link to its record, with words of its own if it has any"
) {
    CHECK(
        placed("See [[Leon Trotsky]].").html
        == "<p>See <a href=\"/names/7\">Leon Trotsky</a>.</p>\n"
    );
    const Rendered born = placed("He was [[Leon Trotsky|Бронштейн]] then, by [[#8]].");
    CHECK(born.html.contains("<a href=\"/names/7\">Бронштейн</a> then"));
    CHECK(born.html.contains("<a href=\"/names/8\">St. Petersburg</a>"));
    CHECK(born.text.contains("He was Бронштейн then, by St. Petersburg."));
}

TEST_CASE("A name without a record is words with a mark, one of several shows them") {
    CHECK(
        placed("[[Nobody <b>]]").html.contains("<span class=\"named\">") == false
    ); // a tag inside
    CHECK(placed("[[No & Body]]").html.contains("<span class=\"named\">No &amp; Body</span>"));
    CHECK(placed("[[St. Petersburg]]")
              .html.contains("<a href=\"/names/8\">Russia</a> · <a href=\"/names/9\">Florida &amp; "
                             "more</a>)"));
}

TEST_CASE("Brackets in code, in links and of shells are what they are") {
    for (const std::string_view source :
         {"`[[Leon Trotsky]]`",
          "    [[Leon Trotsky]]",
          "[[ -f x ]]",
          "[[]]",
          "[[|x]]",
          "[[x|]]",
          "[[Leon Trotsky",
          "<kbd>[[Leon Trotsky]]</kbd>"}) {
        CAPTURE(source);
        CHECK_FALSE(placed(source).html.contains("/names/"));
        CHECK_FALSE(placed(source).html.contains("named"));
    }
}

TEST_CASE("A name may stand in a claim, and its citation is none") {
    const Rendered claim = placed("[[Leon Trotsky]] left [@a1, p. 5: \"[[Leon Trotsky]] left\"].");
    CHECK(claim.html.contains("<a href=\"/names/7\">Leon Trotsky</a> left"));
    CHECK(
        names_in(render_markdown("[[A]] and [[B|b]] and [[A]]", {})->html)
        == std::vector<std::string>{"A", "B"}
    );
}

} // namespace attest::markup
