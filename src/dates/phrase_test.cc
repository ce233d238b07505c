// The grammar, by kinds of phrases. The specification's own list is held by vectors_test.cc.
#include "dates/phrase.h"

#include "dates/limits.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

using namespace attest;
using namespace attest::dates;

namespace {

/// "1917-11-07 G*": EDTF, calendar, whether it was assumed. Or the refusal.
std::string read(std::string_view phrase) {
    const Result<ReadDate> read = read_date(phrase);
    if (!read) return read.error().message();
    const HistoricalDate& date = read->date;
    return fmt::format(
        "{} {}{}", date.edtf, static_cast<char>(date.calendar), date.is_assumed ? "*" : ""
    );
}

std::string days_of(std::string_view phrase) {
    const Result<ReadDate> read = read_date(phrase);
    if (!read) return read.error().message();
    return format_iso(read->date.lo) + " " + format_iso(read->date.hi);
}

struct Case {
    std::string_view phrase;
    std::string_view expected;
};

void check_all(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        CAPTURE(one.phrase);
        CHECK(read(one.phrase) == one.expected);
    }
}

/// All mean the same.
void check_same(std::string_view expected, std::initializer_list<std::string_view> phrases) {
    for (const std::string_view phrase : phrases) {
        CAPTURE(phrase);
        CHECK(read(phrase) == expected);
    }
}

/// Each is refused with a sentence that holds the words.
void check_refused(std::string_view words, std::initializer_list<std::string_view> phrases) {
    for (const std::string_view phrase : phrases) {
        CAPTURE(phrase);
        const Result<ReadDate> read = read_date(phrase);
        REQUIRE(!read);
        CAPTURE(read.error().message());
        CHECK(read.error().message().contains(words));
        CHECK(read.error().message().ends_with("."));
        CHECK(read.error().code() == ErrorCode::invalid);
    }
}

} // namespace

TEST_CASE("One day is written in many ways") {
    check_same(
        "1917-11-07 G*",
        {"7 November 1917",
         "November 7, 1917",
         "7 Nov 1917",
         "Nov. 7, 1917",
         "7th November 1917",
         "the 7th of November, 1917",
         "November 7th 1917",
         "1917 November 7",
         "7.11.1917",
         "07.11.1917",
         "7. 11. 1917",
         "7.XI.1917",
         "7 XI 1917",
         "7.xi.1917",
         "the evening of 7 November 1917",
         "7/XI/1917",
         "7-XI-1917",
         "1917-11-07",
         "1917-11-7",
         "1917/11/07",
         "1917.11.07",
         "on 7 November 1917",
         "7 ноября 1917 года",
         "7 ноября 1917 г.",
         "7-го ноября 1917 г.",
         "седьмого ноября 1917 года",
         "7 нояб. 1917",
         "1917 г., 7 ноября",
         "от 7 ноября 1917 г.",
         "  7  November  1917 ",
         "7 NOVEMBER 1917",
         "7 НОЯБРЯ 1917",
         "7 ноября 1917г.",
         "7 November 1917.",
         "seventh of November 1917"}
    );
    check_same("1999-09-09 G*", {"9/9/1999", "9-9-1999", "9 сентября 1999"});
    check_same("1917-11-27 G*", {"27/11/1917", "11/27/1917", "27-11-1917"});
    check_same("1776-07-04 G*", {"July 4th, 1776", "4th of July 1776", "the fourth of July 1776"});
}

TEST_CASE("Months, years and seasons") {
    check_same(
        "1917-03 G*",
        {"March 1917",
         "Mar. 1917",
         "в марте 1917 г.",
         "март 1917",
         "III.1917",
         "03.1917",
         "3/1917",
         "in March 1917",
         "March, 1917",
         "мартъ 1917"}
    );
    check_same(
        "1917 G*",
        {"1917",
         "in 1917",
         "the year 1917",
         "1917 г.",
         "в 1917 году",
         "1917-й год",
         "[1917]",
         "(1917)",
         "MCMXVII",
         "1917 AD",
         "AD 1917",
         "1917 г. н. э."}
    );
    check_same("1812-22 G*", {"summer 1812", "summer of 1812", "лето 1812", "летом 1812 года"});
    check_same("1917-23 G*", {"autumn 1917", "fall 1917", "осенью 1917 г."});
    check_same(
        "1941-12-01/1942-03-20 G*",
        {"winter 1941/42",
         "winter 1941–42",
         "winter of 1941-1942",
         "зимой 1941/42 г.",
         "зима 1941–1942 годов"}
    );
    CHECK(read_date("зима 1941")->remark == "winter 1941: 1940/41 or 1941/42?");
    CHECK(read("winter 1699/00") == "1699-12-01/1700-03-20 G*");
}

TEST_CASE("Decades and centuries") {
    check_same(
        "192X G*",
        {"1920s",
         "the 1920s",
         "1920's",
         "1920-е",
         "1920-е годы",
         "1920-х гг.",
         "в 1920-х годах",
         "20-е годы XX века",
         "двадцатые годы XX века",
         "192X"}
    );
    check_same(
        "17XX G*",
        {"18th century",
         "the eighteenth century",
         "18th c.",
         "XVIII век",
         "XVIII в.",
         "в XVIII веке",
         "18-й век",
         "восемнадцатый век",
         "XVIII столетие",
         "17XX"}
    );
    check_same("18XX G*", {"XIX век", "ХIХ век", "ХІХ вѣкъ", "nineteenth-century", "xix в."});
    check_same(
        "[-0299..-0200] J*",
        {"3rd century BC", "3rd c. BCE", "III в. до н. э.", "III век до Р. Х.", "third-century BC"}
    );
    CHECK(read("2nd millennium BC") == "[-1999..-1000] J*");
    CHECK(read("40s BC") == "[-0048..-0039] J*");
    CHECK(read("turn of the 20th century") == "1900~ G*");
    CHECK(read("в ночь с 16 на 17 июля 1918 года") == "1918-07-16/1918-07-17 G*");
    CHECK(read("в ночь на 17 июля 1918 года") == "1918-07-17 G*");
    CHECK(read("на рубеже XIX–XX веков") == "1900~ G*");
    CHECK(read_date("1900s")->remark.starts_with("read as the ten years 1900–1909"));
    CHECK(days_of("1st century") == "-0001-12-30 0100-12-30");
}

TEST_CASE("Years before Christ and short years need their era") {
    check_same(
        "-0043 J*",
        {"44 BC", "44 B.C.", "44 BCE", "44 г. до н. э.", "44 до н.э.", "44 год до Р. Х."}
    );
    check_same("-0043-03-15 J*", {"15 March 44 BC", "March 15, 44 BC", "15 марта 44 г. до н. э."});
    check_same("0098 J*", {"AD 98", "98 AD", "98 CE", "98 г.", "98 г. н. э."});
    CHECK(read("25 December 800") == "0800-12-25 J*");
    CHECK(read("1 BC") == "0000 J*");
    check_same("-0263/-0145 J*", {"264–146 BC", "from 264 to 146 BC", "264-146 BCE"});
    check_same("-0048/-0044 J*", {"49–45 BC", "49 BC – 45 BC"});
    check_same("-0026/0014 J*", {"27 BC – AD 14", "27 BC to 14 AD"});
    check_refused("is 98 a year?", {"98", "in 98", "c. 98"});
    check_refused("which number is the year?", {"15 March 44", "5 May 45", "7 8 9"});
    check_refused("no year 0", {"0000 BC"});
}

TEST_CASE("Parts of a month, a year, a decade, a century") {
    check_all({
        {"early 1920s", "[1920..1923] G*"},
        {"в начале 1920-х годов", "[1920..1923] G*"},
        {"mid-1920s", "[1924..1926] G*"},
        {"late 1920s", "[1927..1929] G*"},
        {"first half of the 1920s", "[1920..1924] G*"},
        {"early 18th century", "[1701..1733] G*"},
        {"середина XVIII века", "[1734..1766] G*"},
        {"кон. XVIII в.", "[1767..1800] G*"},
        {"first half of the 19th century", "[1801..1850] G*"},
        {"1-я половина XIX века", "[1801..1850] G*"},
        {"вторая половина XIX в.", "[1851..1900] G*"},
        {"first quarter of the 18th century", "[1701..1725] G*"},
        {"last quarter of the 18th century", "[1776..1800] G*"},
        {"последняя четверть XVIII века", "[1776..1800] G*"},
        {"first third of the 19th century", "[1801..1833] G*"},
        {"последняя треть XVIII века", "[1767..1800] G*"},
        {"first decade of the 20th century", "[1901..1910] G*"},
        {"18th century, second half", "[1751..1800] G*"},
        {"XVIII в. (начало)", "[1701..1733] G*"},
        {"mid to late 1920s", "[1924..1929] G*"},
        {"early-to-mid 18th century", "[1701..1766] G*"},
        {"late 3rd century BC", "[-0233..-0200] J*"},
        {"early 1917", "[1917-01..1917-04] G*"},
        {"конец 1917 года", "[1917-09..1917-12] G*"},
        {"second half of 1917", "[1917-07..1917-12] G*"},
        {"third quarter of 1917", "[1917-07..1917-09] G*"},
        {"mid-March 1917", "[1917-03-11..1917-03-20] G*"},
        {"late February 1900", "[1900-02-21..1900-02-28] G*"},
        {"late February 1900 (O.S.)", "[1900-02-21..1900-02-28] J"},
        {"в первых числах мая 1917", "[1917-05-01..1917-05-10] G*"},
        {"first half of May 1917", "[1917-05-01..1917-05-15] G*"},
        {"early summer 1923", "1923-06 G*"},
        {"late summer 1923", "[1923-08-01..1923-09-22] G*"},
    });
    check_refused(
        "a part of that",
        {"early 7 November 1917", "first quarter of May 1917", "early winter 1941"}
    );
}

TEST_CASE("About, probably, perhaps") {
    check_same(
        "1340~ J*",
        {"c. 1340",
         "c.1340",
         "ca. 1340",
         "circa 1340",
         "about 1340",
         "around 1340",
         "approx. 1340",
         "~1340",
         "1340~",
         "[ca. 1340]",
         "1340 (circa)",
         "ок. 1340",
         "около 1340 г.",
         "примерно 1340",
         "1340 or so"}
    );
    check_same(
        "1340? J*",
        {"1340?", "1340 (?)", "probably 1340", "вероятно, 1340", "possibly 1340", "[1340?]"}
    );
    check_same("1340% J*", {"c. 1340?", "probably about 1340", "1340%"});
    check_same("1340~/1345~ J*", {"c. 1340–45", "c. 1340-1345", "около 1340–1345 гг."});
    check_all({
        {"1340 – c. 1345", "1340/1345~ J*"},
        {"between 1340 and c. 1345", "[1340..1345~] J*"},
        {"before c. 1340", "[..1340~] J*"},
        {"около середины XVIII века", "[1734~..1766~] G*"},
        {"c. 7 November 1917", "1917-11-07~ G*"},
        {"18th century?", "17XX? G*"},
    });
}

TEST_CASE("Spans and choices lend each other what they leave out") {
    check_same(
        "1945-05-05/1945-05-09 G*",
        {"5–9 May 1945",
         "5-9 May 1945",
         "May 5–9, 1945",
         "from 5 to 9 May 1945",
         "5 May 1945 – 9 May 1945",
         "5 May to 9 May 1945",
         "с 5 по 9 мая 1945 года",
         "с 5 до 9 мая 1945 г.",
         "5–9 мая 1945",
         "5th–9th May 1945",
         "5 May–9 May 1945"}
    );
    check_same(
        "1914/1918 G*",
        {"1914–1918",
         "1914–18",
         "1914-18",
         "1914—8",
         "from 1914 to 1918",
         "from 1914 until 1918",
         "1914–1918 гг.",
         "с 1914 по 1918 год"}
    );
    check_same(
        "[1945-05-05..1945-05-09] G*",
        {"between 5 and 9 May 1945", "between 5 May and 9 May 1945", "между 5 и 9 мая 1945 г."}
    );
    check_all({
        {"28 May – 4 June 1940", "1940-05-28/1940-06-04 G*"},
        {"December 1916 – January 1917", "1916-12/1917-01 G*"},
        {"May–June 1940", "1940-05/1940-06 G*"},
        {"spring–summer 1917", "1917-21/1917-22 G*"},
        {"1920–1930-е годы", "192X/193X G*"},
        {"20–30-е годы XX века", "192X/193X G*"},
        {"late 19th – early 20th century", "1867/1933 G*"},
        {"конец XIX – начало XX в.", "1867/1933 G*"},
        {"XVIII–XIX вв.", "17XX/18XX G*"},
        {"between the 5th and 6th centuries", "[04XX..05XX] J*"},
        {"from 1928", "1928/.. G*"},
        {"from 1928 onwards", "1928/.. G*"},
        {"с 1928 года", "1928/.. G*"},
        {"until 1928", "../1928 G*"},
        {"5 or 6 May 1945", "[1945-05-05,1945-05-06] G*"},
        {"May or June 1945", "[1945-05,1945-06] G*"},
        {"1928 or 29", "[1928,1929] G*"},
        {"1928 или 1929 год", "[1928,1929] G*"},
        {"1927, 1928 or 1930", "[1927,1928,1930] G*"},
        {"either 1928 or 1930", "[1928,1930] G*"},
        {"18th or 19th century", "[17XX,18XX] G*"},
        {"late 1916 or early 1917", "[1916-09..1916-12,1917-01..1917-04] G*"},
    });
    check_refused("ends before it begins", {"1929 to 1928", "1929/1928", "9–5 May 1945"});
    check_refused("between which two dates?", {"between 1928", "between"});
    check_refused("\"and\" joins two dates", {"1917 and 1928", "5 and 9 May 1945"});
}

TEST_CASE("A calendar may stand within a date") {
    check_all(
        {{"1 March O.S. (13 March N.S.) 1881", "1881-03-01 J"},
         {"March 1 [O.S.] 1881", "1881-03-01 J"}}
    );
    check_refused("two calendars", {"1 March O.S. 1881 N.S.", "O.S. 1 March N.S. 1881"});
}

TEST_CASE("Joints that people are free with") {
    check_same(
        "1905-05-05/1905-05-09 J",
        {"5 (18) – 9 (22) мая 1905",
         "с 5 (18) по 9 (22) мая 1905 г.",
         "5 (18) May – 9 (22) May 1905"}
    );
    check_same(
        "1844/.. G*",
        {"1844 – present",
         "from 1844 to the present",
         "с 1844 года до наших дней",
         "с 1844 г. по настоящее время"}
    );
    check_all({
        {"между 5 (18) и 9 (22) мая 1905 года", "[1905-05-05..1905-05-09] J"},
        {"5 and 6 May 1945", "1945-05-05/1945-05-06 G*"},
        {"the 1920s and 1930s", "192X/193X G*"},
        {"1920-30-е гг.", "192X/193X G*"},
        {"19th/20th century", "[18XX,19XX] G*"},
        {"May/June 1940", "[1940-05,1940-06] G*"},
        {"9 января 1905 г. (воскресенье)", "1905-01-09 J"},
        {"в двадцатых числах мая 1917", "[1917-05-21..1917-05-31] G*"},
        {"towards the end of the 18th century", "[1767..1800] G*"},
        {"Early 18th C.", "[1701..1733] G*"},
        {"23.02 (08.03) 1917", "1917-02-23 J"},
        {"посл. четв. XIX в.", "[1876..1900] G*"},
    });
}

TEST_CASE("Before and after") {
    check_same(
        "[..1928] G*",
        {"before 1928",
         "by 1928",
         "not later than 1928",
         "no later than 1928",
         "prior to 1928",
         "1928 or earlier",
         "1928 at the latest",
         "pre-1928",
         "до 1928 года",
         "не позднее 1928 г.",
         "1928 или ранее",
         "к 1928 г."}
    );
    check_same(
        "[1850..] G*",
        {"after 1850",
         "since 1850",
         "not before 1850",
         "no earlier than 1850",
         "1850 or later",
         "post-1850",
         "после 1850 г.",
         "не ранее 1850",
         "1850 или позже"}
    );
    check_same(
        "[1850..1860] G*",
        {"after 1850 and before 1860",
         "after 1850 but before 1860",
         "not before 1850 and not after 1860",
         "before 1860 and after 1850",
         "не ранее 1850 и не позднее 1860 г."}
    );
    check_all({
        {"before the 1920s", "[..192X] G*"},
        {"before late May 1917", "[..1917-05-31] G*"},
        {"after the mid-18th century", "[1734..] G*"},
        {"до 44 г. до н. э.", "[..-0043] J*"},
        {"к концу 1917 года", "[..1917-12] G*"},
    });
    CHECK(read_date("shortly after 1917")->remark.starts_with("how shortly"));
}

TEST_CASE("A calendar that is named is taken") {
    check_same(
        "1917-10-25 J",
        {"25 October 1917 (O.S.)",
         "25 October 1917 O.S.",
         "25 October 1917, OS",
         "O.S. 25 October 1917",
         "25 October 1917 Old Style",
         "25 Oct. 1917 (Julian)",
         "25 октября 1917 г. ст. ст.",
         "25 октября 1917 года по старому стилю",
         "25 октября (ст. ст.) 1917",
         "1917-10-25 (O.S.)",
         "25.10.1917 (ст. ст.)",
         "25 октября ст. ст. 1917 г.",
         "вечером 25 октября 1917 г. ст. ст."}
    );
    check_same(
        "1917-11-07 G",
        {"7 November 1917 (N.S.)",
         "7 November 1917 N. S.",
         "7 ноября 1917 г. н. ст.",
         "7 ноября 1917 по новому стилю",
         "7 November 1917 (Gregorian)"}
    );
    check_all({
        {"30 February 1712 (Swedish)", "1712-02-30 S"},
        {"c. 1700 (O.S.)", "1700~ J"},
        {"192X (O.S.)", "192X J"},
        {"between 5 and 9 May 1905 O.S.", "[1905-05-05..1905-05-09] J"},
        {"5 May 1905 O.S. – 9 May 1905 O.S.", "1905-05-05/1905-05-09 J"},
        {"29 February 1700", "1700-02-29 J"},
        {"10 October 1582 N.S.", "1582-10-10 G"},
    });
    CHECK(read_date("10 October 1582 N.S.")->remark == "no such day in Rome");
    CHECK(read_date("1 May 1720 (Swedish)")->remark == "Sweden used the Julian calendar then");
    check_refused(
        "two calendars", {"25 October 1917 O.S. (N.S.)", "5 May 1905 O.S. – 9 May 1905 N.S."}
    );
    check_refused("has no day 29 in calendar G", {"29 February 1900 N.S."});
    check_refused("has no day 31 in any calendar", {"31 April 1917", "31.04.1917"});
}

TEST_CASE("One day in both styles must be one day") {
    check_same(
        "1917-10-25 J",
        {"25 October/7 November 1917",
         "25 October (7 November) 1917",
         "25 октября (7 ноября) 1917 г.",
         "25.10 (7.11).1917",
         "25.X/7.XI.1917",
         "25 October 1917 (7 November 1917)",
         "25 October 1917/7 November 1917",
         "25 October 1917 O.S. (7 November 1917 N.S.)",
         "25.10.1917 (07.11.1917)",
         "1917-10-25 (1917-11-07)",
         "Wednesday, 25 October (7 November) 1917"}
    );
    check_same(
        "1917-11-07 G",
        {"7 November 1917 (25 October O.S.)",
         "7 ноября (25 октября) 1917 года",
         "7 November [25 October O.S.] 1917",
         "7 November [O.S. 25 October] 1917"}
    );
    check_same(
        "1905-01-09 J", {"9 (22) января 1905 года", "9/22 January 1905", "9(22) January 1905"}
    );
    check_same(
        "1642-12-25 J",
        {"25 December 1642 (4 January 1643)",
         "25 December 1642/4 January 1643",
         "25 December 1642 (4 January)"}
    );
    CHECK(read("23 февраля (8 марта) 1917 г.") == "1917-02-23 J");
    CHECK(
        read("12 (25) January 1755")
        == "12 (25) January 1755: the two dates are not the same day (1755-01-12 O.S. = 1755-01-23 "
           "N.S.). "
           "12 January O.S. was 23 January N.S. in 1755; 25 January is today's distance of 13 "
           "days. "
           "Write the pair that agrees, or one date and its calendar."
    );
    check_refused(
        "not the same day",
        {"25 (12) January 1755",
         "25 October (6 November) 1917",
         "25 October O.S./8 November 1917",
         "12/24 January 1755"}
    );
    check_refused("not a Monday", {"Monday, 25 October (7 November) 1917"});
}

TEST_CASE("A weekday decides the calendar, or is wrong") {
    check_all({
        {"Wednesday, 25 October 1917", "1917-10-25 J"},
        {"Wed 25 Oct 1917", "1917-10-25 J"},
        {"Thursday 25 October 1917", "1917-10-25 G"},
        {"среда, 25 октября 1917 г.", "1917-10-25 J"},
        {"в среду 25 октября 1917", "1917-10-25 J"},
        {"Friday, 25 December 800", "0800-12-25 J"},
        {"Tuesday 28 June 1709 O.S.", "1709-06-28 J"},
        {"Monday 28 June 1709", "1709-06-28 S"},
        {"Saturday 5 May – Wednesday 9 May 1945", "1945-05-05/1945-05-09 G"},
    });
    check_refused("in either calendar", {"Tuesday, 25 October 1917", "вторник 25 октября 1917"});
    check_refused("mend the day, the weekday or the calendar", {"Thursday 25 October 1917 O.S."});
}

TEST_CASE("Double years, years from Creation") {
    check_same(
        "1732-02-11 J",
        {"11 February 1731/32", "11 February 1731/2", "February 11, 1731/32", "11 Feb. 1731/32 O.S."
        }
    );
    check_same(
        "1649-01-29 J",
        {"29 January 7157",
         "29 January 7157 AM",
         "29 января 7157 года от сотворения мира",
         "29 января 7157 г. от с. м."}
    );
    check_all({
        {"February 1731/2", "1732-02 J"},
        {"1 September 7157 AM", "1648-09-01 J"},
        {"31 August 7157 AM", "1649-08-31 J"},
        {"7157 AM", "[1648-09..1649-08] J"},
        {"в лето 7157", "[1648-09..1649-08] J"},
        {"лето 7157", "[1648-09..1649-08] J"},
        {"7157", "7157 G*"}, // EDTF is taken at its word
    });
    check_refused("a double year stands only", {"5 May 1731/32", "25 March 1731/32"});
    check_refused("a double year in Old Style", {"11 February 1731/32 N.S."});
    check_refused("is no double year", {"11 February 1731/45"});
    check_refused("a double year, a span", {"1648/49", "1648/9", "c. 1648/49", "1911/12"});
}

TEST_CASE("What is said by half is asked back") {
    check_refused("day or month first?", {"7/11/1917", "07-11-1917", "7/11/1917 (O.S.)"});
    check_refused("of which year?", {"7 November", "May", "5–9 May", "summer", "7.XI"});
    check_refused("of which century?", {"7.11.17", "the '20s", "twenties", "20-е годы"});
    check_refused("which century?", {"turn of the century", "на рубеже веков"});
    CHECK(read_date("1904-05")->remark == "read as a month of 1904: for the years write 1904–1905");
}

TEST_CASE("What is no date is refused with a sentence that says what to write") {
    check_refused(
        "cannot read",
        {"yesterday",
         "25.X/7.XI.[1917",
         "foo",
         "November November 1917",
         "1917 1918",
         "-",
         "()",
         "(",
         "O.S.",
         "c.",
         "?",
         "1917)",
         "1560X",
         "123456",

         "before",
         "or",
         "1917 or",
         "to",
         "до н. э.",
         "century",

         "Быть или не быть",
         "\xF0\x9F\x98\x80"}
    );
    check_refused("“foo” is no word of a date", {"7 foo 1917"});
    check_refused("Write a date", {"", "   "});
    check_refused("UTF-8", {"7 \xFF 1917"});
    check_refused("bytes", {std::string(phrase_bytes_max + 1, 'x')});
    std::string deep(100, '(');
    check_refused("cannot read", {deep + "1917" + std::string(100, ')')});
    check_refused("there is no month 13", {"7.13.1917", "1917-13-07"});
}

TEST_CASE("A phrase is kept as it was written, and what it says is read as the same") {
    for (const std::string_view phrase :
         {"7 November [26 October O.S.] 1879",
          "c. 1340–45",
          "late 19th – early 20th century",
          "1927, 1928 or 1930",
          "winter 1941/42",
          "3rd century BC",
          "before c. 1340",
          "mid-March 1917",
          "30 February 1712 (Swedish)",
          "29 January 7157",
          "summer 1917?",
          "XVIII–XIX вв."}) {
        CAPTURE(phrase);
        const HistoricalDate date = read_date(phrase).value().date;
        CHECK(date.phrase == phrase);
        const HistoricalDate stored = read_in(date.edtf, date.calendar).value();
        CHECK(stored.lo == date.lo);
        CHECK(stored.hi == date.hi);
        CHECK(stored.is_span == date.is_span);
        CHECK(stored.qualifiers == date.qualifiers);
        // As a phrase EDTF says the same, once its calendar is named.
        constexpr std::string_view names = "GJS";
        constexpr std::array<std::string_view, 3> suffixes{" (N.S.)", " (O.S.)", " (Swedish)"};
        const std::size_t at = names.find(static_cast<char>(date.calendar));
        const HistoricalDate again =
            read_date(date.edtf + std::string{suffixes.at(at)}).value().date;
        CHECK(again.edtf == date.edtf);
        CHECK(again.lo == date.lo);
        CHECK(again.hi == date.hi);
    }
}
