#include "markup/body.h"

#include <doctest/doctest.h>

namespace attest::markup {

namespace {

BodyFormat settled(std::string_view html, std::string_view markdown) {
    return settle_body(html, markdown, {}).format;
}

} // namespace

TEST_CASE("A body whose source gives the same document is Markdown") {
    CHECK(
        settled(
            "<p>One <em>two</em></p>\n\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n",
            "One *two*\n\n* a\n* b\n"
        )
        == BodyFormat::markdown
    );
    CHECK(settled("<p>a<br>\nb</p>", "a  \nb") == BodyFormat::markdown);
    CHECK(
        settled(
            "<pre class=\"lang-c prettyprint-override\"><code>int i;\n</code></pre>",
            "<!-- language: lang-c -->\n\n    int i;\n"
        )
        == BodyFormat::markdown
    );
    CHECK(
        settled(
            "<p><a href=\"http://x.org\" rel=\"nofollow noreferrer\">x</a></p>", "[x](http://x.org)"
        )
        == BodyFormat::markdown
    );
    CHECK(
        settled(
            "<p><a href=\"http://x.org/a_%28b%29\" rel=\"nofollow\">x</a></p>",
            "[x](http://x.org/a_%28b%29)"
        )
        == BodyFormat::markdown
    );
    CHECK(settled("<p><strong><em>x</em></strong></p>", "***x***") == BodyFormat::markdown);
    CHECK(
        settled("<blockquote class=\"spoiler\">\n  <p>x</p>\n</blockquote>", ">! x")
        == BodyFormat::markdown
    );
    CHECK(
        settled(
            "<p><img src=\"https://i.stack.imgur.com/a.png\" alt=\"b\"></p>",
            "![b](http://i.stack.imgur.com/a.png)"
        )
        == BodyFormat::markdown
    );
}

TEST_CASE("A body whose source gives another document stays HTML, made safe") {
    const ImportedBody body = settle_body("<h1>Title</h1><script>x</script>", "#Title", {});
    CHECK(body.format == BodyFormat::html);
    CHECK(body.html == "<h1>Title</h1>");
    CHECK(body.text == "Title");
    CHECK(settled("<p>a</p>", "b") == BodyFormat::html);
    CHECK(settled("<p>a</p>", "a *b*") == BodyFormat::html);
    CHECK(settled("<pre><code>a  b\n</code></pre>", "    a b\n") == BodyFormat::html);
    CHECK(
        settled("<p><a href=\"http://x.org\">x</a></p>", "[x](http://y.org)") == BodyFormat::html
    );
}

TEST_CASE("A body without a source is HTML") {
    CHECK(settle_body("<p>a</p>", std::nullopt, {}).format == BodyFormat::html);
}

TEST_CASE("White space tells documents apart in code only") {
    CHECK(is_same_document("<p>a\nb</p>\n\n<p>c</p>", "<p>a b</p><p> c</p>"));
    CHECK(is_same_document("<ul><li>\n<p>a</p>\n</li></ul>", "<ul><li><p>a</p></li></ul>"));
    CHECK(!is_same_document("<pre>a\nb</pre>", "<pre>a b</pre>"));
    CHECK(!is_same_document("<p>a b</p>", "<p>ab</p>"));
    CHECK(!is_same_document("<p>a <b>b</b></p>", "<p>a<b>b</b></p>"));
    CHECK(!is_same_document("<p>a</p>", "<p>a</p><p>b</p>"));
    CHECK(is_same_document("", ""));
}

} // namespace attest::markup
