#include "html/writer.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

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

TEST_CASE("Text of any length is escaped wherever its signs stand") {
    // The writer looks at eight bytes at a time, and at the last eight of a text once more.
    for (std::size_t length = 0; length <= 20; ++length) {
        for (std::size_t at = 0; at < length; ++at) {
            for (const auto& [sign, entity] :
                 {std::pair{'&', "&amp;"},
                  {'<', "&lt;"},
                  {'>', "&gt;"},
                  {'"', "&quot;"},
                  {'\'', "&#39;"}}) {
                std::string text(length, 'x');
                text[at] = sign;
                std::string escaped(length, 'x');
                escaped.replace(at, 1, entity);
                Writer out;
                out.put<R"(<p title="{}">{}</p>)">(text, text);
                CHECK(out.view() == "<p title=\"" + escaped + "\">" + escaped + "</p>");
                CHECK(count_escaped(text) == escaped.size());
            }
        }
    }
}

TEST_CASE("Neighbours of the signs that are escaped stay as they are") {
    std::string text;
    for (int byte = 1; byte < 256; ++byte) {
        const auto c = static_cast<char>(byte);
        if (std::string_view{"&<>\"'"}.contains(c)) continue;
        text += c;
    }
    Writer out;
    CHECK(out.text(text).view() == text);
}

TEST_CASE("What is put behind a long page stands behind it") {
    constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    Writer out{1};
    std::string expected;
    for (int row = 0; row < 1'000; ++row) {
        out.put<R"(<td id="{}"{}>{}{}</td>)">(
            row, Attributes{}.flag("hidden", row % 2 == 0), lowest, std::string_view{}
        );
        expected += "<td id=\"" + std::to_string(row) + (row % 2 == 0 ? "\" hidden>" : "\">")
                    + "-9223372036854775808</td>";
    }
    CHECK(out.view() == expected);
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
