#include "dates/historical_date.h"

#include "dates/adoption.h"
#include "dates/display.h"
#include "dates/phrase.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace attest;
using namespace attest::dates;

namespace {

HistoricalDate date(std::string_view phrase) {
    return read_date(phrase).value().date;
}

const std::vector<std::string_view> many{
    "1917",
    "February 1917",
    "23 February 1917",
    "23 February 1917 (O.S.)",
    "before 1917",
    "after 1917",
    "1910s",
    "20th century",
    "1917-10-25",
    "25 October 1917 O.S.",
    "7 November 1917",
    "1914–1918",
    "c. 1917",
    "44 BC",
    "3rd century BC",
    "[..1917-02-23]",
    "[1917-02-23..]",
    "../1917",
    "1917/..",
    "summer 1917",
    "18th century",
    "1 January 1700 (Swedish)",
    "1340?",
    "late 1916"
};

} // namespace

TEST_CASE("A year stands before its months, a month before its days") {
    CHECK(compare(date("1917"), date("1 January 1917")) < 0);
    CHECK(compare(date("1917"), date("February 1917")) < 0);
    CHECK(compare(date("February 1917"), date("1 February 1917")) < 0);
    CHECK(compare(date("February 1917"), date("23 February 1917")) < 0);
    CHECK(compare(date("before 1917"), date("1916")) > 0);
    CHECK(compare(date("before 1917"), date("31 December 1917")) < 0);
    CHECK(compare(date("before 1917"), date("1 January 1918")) < 0);
    CHECK(compare(date("25 October 1917 O.S."), date("7 November 1917")) == 0);
}

TEST_CASE("The order is a strict weak order") {
    for (const std::string_view first : many) {
        const HistoricalDate a = date(first);
        CHECK(compare(a, a) == 0);
        for (const std::string_view second : many) {
            const HistoricalDate b = date(second);
            CHECK((compare(a, b) < 0) == (compare(b, a) > 0));
            CHECK((compare(a, b) == 0) == (compare(b, a) == 0));
            for (const std::string_view third : many) {
                const HistoricalDate c = date(third);
                if (compare(a, b) <= 0 && compare(b, c) <= 0) REQUIRE(compare(a, c) <= 0);
                if (compare(a, b) == 0 && compare(b, c) == 0) REQUIRE(compare(a, c) == 0);
            }
        }
    }
}

TEST_CASE("Overlap, before and contradiction are of one piece") {
    for (const std::string_view first : many) {
        for (const std::string_view second : many) {
            const HistoricalDate a = date(first);
            const HistoricalDate b = date(second);
            CHECK(overlap(a, b) == overlap(b, a));
            CHECK(contradict(a, b) == contradict(b, a));
            CHECK(overlap(a, b) == !(is_surely_before(a, b) || is_surely_before(b, a)));
            CHECK_FALSE((overlap(a, b) && contradict(a, b)));
        }
    }
}

TEST_CASE("The triples of the specification") {
    CHECK(overlap(date("1917"), date("23 February 1917 O.S.")));
    CHECK(overlap(date("[..1928]"), date("1928-06")));
    CHECK_FALSE(overlap(date("192X"), date("1930")));
    const HistoricalDate old_style = date("25 October 1917 O.S.");
    const HistoricalDate new_style = date("7 November 1917 N.S.");
    CHECK(old_style.lo == new_style.lo);
    CHECK(overlap(date("1340~"), read_in("1345-06", Calendar::julian).value()));
    CHECK_FALSE(overlap(date("1340~"), date("1346-06")));
    CHECK(is_surely_within(date("May 1917"), {date("1917").lo, date("1917").hi}));
    CHECK_FALSE(is_surely_within(date("1917"), {date("May 1917").lo, date("May 1917").hi}));
}

TEST_CASE("Old and New Style of one day are no contradiction") {
    const HistoricalDate assumed = date("25 October 1917");
    const HistoricalDate other = date("7 November 1917");
    CHECK_FALSE(overlap(assumed, other));
    CHECK_FALSE(contradict(assumed, other));
    const std::optional<StyleHint> hint = find_style_hint(assumed, other);
    REQUIRE(hint);
    CHECK(*hint == StyleHint{.days_apart = 13, .is_first = true, .calendar = Calendar::julian});
    CHECK(find_style_hint(other, assumed)->is_first == false);
    CHECK(
        format_style_hint(*hint, assumed, other)
        == "The same day, Old and New Style? “25 October 1917” and “7 November 1917” are 13 days "
           "apart, "
           "and become one day if the first is read as O.S."
    );
    CHECK(find_style_hint(date("1 March 1881"), date("13 March 1881"))->days_apart == 12);
    CHECK(find_style_hint(date("26 May 1799"), date("6 June 1799"))->days_apart == 11);
    CHECK(find_style_hint(date("23 April 1616"), date("3 May 1616"))->days_apart == 10);
    CHECK(find_style_hint(date("February 1917 O.S."), date("February 1917")).has_value() == false);
    // Both stated: nothing is left to read otherwise.
    CHECK(contradict(date("25 October 1917 N.S."), date("7 November 1917 N.S.")));
    CHECK(contradict(date("25 October 1917"), date("8 November 1917")));
    CHECK(contradict(date("1928"), date("1930")));
    // What lasted contradicts nothing.
    CHECK_FALSE(contradict(date("from 1914 to 1918"), date("1930")));
}

TEST_CASE("A date is read again in the other calendar") {
    const HistoricalDate assumed = date("25 October 1917");
    CHECK(may_be_other_style(assumed));
    const HistoricalDate again = read_in(assumed, Calendar::julian).value();
    CHECK(again.phrase == "25 October 1917");
    CHECK(again.edtf == "1917-10-25");
    CHECK_FALSE(again.is_assumed);
    CHECK(again.lo == date("7 November 1917").lo);
    CHECK_FALSE(may_be_other_style(again));
    CHECK_FALSE(may_be_other_style(date("October 1917")));
    CHECK_FALSE(may_be_other_style(date("25 October 1927")));
    CHECK_FALSE(may_be_other_style(date("25 October 1417")));
    CHECK_FALSE(read_in("1900-02-29", Calendar::gregorian));
    CHECK_FALSE(read_in("nonsense", Calendar::gregorian));
}

TEST_CASE("The hover text names the day in both styles") {
    CHECK(
        format_hover(date("7 November [26 October O.S.] 1879"), english)
        == "= 7 November 1879 N.S. = 26 October O.S., Friday, JD 2407661"
    );
    CHECK(
        format_hover(date("7 ноября 1879"), russian)
        == "= 7 ноября 1879 г. н. ст. = 26 октября ст. ст., пятница, JD 2407661"
    );
    CHECK(
        format_hover(date("25 December 1642 O.S."), english)
        == "= 4 January 1643 N.S. = 25 December 1642 O.S., Sunday, JD 2321157"
    );
    CHECK(
        format_hover(date("15 March 44 BC"), english)
        == "= 13 March 44 BC N.S. = 15 March O.S., Wednesday, JD 1705426"
    );
    CHECK(
        format_hover(date("28 June 1709 (Swedish)"), english)
        == "= 8 July 1709 N.S. = 27 June O.S. = 28 June Swedish style, Monday, JD 2345448"
    );
    CHECK(
        format_hover(date("before 1928"), english)
        == "= … – 31 December 1928 N.S. = … – 18 December 1928 O.S., JD … – 2425612"
    );
}

TEST_CASE("Dates that say their days are told from those that say months and years") {
    for (const std::string_view phrase :
         {"7 November 1879",
          "25 October (7 November) 1917",
          "5–9 May 1945",
          "before 1 May 1917",
          "about 7 November 1917",
          "15 March 44 BC",
          "1917-10-25",
          "[1917-10-25..1917-10-27]"}) {
        CAPTURE(phrase);
        CHECK(is_to_the_day(read_date(phrase)->date));
    }
    for (const std::string_view phrase :
         {"1917",
          "November 1917",
          "1920s",
          "18th century",
          "44 BC",
          "from 1902 to 1905",
          "from 23 February 1917 to 1918",
          "since the end of September 1917",
          "first half of March 1917",
          "winter 1916/17",
          "late summer 1917",
          "1917-10-XX"}) {
        CAPTURE(phrase);
        CHECK_FALSE(is_to_the_day(read_date(phrase)->date));
    }
    CHECK_FALSE(is_to_the_day({}));
}

TEST_CASE("A place says which calendar is likely") {
    const auto calendar_in = [](std::string_view place, std::string_view phrase) {
        return read_date(phrase, find_adoption(place)).value().date.calendar;
    };
    CHECK(calendar_in("russia", "25 October 1917") == Calendar::julian);
    CHECK(calendar_in("russia", "31 January 1918") == Calendar::julian);
    CHECK(calendar_in("russia", "14 February 1918") == Calendar::gregorian);
    CHECK(calendar_in("britain", "2 September 1752") == Calendar::julian);
    CHECK(calendar_in("britain", "14 September 1752") == Calendar::gregorian);
    CHECK(calendar_in("spain", "4 October 1582") == Calendar::julian);
    CHECK(calendar_in("spain", "15 October 1582") == Calendar::gregorian);
    CHECK(calendar_in("prussia", "22 August 1610") == Calendar::julian);
    CHECK(calendar_in("sweden", "28 June 1709") == Calendar::swedish);
    CHECK(calendar_in("sweden", "28 June 1699") == Calendar::julian);
    CHECK(calendar_in("sweden", "17 February 1753") == Calendar::julian);
    CHECK(calendar_in("greece", "15 February 1923") == Calendar::julian);
    CHECK(calendar_in("greece", "25 October 1917 N.S.") == Calendar::gregorian);
    CHECK(find_adoption("atlantis") == nullptr);
    for (const Adoption& place : adoptions()) {
        CAPTURE(place.place);
        CHECK(
            day_number(Calendar::julian, place.last_julian) + 1
            == day_number(Calendar::gregorian, place.first_gregorian)
        );
    }
}

TEST_CASE("A British day before Lady Day is asked for its year") {
    const Adoption* britain = find_adoption("britain");
    CHECK(read_date("11 February 1731", britain)->remark == "1731 or 1731/32?");
    CHECK(read_date("24 March 1699 (O.S.)", britain)->remark == "1699 or 1699/00?");
    CHECK(read_date("25 March 1731", britain)->remark.empty());
    CHECK(read_date("11 February 1752", britain)->remark.empty());
    CHECK(read_date("11 February 1731/32", britain)->remark.starts_with("double year"));
    CHECK(read_date("11 February 1731", find_adoption("russia"))->remark.empty());
    CHECK(read_date("11 February 1731")->remark.empty());
}
