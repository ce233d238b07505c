// What of a running text is a date, and above all what is not.
#include "dates/running_text.h"

#include "dates/limits.h"
#include "dates/phrase.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <string_view>

using namespace attest;
using namespace attest::dates;

namespace {

/// "7 November 1917 = 1917-11-07 | …"
std::string found_in(std::string_view text) {
    std::string line;
    for (const DateInText& found : find_dates(text)) {
        line +=
            fmt::format("{}{} = {}", line.empty() ? "" : " | ", found.date.phrase, found.date.edtf);
        CHECK(text.substr(found.begin, found.end - found.begin) == found.date.phrase);
    }
    return line;
}

struct Case {
    std::string_view text;
    std::string_view found;
};

void check_all(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        CAPTURE(one.text);
        CHECK(found_in(one.text) == one.found);
    }
}

void check_none(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        CAPTURE(text);
        CHECK(found_in(text).empty());
    }
}

} // namespace

TEST_CASE("Days in an English sentence are found with what belongs to them") {
    check_all({
        {"Trotsky was born on 7 November 1879 at Yanovka.", "7 November 1879 = 1879-11-07"},
        {"On November 7, 1917, the palace fell.", "November 7, 1917 = 1917-11-07"},
        {"It was 26 October (7 November) 1879.", "26 October (7 November) 1879 = 1879-10-26"},
        {"By 25 October 1917 (O.S.) all was done.", "By 25 October 1917 (O.S.) = [..1917-10-25]"},
        {"He left on Wednesday, 25 October 1917.", "Wednesday, 25 October 1917 = 1917-10-25"},
        {"between 5 and 9 May 1945 it ended", "between 5 and 9 May 1945 = [1945-05-05..1945-05-09]"
        },
        {"He lived there from 1902 to 1905 and left.", "from 1902 to 1905 = 1902/1905"},
        {"Dated 1917-11-07 in the file.", "1917-11-07 = 1917-11-07"},
    });
}

TEST_CASE("Years, decades and centuries of an English text are found") {
    check_all({
        {"In 1917 Lenin came back.", "1917 = 1917"},
        {"The Revolution of 1905 failed.", "1905 = 1905"},
        {"The 1917 revolution", "1917 = 1917"},
        {"He fled (1902) to London.", "1902 = 1902"},
        {"Leon Trotsky (1879–1940) wrote it.", "1879–1940 = 1879/1940"},
        {"The war of 1914–18 was over.", "1914–18 = 1914/1918"},
        {"It was printed in Petrograd, 1918.", "1918 = 1918"},
        {"After 1921 trade was free.", "After 1921 = [1921..]"},
        {"before 1917 and after 1921", "before 1917 = [..1917] | after 1921 = [1921..]"},
        {"In 1917 and 1921 he spoke.", "1917 = 1917"},
        {"early 1920s", "early 1920s = [1920..1923]"},
        {"In the late 19th century, in May 1896 and in spring 1905.",
         "late 19th century = [1867..1900] | May 1896 = 1896-05 | spring 1905 = 1905-21"},
        {"from 44 BC to AD 14", "from 44 BC to AD 14 = -0043/0014"},
        {"Did it happen in 1917?", "1917 = 1917"},
        {"He died in May 1905. 1917 was later.", "May 1905 = 1905-05"},
    });
}

TEST_CASE("Dates in a Russian text are found") {
    check_all({
        {"Троцкий родился 26 октября (7 ноября) 1879 года в Яновке.",
         "26 октября (7 ноября) 1879 года = 1879-10-26"},
        {"В 1917 году он вернулся.", "1917 году = 1917"},
        {"Это было в 1905 г. в Лондоне.", "1905 г. = 1905"},
        {"в начале 1920-х годов", "начале 1920-х годов = [1920..1923]"},
        {"во второй половине XIX в. и позже", "второй половине XIX в. = [1851..1900]"},
        {"С 1902 по 1905 год жил за границей.", "С 1902 по 1905 год = 1902/1905"},
        {"в 19 веке", "19 веке = 18XX"},
        {"17 июля 1918 г. царь был убит.", "17 июля 1918 г. = 1918-07-17"},
        {"в ночь с 16 на 17 июля 1918 года", "с 16 на 17 июля 1918 года = 1918-07-16/1918-07-17"},
        {"в 988 году крестили", "988 году = 0988"},
        {"между 1921 и 1924 гг.", "между 1921 и 1924 гг. = [1921..1924]"},
    });
}

TEST_CASE("A number that nothing makes a year is none") {
    check_none({
        "He had 1917 men and 1500 horses.",
        "of 1500 men",
        "in 1200 pages",
        "after 1500 miles",
        "of 1500 Cossacks",
        "See p. 1917 and pp. 1200–1300.",
        "см. с. 1917",
        "№ 1917",
        "$1917 and £ 1905",
        "http://example.org/1917/05/01/in-1917.html",
        "ISBN 5-1917-1918-3",
        "1,917 and 1917.5 and 19175",
        "Order 1917 was signed.",
        "at 5 a.m. and 7 am",
        "You may 5 times ask; march 12 miles.",
        "May 5 is a holiday.",
        "in 30 years, for 5 centuries, 20 c.",
        "было 5 в нём и 100 г хлеба",
        "5 веков и 30 лет",
        "Catherine II and Louis XIV",
        "the 1000 best, in 5000 cases",
        "Between 20 and 30 people came.",
        "the second half, the last of them, on Sunday",
        "Swedish ships",
        "",
    });
}

TEST_CASE("What is found is read the same when it stands by itself") {
    for (const std::string_view text :
         {"On 5 May 1905, 6 June 1906; from 1902 to 1905 (c. 1340?), in the 1920s, 44 BC.",
          "С 1902 по 1905 гг., 17.VII.1918, ок. 1340 г., XIX в., 25 октября (7 ноября) 1917 г."}) {
        const auto found = find_dates(text);
        CHECK(found.size() >= 5);
        std::size_t last = 0;
        for (const DateInText& one : found) {
            CAPTURE(one.date.phrase);
            CHECK(one.begin >= last);
            last = one.end;
            const Result<ReadDate> read = read_date(one.date.phrase);
            REQUIRE(read);
            CHECK(read->date == one.date);
        }
    }
}

TEST_CASE("A date that contradicts itself is told to whoever writes it, and is none") {
    const DatesRead read = read_dates(
        "The university was founded on 12 (25) January 1755, he says, and not in 1756. On 31 "
        "February 1905 nothing happened."
    );
    REQUIRE(read.impossible.size() == 2);
    CHECK(read.impossible[0].message.starts_with("12 (25) January 1755: the two"));
    CHECK(read.impossible[0].message.contains("12 January O.S. was 23 January N.S. in 1755"));
    CHECK(read.impossible[0].begin == 30);
    CHECK(read.impossible[1].message.starts_with("31 February 1905"));
    REQUIRE(read.dates.size() == 1);
    CHECK(read.dates[0].date.phrase == "1756");
    CHECK(read_dates("In the 12 (25) houses of January, 1755 men.").impossible.empty());
}

TEST_CASE("A long text is read to its end, and one made to be slow is given up") {
    std::string chronicle;
    for (int i = 0; i < 300; ++i)
        chronicle += "Some words without any date stand here, and then in 1917 one. ";
    const auto found = find_dates(chronicle);
    CHECK(found.size() == 300);
    CHECK(found.back().begin > chronicle.size() - 60);

    std::string slow;
    while (slow.size() < 60'000)
        slow += "between May 1 and ";
    CHECK(find_dates(slow).size() <= dates_in_text_max);
}
