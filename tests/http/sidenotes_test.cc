// What a page shows of its claims beside and around the text: notes for the margin, the bar, the
// works cited, the switch that hides them.
#include "http/cited_question.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;

namespace {

struct Margin : CitedQuestion {
    Margin() : CitedQuestion{"Who signed the order?"} {}

    [[nodiscard]] std::string page() const {
        return get(fmt::format("/questions/{}/who-signed-the-order", asked.value)).body;
    }
};

} // namespace

TEST_CASE("Each claim has one note for the margin, its number, and a line among the works cited") {
    Margin margin;
    margin.answer("[He signed it][@serge-1937, ff. 3-4: \"he <signed>\"] himself that night. They "
                  "met once more, and [it was late][@serge-1937, p. 5], he says.");
    const std::string page = margin.page();
    CHECK(count_of(page, "<span class=\"sidenote sidenote--sourced\"") == 2);
    CHECK(page.contains("◔ 1 sourced, not checked"));
    CHECK(page.contains("aria-label=\"Claim 2: sourced, not checked\""));
    // Short in the margin, whole in the list.
    CHECK(page.contains("<cite dir=\"auto\">From Lenin &lt;to&gt; Stalin</cite>, "
                        "<bdi>ff.\u00A03-4</bdi>"));
    CHECK(page.contains("From Lenin &lt;to&gt; Stalin: the years that I saw</cite></a> "
                        "(<bdi>1937</bdi>), <bdi>p.\u00A05</bdi>"));
    CHECK(page.contains("he &lt;signed&gt;"));
    // The note stands before its claim, so that it floats out at the claim's first line.
    const std::size_t note = page.find("<span class=\"sidenote sidenote--");
    const std::size_t claim = page.find("<span class=\"claim claim--");
    CHECK(note < claim);
    CHECK(page.contains("2 claims: 2\u00A0sourced"));
    CHECK(page.contains("<rect class=\"fill--sourced\" x=\"0\" width=\"2\" height=\"1\"/>"));
    CHECK(page.contains("js/evidence"));
}

TEST_CASE("Words that a reader asks a source for are marked where they stand, once and not in code"
) {
    Margin margin;
    margin.answer("He said `it was so & so` to them. Later he signed it & it was so & so again.");
    const std::string path =
        fmt::format("/posts/{}/claims", margin.site.number("SELECT max(id) FROM posts"));
    CHECK(margin.post_as(margin.rosa, path, {{"words", "signed it & it was"}}).status == 303);
    const std::string page = margin.page();
    CHECK(page.contains(
        "data-claim=\"1\" id=\"claim-1\">signed it &amp; it was</span><a class=\"mark "
        "mark--unsourced\" href=\"/claims/1\""
    ));
    CHECK(page.contains("A reader asks for a source."));
    CHECK(page.contains("1\u00A0without a source"));
}

TEST_CASE("A page without claims has nothing of them, and a reader may hide them where they are") {
    Margin margin;
    margin.answer("Nobody knows who signed it, and nobody asked for a source of this.");
    const std::string plain = margin.page();
    CHECK_FALSE(plain.contains("class=\"coverage\""));
    CHECK_FALSE(plain.contains("id=\"plain-text\""));
    CHECK_FALSE(plain.contains("js/evidence"));
    margin.answer_as(
        margin.rosa, "He signed it that night, as everybody knows [@serge-1937, p. 79]. So it was."
    );
    CHECK(margin.page().contains("id=\"plain-text\" autocomplete=\"off\">"));
}

TEST_CASE("A question page with fifty claims costs at most eight statements") {
    Margin margin;
    std::string body;
    for (int number = 1; number <= 50; ++number)
        body += fmt::format("They met in the year {0} [@serge-1937, p. {0}]. ", 1900 + number);
    margin.answer(body);
    const auto page =
        margin.get(fmt::format("/questions/{}/who-signed-the-order", margin.asked.value));
    CHECK(count_of(page.body, "<span class=\"sidenote sidenote--sourced\"") == 50);
    CHECK(std::stoi("0" + page.header("x-attest-statements")) <= 8);
}
