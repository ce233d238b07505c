#include "markup/comment.h"

#include "markup/strict_check.h"
#include "markup/url.h"

#include <doctest/doctest.h>

#include <string>

namespace attest::markup {

namespace {

std::string comment(std::string_view source) {
    const std::string html = render_comment(source, {}).html;
    CHECK(find_fault(html) == "");
    return html;
}

std::string link(std::string_view url, std::string_view words) {
    return "<a href=\"" + std::string{url} + "\" rel=\"ugc nofollow noopener\">"
           + std::string{words} + "</a>";
}

} // namespace

TEST_CASE("A comment knows emphasis, code and links") {
    CHECK(comment("*a* and _b_, **c**") == "<em>a</em> and <em>b</em>, <strong>c</strong>");
    CHECK(comment("**a *b* c**") == "<strong>a <em>b</em> c</strong>");
    CHECK(
        comment("`a *b* <c>` and ``x`y``") == "<code>a *b* &lt;c&gt;</code> and <code>x`y</code>"
    );
    CHECK(
        comment("[the *text*](http://x.org/a_(b) \"title\") end")
        == "<a href=\"http://x.org/a_(b)\" title=\"title\" rel=\"ugc nofollow noopener\">the "
           "<em>text</em></a> end"
    );
    CHECK(
        comment("see http://x.org/a_b_c.")
        == "see " + link("http://x.org/a_b_c", "http://x.org/a_b_c") + "."
    );
    CHECK(comment("(https://x.org)") == "(" + link("https://x.org", "https://x.org") + ")");
}

TEST_CASE("What only looks like a mark is text") {
    CHECK(comment("2 * 3 * 4 and snake_case_name") == "2 * 3 * 4 and snake_case_name");
    CHECK(comment("a*b*c") == "a*b*c");
    CHECK(comment("*open and **open") == "*open and **open");
    CHECK(comment("`open") == "`open");
    CHECK(comment("[a](javascript:alert(1))") == "a");
    CHECK(comment("[a] (b) [c") == "[a] (b) [c");
    CHECK(comment("<b>x</b> & @jane") == "&lt;b&gt;x&lt;/b&gt; &amp; @jane");
    CHECK(
        comment("\\*a\\* \\[x](http://x.org) \\q")
        == "*a* [x](" + link("http://x.org", "http://x.org") + ") \\q"
    );
    CHECK(comment("xhttp://x.org") == "xhttp://x.org");
}

TEST_CASE("Short links lead to tags and help") {
    CHECK(comment("[tag:ipa]") == "<a href=\"/questions/tagged/ipa\">ipa</a>");
    CHECK(comment("[tag:c++]") == "<a href=\"/questions/tagged/c%2B%2B\">c++</a>");
    CHECK(comment("[ask]") == "<a href=\"/help/how-to-ask\">How to Ask</a>");
    CHECK(comment("[tag:a b] [nonsense]") == "[tag:a b] [nonsense]");
}

TEST_CASE("A comment's links to the old site lead to ours") {
    const Options options{.rewrite_link = origin_link_rewriter("beer.stackexchange.com")};
    CHECK(
        render_comment("http://beer.stackexchange.com/q/1", options).html
        == "<a href=\"/q/1\">http://beer.stackexchange.com/q/1</a>"
    );
}

TEST_CASE("A comment's text is its words") {
    CHECK(render_comment("*a* [b](http://x.org) `c`", {}).text == "a b c");
}

TEST_CASE("A comment made to be slow stays small") {
    for (const std::string_view unit :
         {"*a ",
          "_a ",
          "**a ",
          "[",
          "[a](",
          "[a](b \"",
          "`",
          "` ``",
          "*a* ",
          "http://",
          "http://a",
          "\\",
          "![",
          "<",
          "(",
          "*_**__"}) {
        std::string source;
        while (source.size() < 15'000) {
            source += unit;
        }
        INFO(unit);
        const std::string html = render_comment(source, {}).html;
        CHECK(find_fault(html) == "");
        CHECK(html.size() <= 10 * source.size());
    }
}

} // namespace attest::markup
