#include "markup/word_diff.h"

#include "markup/limits.h"
#include "markup/words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace attest::markup {

namespace {

std::string old_side(const std::vector<DiffPart>& parts) {
    std::string text;
    for (const DiffPart& part : parts) {
        if (part.kind != DiffKind::inserted) text += part.text;
    }
    return text;
}

std::string new_side(const std::vector<DiffPart>& parts) {
    std::string text;
    for (const DiffPart& part : parts) {
        if (part.kind != DiffKind::removed) text += part.text;
    }
    return text;
}

/// How much of the new text is not equal, in bytes.
std::size_t changed_bytes(const std::vector<DiffPart>& parts) {
    std::size_t bytes = 0;
    for (const DiffPart& part : parts) {
        if (part.kind != DiffKind::equal) bytes += part.text.size();
    }
    return bytes;
}

std::string inline_diff(std::string_view old_text, std::string_view new_text) {
    return render_diff_inline(diff_words(old_text, new_text));
}

std::string random_text(std::mt19937& random, std::size_t words, unsigned vocabulary) {
    std::string text;
    for (std::size_t index = 0; index < words; ++index) {
        text += "w" + std::to_string(random() % vocabulary) + (random() % 9 == 0 ? "\n" : " ");
    }
    return text;
}

/// Length of the longest common subsequence, by the textbook: the measure of a shortest edit.
std::size_t common_length(
    const std::vector<std::string_view>& left, const std::vector<std::string_view>& right
) {
    std::vector<std::size_t> row(right.size() + 1);
    for (const std::string_view word : left) {
        std::size_t diagonal = 0;
        for (std::size_t index = 0; index < right.size(); ++index) {
            const std::size_t above = row[index + 1];
            row[index + 1] = word == right[index] ? diagonal + 1 : std::max(above, row[index]);
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

TEST_CASE("A diff marks the words that changed") {
    CHECK(
        inline_diff("the quick fox", "the slow fox") == "the <del>quick</del><ins>slow</ins> fox"
    );
    CHECK(inline_diff("a b c", "a c") == "a <del>b </del>c");
    CHECK(inline_diff("", "new") == "<ins>new</ins>");
    CHECK(inline_diff("old", "") == "<del>old</del>");
    CHECK(inline_diff("same", "same") == "same");
    CHECK(inline_diff("", "") == "");
}

TEST_CASE("Blanks between changed words belong to the change") {
    CHECK(
        inline_diff("say two words now", "say three signs now")
        == "say <del>two words</del><ins>three signs</ins> now"
    );
}

TEST_CASE("A diff shows source as text, and breaks and direction controls as signs") {
    CHECK(inline_diff("<b>", "<i>") == "&lt;<del>b</del><ins>i</ins>&gt;");
    CHECK(inline_diff("a\nb", "a\n\nb") == "a\n<ins>¶\n</ins>b");
    CHECK(
        inline_diff("x", "x\u202E")
        == "x<ins><span class=\"bidi\" title=\"U+202E\">\u202E</span></ins>"
    );
}

TEST_CASE("Words are kept together in every script, ideographs stand alone") {
    using Words = std::vector<std::string_view>;
    CHECK(
        split_words("Ленин, 1917—naïve l'État")
        == Words{"Ленин", ",", " ", "1917", "—", "naïve", " ", "l", "'", "État"}
    );
    CHECK(split_words("東京 שלום") == Words{"東", "京", " ", "שלום"});
    CHECK(split_words("a  b\n\nc\xFF") == Words{"a", "  ", "b", "\n", "\n", "c\xFF"});
}

TEST_CASE("Both texts can be read off a diff") {
    std::mt19937 random{7};
    for (int round = 0; round < 200; ++round) {
        const std::string old_text = random_text(random, random() % 60, 12);
        const std::string new_text = random_text(random, random() % 60, 12);
        const std::vector<DiffPart> parts = diff_words(old_text, new_text);
        REQUIRE(old_side(parts) == old_text);
        REQUIRE(new_side(parts) == new_text);
    }
}

TEST_CASE("A diff is the shortest there is") {
    std::mt19937 random{11};
    // Ideographs are words without blanks between them, which a diff would join to the changes.
    const auto random_ideographs = [&random] {
        std::string text;
        for (std::size_t left = random() % 40; left > 0; --left) {
            constexpr std::array<std::string_view, 4> ideographs{"春", "夏", "秋", "冬"};
            text += ideographs[random() % ideographs.size()];
        }
        return text;
    };
    for (int round = 0; round < 500; ++round) {
        const std::string old_text = random_ideographs();
        const std::string new_text = random_ideographs();
        std::size_t equal_words = 0;
        for (const DiffPart& part : diff_words(old_text, new_text)) {
            if (part.kind == DiffKind::equal) equal_words += split_words(part.text).size();
        }
        INFO(old_text, " / ", new_text);
        CHECK(equal_words == common_length(split_words(old_text), split_words(new_text)));
    }
}

TEST_CASE("One changed word in a long text is found whatever stands around it") {
    std::mt19937 random{8};
    std::string old_text = random_text(random, 30'000, 5'000);
    std::string new_text = old_text;
    new_text.replace(new_text.size() / 2, 0, "X");
    const std::vector<DiffPart> parts = diff_words(old_text, new_text);
    CHECK(old_side(parts) == old_text);
    CHECK(new_side(parts) == new_text);
    CHECK(changed_bytes(parts) < 40);
}

TEST_CASE("Long texts with nothing in common are compared within the budget") {
    std::mt19937 random{9};
    // Few different words make the longest paths: with two of them nearly every diagonal is walked.
    for (const unsigned vocabulary : {2U, 100U, 1'000'000U}) {
        const std::string old_text = random_text(random, 30'000, vocabulary);
        const std::string new_text = random_text(random, 30'000, vocabulary);
        const std::vector<DiffPart> parts = diff_words(old_text, new_text);
        CHECK(old_side(parts) == old_text);
        CHECK(new_side(parts) == new_text);
    }
}

TEST_CASE("Side by side, lines that are equal stand in one row") {
    const std::vector<DiffPart> parts = diff_words("one\ntwo\nthree\n", "one\n2\nthree\n");
    const std::vector<DiffRow> rows = render_diff_rows(parts);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].old_html == "one\n");
    CHECK(!rows[0].is_changed);
    CHECK(rows[1].old_html == "<del>two</del>\n");
    CHECK(rows[1].new_html == "<ins>2</ins>\n");
    CHECK(rows[1].is_changed);
    CHECK(rows[2].new_html == "three\n");
}

} // namespace attest::markup
