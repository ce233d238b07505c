#include "markup/citation_tokens.h"

#include "markup/render.h"

#include <doctest/doctest.h>

using namespace attest::markup;

namespace {

Rendered render(std::string_view source) {
    return render_markdown(source, {.has_citations = true}).value();
}

} // namespace

TEST_CASE("A citation becomes an element, and its words another") {
    const Rendered one = render("Was it so? He *signed* it that night [@a1, p. 5: \"a *b* <c>\"].");
    CHECK(
        one.html
        == "<p>Was it so? <span class=\"claim\" data-citation=\"1\">He <em>signed</em> it that "
           "night</span>"
           "<span class=\"citation\" data-citation=\"1\"> [@a1, p. 5: \"a *b* "
           "&lt;c&gt;\"]</span>.</p>\n"
    );
    CHECK(one.text == "Was it so? He signed it that night.");
    CHECK(placed_citations(one.html) == std::vector<std::size_t>{1});

    const Rendered bracket =
        render("[He _signed_ it][@a1, p. 5] but **regretted [it][@b1, p. 6]**.");
    CHECK(
        bracket.html
        == "<p><span class=\"claim\" data-citation=\"1\">He <em>signed</em> it</span>"
           "<span class=\"citation\" data-citation=\"1\">[@a1, p. 5]</span> but <strong>regretted "
           "<span class=\"claim\" data-citation=\"2\">it</span>"
           "<span class=\"citation\" data-citation=\"2\">[@b1, p. 6]</span></strong>.</p>\n"
    );
    CHECK(bracket.text == "He signed it but regretted it.");
}

TEST_CASE("A claim that no one element can hold has its mark alone") {
    const Rendered rendered = render("A *b. He left [@a1, p. 5]* now. *Then* so [@b1, p. 1].");
    CHECK(rendered.html.contains("He left</span><span class=\"citation\" data-citation=\"1\">"));
    const Rendered crossing = render("He *left [@a1, p. 5] now*.");
    CHECK(crossing.html.contains("<em>left<span class=\"citation\""));
    CHECK_FALSE(crossing.html.contains("class=\"claim\""));
}

TEST_CASE("Citations in code, links, pictures and formulas stay what was typed") {
    const Rendered rendered =
        render("    [@a1, p. 5]\n\n[x [@a1, p. 5] y](/z) ![alt [@a1, p. 5]](/p.png \"[@a1]\") "
               "<code>[@a1, p. 5]</code>\n\n<div>\n[@a1]\n</div>\n");
    CHECK(placed_citations(rendered.html).empty());
    CHECK_FALSE(rendered.html.contains("data-citation"));
    CHECK_FALSE(rendered.html.contains(CitationTokens::token_begin));
    CHECK(rendered.html.contains("<pre><code>[@a1, p. 5]\n</code></pre>"));
    CHECK(rendered.html.contains("<code>[@a1, p. 5]</code>"));
    CHECK_FALSE(rendered.text.contains(CitationTokens::token_begin));
}

TEST_CASE("A writer cannot make a token or an element of his own") {
    const Rendered rendered =
        render("\uE0000\uE001 <span class=\"citation\" data-citation=\"1\">x</span> a@b");
    CHECK_FALSE(rendered.html.contains("data-citation"));
    CHECK_FALSE(rendered.html.contains("\uE000"));
}

TEST_CASE("A citation in a footnote, a list and a table") {
    const Rendered rendered = render("He left.[^1]\n\n- one [@a1, p. 1]\n\n| a | b |\n|--|--|\n| x "
                                     "[@b1, p. 2] | y |\n\n[^1]: See [@c1, p. 3].\n");
    CHECK(placed_citations(rendered.html) == std::vector<std::size_t>{1, 2, 3});
    CHECK(rendered.html.contains("<span class=\"claim\" data-citation=\"1\">one</span>"));
    CHECK(rendered.html.contains("<span class=\"claim\" data-citation=\"2\">x</span>"));
}

TEST_CASE("Without citations nothing changes") {
    const Rendered rendered = render_markdown("x [@a1, p. 5]", {}).value();
    CHECK(rendered.html == "<p>x [@a1, p. 5]</p>\n");
}
