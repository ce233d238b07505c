// The picture of a timeline, held by a golden file: look at it in a browser when it changes.
#include "web/timeline_svg.h"

#include "dates/phrase.h"
#include "web/limits.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace attest;
using namespace attest::web;

namespace {

constexpr std::string_view golden_file = "tests/golden/timeline.svg";

std::string read_file(std::string_view path) {
    std::ifstream file{std::string{path}, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

DrawnDate drawn(
    std::string_view phrase,
    std::string words,
    std::string lane = {},
    std::string_view status = "checked"
) {
    const Result<dates::ReadDate> read = dates::read_date(phrase);
    REQUIRE(read);
    return {
        .date = read->date,
        .sign = "◑",
        .status = status,
        .words = std::move(words),
        .title = fmt::format("{} title", phrase),
        .address = html::Url::local("/claims/7"),
        .lane = std::move(lane),
    };
}

std::vector<DrawnDate> a_life() {
    return {
        drawn("7 November 1879", "Born at Yanovka", "Trotsky", "corroborated"),
        drawn("from 1902 to 1905", "Abroad", "Trotsky"),
        drawn("1905", "A soviet meets", "Petersburg", "sourced"),
        drawn("between 1907 and 1908", "A book", ""),
        drawn("25 October 1917 (O.S.)", "The palace falls", "Petersburg", "differ"),
        drawn("7 November 1917", "The palace falls", "Petersburg", "differ"),
        drawn("after 1929", "In exile", "Trotsky"),
        drawn("20 August 1940", "Killed", "Trotsky", "disputed"),
    };
}

std::string picture_of(const std::vector<DrawnDate>& items, bool has_old_style = false) {
    return draw_timeline(
               items,
               {.days = drawn_days(items, {}),
                .has_old_style = has_old_style,
                .language = &dates::english,
                .label = "Timeline: a life",
                .is_file = true}
    )
        .text();
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + 1))
        ++count;
    return count;
}

} // namespace

TEST_CASE("A life is drawn as the golden file has it") {
    // To rewrite it after a change that was meant: ATTEST_REBASELINE=1 web_test
    const bool is_rebaseline =
        std::getenv("ATTEST_REBASELINE") != nullptr; // NOLINT(concurrency-mt-unsafe)
    const std::string picture = picture_of(a_life(), true);
    if (is_rebaseline) std::ofstream{std::string{golden_file}, std::ios::binary} << picture;
    CHECK(picture == read_file(golden_file));
}

TEST_CASE("A day is a tick, a span a solid bar, a moment of a stretch a hollow one that fades") {
    const std::string day = picture_of({drawn("7 November 1879", "")});
    CHECK(day.contains("timeline__day\""));
    const std::string span = picture_of({drawn("from 1902 to 1905", "")});
    CHECK(span.contains("class=\"timeline__bar\""));
    CHECK(!span.contains("mask=\""));
    const std::string moment = picture_of({drawn("1905", "")});
    CHECK(moment.contains("timeline__bar--hollow"));
    CHECK(moment.contains("mask=\"url(#timeline-fade-both)\""));
}

TEST_CASE("An axis by the Old Style stands only over the years that had both") {
    const std::vector<DrawnDate> both{drawn("from 1914 to 1918", "")};
    CHECK(count_of(picture_of(both, true), "timeline__axis") == 3); // and once in its style
    CHECK(count_of(picture_of(both, false), "timeline__axis") == 2);
    CHECK(count_of(picture_of({drawn("from 1940 to 1945", "")}, true), "timeline__axis") == 2);
}

TEST_CASE("What people wrote is text in the picture, wherever it stands") {
    DrawnDate evil = drawn("1905", R"x("><script>alert(1)</script>)x");
    evil.title = R"x(</title><script>alert(2)</script>)x";
    evil.lane = R"x(<img src=x onerror="alert(3)">)x";
    const std::string picture = picture_of({evil});
    CHECK(!picture.contains("<script"));
    CHECK(!picture.contains("<img"));
    CHECK(picture.contains("&lt;script&gt;"));
}

TEST_CASE("Whatever is drawn stays in the picture, and no two labels of a row meet") {
    std::mt19937 random{7}; // NOLINT(bugprone-random-generator-seed): the same each time
    std::vector<DrawnDate> items;
    for (int i = 0; i < 300; ++i) {
        const int year = static_cast<int>(1800 + random() % 200);
        items.push_back(drawn(fmt::format("{}", year), std::string(random() % 60, 'w')));
    }
    const std::string picture = picture_of(items);
    CHECK(count_of(picture, "<a class=") == 300);
    CHECK(!picture.substr(picture.find("</defs>")).contains("x=\"-"));
    CHECK(!picture.contains("nan"));
    CHECK(!picture.contains("inf"));
}

TEST_CASE("The axis names a few days of any stretch, from a day to all of history") {
    for (const std::string_view phrase :
         {"7 November 1879",
          "May 1917",
          "1917",
          "from 1914 to 1921",
          "20th century",
          "from 9000 BC to 2000",
          "44 BC"}) {
        CAPTURE(phrase);
        const std::string picture = picture_of({drawn(phrase, "")});
        const std::size_t marks = count_of(picture, "<line class=");
        CHECK(marks >= 2);
        CHECK(marks <= 16);
    }
}
