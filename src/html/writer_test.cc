#include "html/writer.h"

#include <doctest/doctest.h>

namespace attest::html {

TEST_CASE("Text is escaped, HTML passes, addresses stand in their attributes") {
    Writer out;
    out.put<R"(<a href="{}" title="{}">{}</a>)">(
        Url::local("/questions/1?a=1&b=2"), R"("x" <y>)", "Tom & <b>Jerry</b>"
    );
    out.put<R"(<p>{}</p><p>{}</p>)">(Html::trusted("<em>so</em>"), 42);
    CHECK(
        out.take().text()
        == R"(<a href="/questions/1?a=1&amp;b=2" title="&quot;x&quot; &lt;y&gt;">Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;</a><p><em>so</em></p><p>42</p>)"
    );
    CHECK(out.size() == 0);
}

TEST_CASE("Only addresses that a browser may follow are read") {
    for (const std::string_view good :
         {"http://a.example/", "HTTPS://a.example/x?y#z", "mailto:a@b.example"}) {
        CAPTURE(good);
        CHECK(parse_url(good));
    }
    for (const std::string_view bad :
         {"javascript:alert(1)",
          "JaVaScRiPt:alert(1)",
          "data:text/html,x",
          "vbscript:x",
          "//evil.example",
          "/path",
          "http:///x",
          "https://",
          "http:\\\\x",
          "java\tscript:x",
          "http://a b",
          "mailto:",
          "",
          "file:///etc/passwd"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_url(bad));
    }
}

TEST_CASE("Attributes stand in a tag or are left out") {
    Writer out;
    out.put<R"(<input name="{}"{}><input name="b"{}>)">(
        "a",
        Attributes{}.flag("required").with("title", "\"quoted\" & <angled>"),
        Attributes{}.flag("required", false).with("title", "none", false)
    );
    CHECK(
        out.take().text()
        == R"(<input name="a" required title="&quot;quoted&quot; &amp; &lt;angled&gt;"><input name="b">)"
    );
}

} // namespace attest::html
