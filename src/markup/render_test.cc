#include "markup/render.h"

#include "markup/limits.h"
#include "markup/sanitize.h"
#include "markup/strict_check.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace attest::markup {

namespace {

const std::filesystem::path golden_folder = "tests/golden/markup";

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string html(std::string_view source) {
    const Result<Rendered> rendered = render_markdown(source, {});
    REQUIRE(rendered);
    return rendered->html;
}

/// `unit` over and over, up to `bytes`.
std::string fill(std::string_view unit, std::size_t bytes) {
    std::string text;
    text.reserve(bytes);
    while (text.size() + unit.size() <= bytes) {
        text += unit;
    }
    return text;
}

/// What must hold of every source: it is refused with a sentence, or gives safe HTML that is not
/// too long.
void check_bounded(std::string_view source) {
    const Result<Rendered> rendered =
        render_markdown(source, {.rewrite_link = {}, .footnote_prefix = "7", .dollar_maths = true});
    INFO("source: ", std::string{source.substr(0, 60)});
    if (!rendered) {
        CHECK(rendered.error().code() == ErrorCode::invalid);
        CHECK(rendered.error().message().ends_with('.'));
        return;
    }
    CHECK(find_fault(rendered->html) == "");
    CHECK(rendered->html.size() <= output_base + (output_per_byte_max * source.size()));
}

std::string table_row(std::string_view cell, std::size_t columns) {
    return fill("|" + std::string{cell}, columns * (cell.size() + 1)) + "|\n";
}

} // namespace

TEST_CASE("Markdown gives the HTML that the golden files hold") {
    // To rewrite them after a change that was meant: ATTEST_REBASELINE=1 markup_test
    const bool is_rebaseline =
        std::getenv("ATTEST_REBASELINE") != nullptr; // NOLINT(concurrency-mt-unsafe)
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{golden_folder}) {
        if (entry.path().extension() != ".md") continue;
        ++files;
        const Options options{.rewrite_link = {}, .footnote_prefix = "175"};
        const Result<Rendered> rendered = render_markdown(read_file(entry.path()), options);
        INFO(entry.path().string());
        REQUIRE(rendered);
        CHECK(find_fault(rendered->html) == "");
        CHECK(sanitize_html(rendered->html, options).html == rendered->html);
        std::filesystem::path expected = entry.path();
        expected.replace_extension(".html");
        if (is_rebaseline) std::ofstream{expected, std::ios::binary} << rendered->html;
        CHECK(rendered->html == read_file(expected));
    }
    CHECK(files >= 8);
}

TEST_CASE("A dollar begins a formula only where the site wants it") {
    CHECK(html("$x_1$ and $y_1$") == "<p>$x_1$ and $y_1$</p>\n");
    const Options options{.rewrite_link = {}, .footnote_prefix = {}, .dollar_maths = true};
    CHECK(
        render_markdown("$x_1$, $5 and $6, $ 7 $", options)->html
        == "<p><span class=\"math\">x_1</span>, $5 and $6, $ 7 $</p>\n"
    );
}

TEST_CASE("Footnotes of two posts on one page have anchors of their own") {
    const auto with_prefix = [](std::string prefix) {
        return render_markdown(
                   "a[^1]\n\n[^1]: b", {.rewrite_link = {}, .footnote_prefix = std::move(prefix)}
        )
            ->html;
    };
    CHECK(with_prefix("175").find("id=\"fn-175-1\"") != std::string::npos);
    CHECK(with_prefix("175").find("href=\"#fnref-175-1\"") != std::string::npos);
    CHECK(with_prefix("176").find("175") == std::string::npos);
}

TEST_CASE("The text of a source is its words") {
    CHECK(
        render_markdown(
            "# A *b*\n\n- [x](http://x.org)\n- `c`\n\n| d | e |\n|---|---|\n| f |\n", {}
        )
            ->text
        == "A b\nx\nc\nd\ne\nf"
    );
}

TEST_CASE("What is too much is refused with a sentence") {
    const auto refusal = [](std::string_view source) {
        const Result<Rendered> rendered = render_markdown(source, {});
        return rendered ? std::string{} : rendered.error().message();
    };
    CHECK(refusal(fill("a", markdown_bytes_max)) == "");
    CHECK(refusal(fill("a", markdown_bytes_max + 1)).find("shorten") != std::string::npos);
    CHECK(refusal(fill(">", markdown_nesting_max) + "a") == "");
    CHECK(refusal(fill(">", markdown_nesting_max + 1) + "a").find("flatten") != std::string::npos);
    CHECK(
        refusal(fill("- ", 2 * (markdown_nesting_max + 1)) + "a").find("flatten")
        != std::string::npos
    );
    CHECK(refusal(table_row("a", 20) + table_row("-", 20) + fill(table_row("a", 20), 9'000)) == "");
    CHECK(
        refusal(table_row("a", 100) + table_row("-", 100) + fill("a\n", 400)).find("cells")
        != std::string::npos
    );
    CHECK(refusal(fill("<!-- ", 50'000)).find("never closed") != std::string::npos);
    CHECK(refusal(fill("![[]() ", 50'000)).find("never closed") != std::string::npos);
}

TEST_CASE("The table bomb is refused before cmark sees it") {
    const std::string bomb = table_row("a", 2'000) + table_row("-", 2'000) + fill("a\n", 4'000);
    REQUIRE(bomb.size() < 20'000);
    CHECK(!render_markdown(bomb, {}));
    check_bounded(bomb);
}

TEST_CASE("A large honest text passes the guards") {
    std::string essay;
    while (essay.size() < 60'000) {
        essay += "The **decree** of *18 January* [1929](http://example.org/decree_of_1929) says "
                 "`exile_to_alma_ata[0]` "
                 "and ![a map](http://example.org/map.png).\n\n> Quoted\n\n- one\n- two\n\n";
        if (essay.size() % 7 == 0) essay += "| a | b |\n|---|---|\n| c | d |\n\n";
    }
    CHECK(render_markdown(essay, {}));
    std::string code = "```\n";
    while (code.size() < 60'000) {
        code += "snake_case_name[index_of_it] = *pointer_to[other_index] * 2; // List<int> |-|\n";
    }
    CHECK(render_markdown(code + "```\n", {}));
}

TEST_CASE("Sources made to be slow give little or are refused") {
    constexpr std::size_t bytes = 40'000;
    for (const std::string_view unit : {
             "*a **a ",
             "*a _b ",
             "a**b",
             "*",
             "_",
             "***",
             "~~a ",
             "~~",
             "a~~b",
             "[",
             "]",
             "[a](",
             "[a](b",
             "![",
             "![[]()",
             "[a][",
             "[]",
             "[^",
             "[^a]",
             "[a]: b\n",
             "`",
             "`a",
             "` `` ",
             "\\",
             "\\(",
             "\\(a",
             "$",
             "$$",
             "$$a ",
             "$a ",
             "<",
             "</",
             "<a ",
             "<a b=\"",
             "<a b='",
             "<!",
             "<!--",
             "<?",
             "<![CDATA[",
             "<!A ",
             "<http:",
             "&",
             "&#",
             "&amp",
             "> ",
             ">",
             "- ",
             "+ ",
             "1. ",
             "-\n+\n",
             "- a\n",
             "    ",
             "\t",
             " ",
             "\n",
             "a\n",
             "a  \n",
             "# ",
             "#\n",
             "```\n",
             "===\n",
             "a\n===\n",
             "|",
             "| a |\n",
             "|-|\n",
             "a\n|-\n",
             "a|b\n-|-\n",
             "- [ ] a\n",
             "http://",
             "http://a ",
             "http://a.b/(",
             ">! a\n\n",
             "<b>",
             "</b>",
             "<p>\n\n",
             "<table>\n\n",
             "<!-- a -->\n\n",
             "<i><b>",
             "[a](<b",
             "[a](b \"",
             "[](",
             "*a_ ",
             "!",
             "\"",
             "[a]\n\n",
             "***a**b_c__d",
             "* *_",
             "[x]",
             "- - -a\n",
             "1. a\n\n   b\n",
             "[^1]: a\n",
             "[^1]\n\n",
             "> a\n\n",
             "> - ",
             "*a [b](c) _d ",
             "\x02",
             "\x02(",
             "\x01",
             "[](//a)",
             "![](//a)",
             "<s>a\n\n",
             "<!-- language: x -->\n\n    a\n\n",
         }) {
        check_bounded(fill(unit, bytes));
        check_bounded("a " + fill(unit, bytes) + " a\n\nb");
    }
    check_bounded(fill("[", bytes) + fill("]", bytes));
    check_bounded(fill("**a *b ", bytes) + fill("c* d** ", bytes));
    check_bounded(fill("_", bytes) + "." + fill("_", bytes));
    check_bounded(
        "[a]: http://example.org/" + fill("u", bytes) + "\n\n" + fill("[a]", bytes)
    ); // 40 KB in each of 13,000 links
    check_bounded("[^1]: a\n\n" + fill("a[^1] ", bytes));
    check_bounded("a[^1]\n\n[^1]: " + fill("[^1] ", bytes));
    std::string ticks;
    for (std::size_t length = 1; ticks.size() + length < bytes; ++length) {
        ticks += "a" + std::string(length, '`');
    }
    check_bounded(ticks);
    std::string steps;
    for (std::size_t depth = 0; steps.size() < bytes; ++depth) {
        steps += std::string(2 * (depth % 60), ' ') + "* a\n";
    }
    check_bounded(steps);
}

TEST_CASE("Two threads do not disturb each other's extensions") {
    // cmark-gfm's own extensions switch a table of special characters that all threads share.
    const std::string source = "~~a~~ and $$b$$ and \\(c\\) and ~~d~~\n\n";
    const std::string expected = html(fill(source, 4'000));
    std::vector<std::string> results(4);
    std::vector<std::jthread> threads;
    threads.reserve(results.size());
    for (std::string& result : results) {
        threads.emplace_back([&result, &source, &expected] {
            for (int round = 0; round < 50; ++round) {
                result = render_markdown(fill(source, 4'000), {})->html;
                if (result != expected) return;
            }
        });
    }
    threads.clear();
    for (const std::string& result : results) {
        CHECK(result == expected);
    }
}

} // namespace attest::markup
