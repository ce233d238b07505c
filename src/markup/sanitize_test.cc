#include "markup/sanitize.h"

#include "markup/html_reader.h"
#include "markup/limits.h"
#include "markup/strict_check.h"
#include "markup/url.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace attest::markup {

namespace {

std::string safe(std::string_view html) {
    return sanitize_html(html, {}).html;
}

std::string repeat(std::string_view text, std::size_t times) {
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t index = 0; index < times; ++index) {
        result += text;
    }
    return result;
}

/// What must hold whatever is given.
void check_holds(std::string_view html) {
    const std::string once = safe(html);
    INFO("input: ", std::string{html.substr(0, 300)});
    INFO("output: ", once.substr(0, 300));
    CHECK(find_fault(once) == "");
    CHECK(safe(once) == once);
}

struct Vector {
    std::string_view html;
    std::string_view expected;
};

} // namespace

TEST_CASE("The strict check sees what it is there to see") {
    for (const std::string_view bad : {
             "<script>x</script>",
             "<p>x",
             "x</p>",
             "<p onclick=\"x\">x</p>",
             "<a href=\"javascript:x\">x</a>",
             "<a href=\"//x.org\">x</a>",
             "<b><i>x</b></i>",
             "a > b",
             "a & b",
             "<p><p>x</p></p>",
             "<ul>x</ul>",
             "<li>x</li>",
             "<abbr title=x>y</abbr>",
             "<a href=\"#x\"><a href=\"#y\">x</a></a>",
             "<p class=\"x\">y</p>",
             "<br></br>",
             "x<",
             "<table><tr></tr></table>",
             "\x01",
         }) {
        INFO(bad);
        CHECK(find_fault(bad) != "");
    }
    CHECK(find_fault("<p>a &amp; b</p>") == "");
}

TEST_CASE("An imported body keeps what the allow-list holds") {
    for (const Vector& vector : std::vector<Vector>{
             {"<p>One <em>two</em> <strong>three</strong></p>\n\n<hr />\n",
              "<p>One <em>two</em> <strong>three</strong></p>\n\n<hr>\n"},
             {"<h1>a</h1><h6>b</h6>", "<h1>a</h1><h6>b</h6>"},
             {"<ol start=\"3\"><li>a</li></ol>", "<ol start=\"3\"><li>a</li></ol>"},
             {"<ol start=\"1\"><li>a</li></ol>", "<ol><li>a</li></ol>"},
             {"<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>"},
             {"<abbr title=\"a &amp; b\">c</abbr>", "<abbr title=\"a &amp; b\">c</abbr>"},
             {"<kbd>Ctrl</kbd><sub>1</sub><sup>2</sup><s>x</s><del>y</del>",
              "<kbd>Ctrl</kbd><sub>1</sub><sup>2</sup><s>x</s><del>y</del>"},
             {"<details><summary>a</summary><p>b</p></details>",
              "<details><summary>a</summary><p>b</p></details>"},
             {"a<br/>b", "a<br>b"},
             {"&lt;b&gt; &amp; &quot;x&quot; &#39;y&#x27; &nbsp;",
              "&lt;b&gt; &amp; \"x\" 'y' \u00A0"},
         }) {
        CHECK(safe(vector.html) == vector.expected);
    }
}

TEST_CASE("Stack Exchange's classes become ours or go") {
    CHECK(
        safe("<blockquote class=\"spoiler\" data-spoiler=\"Reveal\"><p>x</p></blockquote>")
        == "<blockquote class=\"spoiler\"><p>x</p></blockquote>"
    );
    CHECK(
        safe("<pre class=\"lang-c prettyprint-override\"><code>int i;\n</code></pre>")
        == "<pre><code class=\"language-c\">int i;\n</code></pre>"
    );
    CHECK(safe("<pre class=\"prettyprint\"><code>x</code></pre>") == "<pre><code>x</code></pre>");
    CHECK(safe("<code class=\"language-c\">x</code>") == "<code>x</code>");
    CHECK(safe("<span class=\"math-container\">$x^2$</span>") == "<span class=\"math\">x^2</span>");
    CHECK(
        safe("<span class=\"math-container\">$$x &lt; y$$</span>")
        == "<span class=\"math display\">x &lt; y</span>"
    );
    CHECK(
        safe("<div class=\"s-table-container\"><table><thead><tr><th style=\"text-align: "
             "right;\">a</th></tr></thead></table></div>")
        == " <table><thead><tr><th align=\"right\">a</th></tr></thead></table>"
    );
    CHECK(
        safe("<p class=\"evil\" id=\"top\" onclick=\"x()\" style=\"color:red\">x</p>") == "<p>x</p>"
    );
}

TEST_CASE("A picture becomes a link with its words and its host") {
    CHECK(
        safe("<img src=\"https://i.stack.imgur.com/a.png\" alt=\"a map\">")
        == "<a href=\"https://i.stack.imgur.com/a.png\" class=\"picture\" rel=\"ugc nofollow "
           "noopener\">a map (i.stack.imgur.com)</a>"
    );
    CHECK(
        safe("<a href=\"http://x.org/big.png\"><img src=\"//x.org/small.png\" alt=\"a map\"></a>")
        == "<a href=\"http://x.org/big.png\" rel=\"ugc nofollow noopener\">a map (x.org)</a>"
    );
    CHECK(
        safe("<img src=\"http://x.org/dir/b.png?q\">")
        == "<a href=\"http://x.org/dir/b.png?q\" class=\"picture\" rel=\"ugc nofollow "
           "noopener\">b.png (x.org)</a>"
    );
    CHECK(safe("<img src=\"data:image/png;base64,AAAA\" alt=\"dot\">") == "dot");
    CHECK(safe("<img src=\"javascript:alert(1)\">") == "");
    CHECK(safe("<img src=# alt=->") == "<a href=\"#\" class=\"picture\">-</a>");
    CHECK(
        sanitize_html("<p>see <img src=\"http://x.org/b.png\" alt=\"a map\"></p>", {}).text
        == "see a map"
    );
}

TEST_CASE("Links lead to http, https, mailto and this site only, and say what they are") {
    CHECK(
        safe("<a href=\"http://x.org/?a=1&amp;b=2\" title=\"t\" target=\"_blank\">x</a>")
        == "<a href=\"http://x.org/?a=1&amp;b=2\" title=\"t\" rel=\"ugc nofollow noopener\">x</a>"
    );
    CHECK(safe("<a href=\"/questions/1\">x</a>") == "<a href=\"/questions/1\">x</a>");
    CHECK(safe("<a href=\"#c\">x</a>") == "<a href=\"#c\">x</a>");
    CHECK(
        safe("<a href=\"//x.org/\">x</a>")
        == "<a href=\"https://x.org/\" rel=\"ugc nofollow noopener\">x</a>"
    );
    CHECK(
        safe("<a href=\"mailto:a@x.org\">x</a>")
        == "<a href=\"mailto:a@x.org\" rel=\"ugc nofollow noopener\">x</a>"
    );
    CHECK(safe("<a href=\"ftp://x.org/\">x</a>") == "x");
    CHECK(safe("<a href=\"page.html\">x</a>") == "x");
}

TEST_CASE("A link to the old site leads to ours; its words stay") {
    const Options options{.rewrite_link = origin_link_rewriter("beer.stackexchange.com")};
    CHECK(
        sanitize_html(
            "<a "
            "href=\"http://beer.stackexchange.com/q/175\">http://beer.stackexchange.com/q/175</a>",
            options
        )
            .html
        == "<a href=\"/q/175\">http://beer.stackexchange.com/q/175</a>"
    );
}

TEST_CASE("The text of a body is what a reader sees, a block a line") {
    CHECK(
        sanitize_html(
            "<p>One\n two</p>\n<ul>\n<li>a</li>\n<li>b<br>c</li></ul><pre><code>x\n  "
            "y\n</code></pre>",
            {}
        )
            .text
        == "One two\na\nb\nc\nx\n  y"
    );
}

TEST_CASE("The regular reader and gumbo read regular HTML alike") {
    for (const std::string_view html : {
             "<p>a</p>\n\n<p>b <code>c</code></p>",
             "<pre>\n\nx</pre>",
             "<ul>\n<li>a\n\n<ul>\n<li>b</li>\n</ul></li>\n</ul>",
             "<table><tr><td>a</td></tr></table>",
             "<table><thead><tr><th>a</th></tr></thead><tr><td>b</td></tr></table>",
             "<b><p>x</p></b>",
             "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>",
             "<dl><dt>a<p>b</p></dt><dd>c</dd></dl>",
             "<b><b><b><b>x</b></b></b></b>y",
             "<sub><sup>x</sup></sub>",
             "a <!-- b --> c",
             "<details><summary>a</summary>b</details>",
             "<span>a</span><div>b</div>",
             "<A HREF='http://x.org/'>x</A>",
             "<a>x</a><a href=\"http://x.org\">&hellip;&#8212;</a>",
         }) {
        const Options options;
        SafeWriter quick{options, 0};
        SafeWriter exact{options, 0};
        INFO(html);
        REQUIRE(read_html(html, Strictness::regular, quick));
        REQUIRE(read_html_with_gumbo(html, exact));
        CHECK(std::move(quick).take().html == std::move(exact).take().html);
    }
}

TEST_CASE("The regular reader leaves to gumbo what the tags alone do not say") {
    const std::string deep = repeat("<blockquote>", html_depth_max);
    const std::string deep_end = repeat("</blockquote>", html_depth_max);
    for (const std::string& html : {
             std::string{"<p><span class=\"math\"><p>x</p></span></p>"},
             std::string{"<div class=\"math\">x<br>y</div>"},
             std::string{"<a>x<i>y<a href=\"#b\">z</a>w</i></a>"},
             deep + "<table>a<b>b</b> <b>c</b></table>" + deep_end,
             repeat("<b>", html_depth_max - 1) + "<details><summary>x</summary></details>"
                 + repeat("</b>", html_depth_max - 1),
         }) {
        INFO(html);
        const Options options;
        SafeWriter quick{options, 0};
        CHECK(!read_html(html, Strictness::regular, quick));
        check_holds(html);
    }
    CHECK(
        safe("<p><span class=\"math\">x<p>y</p></span></p>")
        == "<p><span class=\"math\">x</span></p><p>y</p><p></p>"
    );
    CHECK(safe("<a>x<i>y<a href=\"#b\">z</a>w</i></a>") == "x<i>y</i><i><a href=\"#b\">z</a>w</i>");
    CHECK(safe("<a href href=\"#x\">y</a>") == "y"); // the first of two counts
}

TEST_CASE("HTML with mistakes is read as HTML5 says") {
    CHECK(safe("<p>a<p>b") == "<p>a</p><p>b</p>");
    CHECK(safe("<b>a<i>b</b>c</i>") == "<b>a<i>b</i></b><i>c</i>");
    CHECK(safe("<ul><li>a<li>b</ul>") == "<ul><li>a</li><li>b</li></ul>");
    CHECK(
        safe("<table><tr><td>a<td>b</table>")
        == "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    );
    CHECK(
        safe("<table>x<tr><td>a</table>") == "x<table><tbody><tr><td>a</td></tr></tbody></table>"
    );
    CHECK(safe("<p>a<ul><li>b</ul></p>") == "<p>a</p><ul><li>b</li></ul><p></p>");
    CHECK(safe("<u>a</u> <font color=red>b</font> <blink>c</blink>") == "a b c");
    CHECK(safe("&copy; &notin; &ampx") == "© ∉ &amp;x");
}

TEST_CASE("Addresses are judged as a browser reads them") {
    for (const std::string_view url : {
             "javascript:alert(1)",
             "JaVaScRiPt:alert(1)",
             " javascript:alert(1)",
             "java\tscript:alert(1)",
             "java\nscript:alert(1)",
             "java\rscript:alert(1)",
             "\x01javascript:alert(1)",
             "javascript&colon;alert(1)",
             "&#106;avascript:alert(1)",
             "&#x6A;avascript:alert(1)",
             "&#0000106avascript:alert(1)",
             "java&#x09;script:alert(1)",
             "java&Tab;script:alert(1)",
             "java&NewLine;script:alert(1)",
             "&#1;javascript:alert(1)",
             "vbscript:x",
             "data:text/html,x",
             "DATA:text/html;base64,x",
             "file:///etc/passwd",
             "blob:http://x.org/1",
             "view-source:http://x.org",
             "feed:javascript:alert(1)",
             "jar:http://x.org!/",
             "http:javascript:alert(1)",
             "http:x.org",
             "https:///x.org",
             "//",
             "///x",
             "/\\x.org",
             "\\\\x.org",
             "http://",
             "ws://x.org",
             "intent://x",
             "tel:1",
             "\xE2\x80\x8Bjavascript:alert(1)",
             "java\xC2\xADscript:alert(1)",
             "\xEF\xBB\xBFjavascript:alert(1)",
             "mailto\t:x",
             "x-javascript:1",
             "javascript\x00:alert(1)",
         }) {
        check_holds("<a href=\"" + std::string{url} + "\">x</a>");
        check_holds("<a href='" + std::string{url} + "'>x</a>");
        check_holds("<a href=" + std::string{url} + ">x</a>");
        check_holds("<img src=\"" + std::string{url} + "\" alt=x>");
    }
    CHECK(safe("<a href=\"java&#x0A;script:alert(1)\">x</a>") == "x");
    CHECK(
        safe("<a href=\"ht\ntp://x.org/\">x</a>")
        == "<a href=\"http://x.org/\" rel=\"ugc nofollow noopener\">x</a>"
    );
    CHECK(safe("<a href=\"/\\evil.org\">x</a>") == "<a href=\"/%5Cevil.org\">x</a>");
}

TEST_CASE("Nothing that runs gets through") {
    for (const std::string_view html : {
             "<script>alert(1)</script>",
             "<SCRIPT SRC=//x.org/a.js></SCRIPT>",
             "<scr<script>ipt>alert(1)</script>",
             "<script/x>alert(1)</script>",
             "<script",
             "<script>",
             "</script><script>alert(1)",
             "<img src=x onerror=alert(1)>",
             "<img src=x onerror=alert(1)//",
             "<svg onload=alert(1)>",
             "<svg/onload=alert(1)>",
             "<body onload=alert(1)>",
             "<iframe src=javascript:alert(1)></iframe>",
             "<iframe srcdoc='<script>alert(1)</script>'>",
             "<object data=javascript:alert(1)>",
             "<embed src=javascript:alert(1)>",
             "<base href=javascript:/a/>",
             "<meta http-equiv=refresh content='0;url=javascript:1'>",
             "<link rel=stylesheet href=//x.org/a.css>",
             "<style>*{background:url(javascript:1)}</style>",
             "<form action=javascript:alert(1)><input type=submit>",
             "<button formaction=javascript:alert(1)>x",
             "<isindex action=javascript:alert(1)>",
             "<video><source onerror=alert(1)>",
             "<audio src onerror=alert(1)>",
             "<details open ontoggle=alert(1)>x",
             "<marquee onstart=alert(1)>x",
             "<input autofocus onfocus=alert(1)>",
             "<p style=\"x:expression(alert(1))\">x",
             "<div style=\"background:url(javascript:1)\">x",
             "<table background=javascript:alert(1)><td background=javascript:1>",
             "<a href=# onclick=alert(1)>x</a>",
             "<a href=\"http://x.org\"onmouseover=\"alert(1)\">x</a>",
             "<xss onpointerenter=alert(1)>x</xss>",
             "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
             "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
             "<svg><animate onbegin=alert(1) attributeName=x>",
             "<svg><set attributeName=onmouseover to=alert(1)>",
             "<svg><use href=\"data:image/svg+xml,x#x\">",
             "<keygen onfocus=alert(1) autofocus>",
             "<frameset onload=alert(1)>",
             "<applet code=x>",
             "<portal src=javascript:1>",
             "<?xml version=1?><x/>",
             "<!DOCTYPE html [<!ENTITY x 'y'>]>&x;",
         }) {
        check_holds(html);
        check_holds("<p>" + std::string{html} + "</p>");
        check_holds("<table><tr><td>" + std::string{html});
    }
}

TEST_CASE("What changes when it is read again does not get through") {
    for (const std::string_view html : {
             "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
             "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
             "onerror=alert(1)&gt;\">",
             "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
             "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
             "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\">",
             "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
             "<template><style></template><img src=x onerror=alert(1)></style>",
             "<style><style/><img src=x onerror=alert(1)>",
             "<title><p title=\"</title><img src=x onerror=alert(1)>\">",
             "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">",
             "<select><template><style><!--</style><a rel=\"--></style></template></select><img "
             "id=x src onerror=alert(1)>\">",
             "<svg><foreignObject><p><style><!--</style><img src=x onerror=alert(1)>-->",
             "<svg><desc><table><td></desc><img src=x onerror=alert(1)>",
             "<math><annotation-xml encoding=\"text/html\"><script>1</script>",
             "<a title=\"`<img src=x onerror=alert(1)>\">x</a>",
             "<!--><img src=x onerror=alert(1)>-->",
             "<!--!><img src=x onerror=alert(1)>-->",
             "<!-- --!><img src=x onerror=alert(1)> -->",
             "<![CDATA[<img src=x onerror=alert(1)>]]>",
             "<svg><![CDATA[><img src=x onerror=alert(1)>]]>",
             "</ x><img src=x onerror=alert(1)>",
             "<%<img src=x onerror=alert(1)>%>",
             "<!x><img src=x onerror=alert(1)>",
             "<p><a><table><a>x",
             "<a><p><a>x",
             "<b><table><b>x<td>y</b>z",
             "<i><b><p></i>x</b>",
             "<li><p><li>x",
             "<dd><dt>x<dd>",
             "<h1><h2>x</h1></h2>",
             "<ul><ul><li>a</ul></ul>",
             "<tr><td>x",
             "<caption>x",
             "<table><caption><p>x</table>",
             "<table><p>x<b>y</table>z",
             "<pre>\n\n\nx",
             "<pre>&#10;x</pre>",
             "<pre><p>x",
             "<p><pre>x",
             "<p><hr>x",
             "</p></br>",
             "<details><p><summary>x",
             "<summary>x",
             "<tbody><td>x",
             "<ol><td>x",
             "<dl>x<dt>y",
             "<span class=math><b>x</b>$</span>",
             "<div class=math><p>x</p></div>y",
             "<p><div class=math>x</div>",
             "<span class=math-container>$$</span>",
             "<code>\xE2\x80\xAEx</code>",
             "<span class=bidi title=x>\xE2\x80\xAE</span>",
             "<pre><code>a<br>b</code></pre>",
             "<table><tr><td><table><tr><td>x",
             "<img src=# alt=->",
         }) {
        check_holds(html);
    }
}

TEST_CASE("A link whose address is too long as it would be written is none") {
    const std::string host = "http://i.imgur.com/";
    const auto link = [&](std::size_t letters) {
        return "<a href=\"" + host + repeat("é", letters) + "\">x</a>";
    };
    const std::size_t letters_max =
        (url_bytes_max - std::string{"https://i.imgur.com/"}.size()) / 6;
    CHECK(safe(link(letters_max)).starts_with("<a href=\"https://i.imgur.com/%C3%A9"));
    CHECK(safe(link(letters_max + 1)) == "x");
    check_holds(link(letters_max));
    const std::string last = repeat("a", url_bytes_max - host.size());
    CHECK(safe("<a href=\"" + host + last + "\">x</a>") == "x"); // by the s of https
}

TEST_CASE("Attributes cannot be broken out of") {
    for (const std::string_view html : {
             "<abbr title='\"><img src=x onerror=alert(1)>'>x</abbr>",
             "<abbr title=\"&quot;&gt;&lt;script&gt;\">x</abbr>",
             "<abbr title=\"a\" onclick=\"b\" title=\"c\">x</abbr>",
             "<abbr title=`a onclick=b`>x</abbr>",
             "<abbr title=\"a\n\r\tb\">x</abbr>",
             "<abbr title=\"x\0y\">x</abbr>",
             "<abbr title>x</abbr>",
             "<abbr title=>x</abbr>",
             "<abbr =title=x>x</abbr>",
             "<abbr \"title\"=x>x</abbr>",
             "<abbr title=\"x",
             "<abbr title=\"x>y</abbr>",
             "<a href=\"http://x.org/\" \" onclick=alert(1)>x</a>",
             "<a href=\"http://x.org/&quot; onclick=&quot;1\">x</a>",
             "<a href='http://x.org/\" onclick=1'>x</a>",
             "<ol start=\"1&quot; onclick=1\"><li>x</ol>",
             "<ol start=99999999999><li>x</ol>",
             "<td align=\"left&quot;\">x",
             "<pre class='lang-\"><script>'><code>x</code></pre>",
             "<pre><code class='language-\"onclick=1'>x</code></pre>",
             "<img alt='\"><script>' src=http://x.org/>",
             "<img alt=\"</a><script>\" src=\"http://x.org/\">",
             "<li id='fn-1\"'>x",
         }) {
        check_holds(html);
    }
}

TEST_CASE("Bytes that are no text do no harm") {
    using namespace std::string_literals;
    for (const std::string& html : {
             "<p>a\0b</p>"s,
             "<scr\0ipt>alert(1)</scr\0ipt>"s,
             "<\0script>x"s,
             "<p>\xFF\xFE</p>"s,
             "<p>\xC0\xBCscript\xC0\xBE</p>"s,
             "<p>\xED\xA0\x80</p>"s,
             "<p>&#0;&#1;&#x80;&#xD800;&#x110000;&#xFFFE;&#13;</p>"s,
             "\r\n<p>a\rb\r\n</p>"s,
             "<p title=\"\xC3\"x\">"s,
             "<a href=\"http://x.org/\xC3(\">x</a>"s,
             "\xEF\xBB\xBF<p>x</p>"s,
             "<p>\x7F\xC2\x85</p>"s,
             "<p>&#xFDD0;&#x1FFFE;</p>"s,
         }) {
        check_holds(html);
    }
}

TEST_CASE("Nesting bombs stay small, quick and safe") {
    constexpr std::size_t times = 20'000;
    for (const std::string_view unit : {
             "<b>",
             "<p>",
             "<div>",
             "<a href=http://x.org/>",
             "<blockquote>",
             "<ul><li>",
             "<table><tr><td>",
             "<table>",
             "</p>",
             "</b>",
             "<b></i>",
             "<a><b>",
             "<span>",
             "<x>",
             "<svg>",
             "<math>",
             "<pre>",
             "<details>",
             "<sub>",
             "<dl>",
             "<b><p>",
             "<i id=x><p>",
             "<!--",
             "<![CDATA[",
             "<",
             "</",
             "&",
             "&#",
             "&amp",
             "<a ",
             "<a =",
             "<p '",
             "<p \"",
             "<script>",
             "<select>",
             "<form>",
             "<h1>",
             "<font color=1><p>",
             "<li>",
             "<td>",
             "<option>",
             "<nobr>",
             "<button>",
         }) {
        const std::string html = repeat(unit, times);
        const std::string once = safe(html);
        INFO(unit);
        CHECK(find_fault(once) == "");
        CHECK(safe(once) == once);
        CHECK(once.size() <= 10 * html.size() + 4'096);
    }
    // Each font differs, so HTML5 has every later paragraph open them all again: the square of the
    // input.
    std::string fonts;
    for (std::size_t index = 0; index < 3'000; ++index) {
        fonts += "<font color=" + std::to_string(index) + "><p>x</b>";
    }
    CHECK(safe(fonts).size() <= 10 * fonts.size());
}

TEST_CASE("Footnote anchors are kept for their own post only") {
    const Options options{.rewrite_link = {}, .footnote_prefix = "7"};
    CHECK(
        sanitize_html(
            "<ol><li id=\"fn-7-1\">x</li><li id=\"fn-8-1\">y</li><li id=\"top\">z</li></ol>",
            options
        )
            .html
        == "<ol><li id=\"fn-7-1\">x</li><li>y</li><li>z</li></ol>"
    );
}

TEST_CASE("Controls of direction are visible in code") {
    CHECK(
        safe("<code>a\u202Eb</code> \u202Ec")
        == "<code>a<span class=\"bidi\" title=\"U+202E\">\u202E</span>b</code> \u202Ec"
    );
}

} // namespace attest::markup
