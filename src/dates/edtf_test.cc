#include "dates/edtf.h"

#include "dates/limits.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>

using namespace attest;
using namespace attest::dates;

namespace {

std::string days_of(std::string_view edtf, Calendar calendar = Calendar::gregorian) {
    const std::optional<Bounds> bounds = bounds_of(parse_edtf(edtf).value(), calendar);
    return bounds ? format_iso(bounds->lo) + " " + format_iso(bounds->hi) : "none";
}

/// Any date that our EDTF can say, from a fixed seed.
class AnyEdtf {
public:
    Edtf next() {
        Edtf edtf{.form = static_cast<Edtf::Form>(below(3)), .members = {}};
        const std::size_t count = edtf.form == Edtf::Form::one_of ? 1 + below(3) : 1;
        for (std::size_t i = 0; i < count; ++i) {
            edtf.members.push_back(member(edtf.form, i == 0, i + 1 == count));
        }
        return edtf;
    }

private:
    std::uint32_t below(std::uint32_t limit) {
        return std::uniform_int_distribution<std::uint32_t>{0, limit - 1}(random_);
    }

    EdtfPart part() {
        EdtfPart part{.precision = static_cast<Precision>(below(6))};
        part.year = static_cast<std::int32_t>(below(19'999)) + year_min;
        part.qualifiers = static_cast<Qualifiers>(below(4));
        if (part.precision == Precision::decade) part.year -= part.year % 10;
        if (part.precision == Precision::century) part.year -= part.year % 100;
        if (part.precision == Precision::season)
            part.month = 21 + static_cast<std::int32_t>(below(4));
        if (part.precision == Precision::day || part.precision == Precision::month) {
            part.month = 1 + static_cast<std::int32_t>(below(12));
        }
        if (part.precision == Precision::day) part.day = 1 + static_cast<std::int32_t>(below(28));
        if (part.precision == Precision::month) part.masked = static_cast<std::uint8_t>(below(2));
        if (part.precision == Precision::year) part.masked = static_cast<std::uint8_t>(below(3));
        return part;
    }

    EdtfMember member(Edtf::Form form, bool is_first, bool is_last) {
        EdtfMember member{.first = part(), .last = {}};
        member.last = member.first;
        member.is_range =
            form == Edtf::Form::interval || (form == Edtf::Form::one_of && below(2) == 0);
        if (!member.is_range) return member;
        member.last = part();
        const std::uint32_t ends = form == Edtf::Form::interval ? 5 : 3;
        const std::uint32_t end = below(ends);
        const EdtfEnd open = end > 2 ? EdtfEnd::unknown : EdtfEnd::open;
        if ((end == 1 || end == 3) && is_first) {
            member.start = open;
            member.first = {};
        } else if ((end == 2 || end == 4) && is_last) {
            member.end = open;
            member.last = {};
        }
        return member;
    }

    std::mt19937 random_{20261126}; // NOLINT: the same dates at every run
};

} // namespace

TEST_CASE("What is printed is read back as the same") {
    AnyEdtf any;
    for (int i = 0; i < 20'000; ++i) {
        const Edtf edtf = any.next();
        const std::string text = format_edtf(edtf);
        CAPTURE(text);
        const Result<Edtf> again = parse_edtf(text);
        REQUIRE(again);
        REQUIRE(*again == edtf);
        for (const Calendar calendar : calendars) {
            const std::optional<Bounds> bounds = bounds_of(*again, calendar);
            REQUIRE(bounds);
            REQUIRE((bounds->lo <= bounds->hi || is_backwards(edtf, calendar)));
        }
    }
}

TEST_CASE("Levels 0 and 1 and the sets of level 2 are read") {
    for (const std::string_view text :
         {"1985-04-12",
          "1985-04",
          "1985",
          "1964/2008",
          "2004-06/2006-08",
          "2004-02-01/2005-02-08",
          "2004-02-01/2005-02",
          "2005/2006-02",
          "1984?",
          "2004-06~",
          "2004-06-11%",
          "201X",
          "20XX",
          "2004-XX",
          "1985-04-XX",
          "1985-XX-XX",
          "1985-04-12/..",
          "1985-04/..",
          "1985/..",
          "../1985-04-12",
          "../1985",
          "1985-04-12/",
          "/1985",
          "-1985",
          "2001-21",
          "2003-22",
          "1984~/2004-06",
          "[1667,1668,1670..1672]",
          "[..1760-12-03]",
          "[1760-12..]",
          "[1760-01,1760-02,1760-12..]",
          "[1667,1760-12]",
          "[..1984]",
          "-029X",
          "192X~",
          "17XX?",
          "0000",
          "-0001"}) {
        CAPTURE(text);
        const Result<Edtf> edtf = parse_edtf(text);
        REQUIRE(edtf);
        CHECK(format_edtf(*edtf) == text);
    }
}

TEST_CASE("What is no EDTF, or more than the site speaks, is refused with a sentence") {
    for (const std::string_view text :
         {"",
          "x",
          "19",
          "191",
          "19170",
          "1917-13",
          "1917-00",
          "1917-1",
          "1917-11-32",
          "1917-11-00",
          "1917-20",
          "1917-25",
          "1917-41",
          "1917-22-01",
          "156X-12",
          "1XXX",
          "XXXX",
          "-0000",
          "-000X",
          "-00XX",
          "2004-?06",
          "Y170000002",
          "1917-11-07T12:00:00",
          "{1667,1668}",
          "1928/1929/1930",
          "../..",
          "/",
          "../",
          "[..]",
          "[]",
          "[1928",
          "1928]",
          "[1928..1929..1930]",
          "[1928,..1929]",
          "[1928..,1929]",
          "[1928,,1929]",
          "1917??",
          "1950S2",
          "+1917",
          " 1917",
          "--1917"}) {
        CAPTURE(text);
        const Result<Edtf> edtf = parse_edtf(text);
        REQUIRE(!edtf);
        CHECK(edtf.error().message().contains("Write 1917"));
    }
    std::string many = "[1901";
    for (std::size_t i = 0; i < members_max; ++i)
        many += ",1902";
    CHECK_FALSE(parse_edtf(many + "]"));
    CHECK_FALSE(parse_edtf(std::string(100'000, '1')));
}

TEST_CASE("About is as wide as the table says") {
    CHECK(days_of("1917-11-07~") == "1917-11-02 1917-11-12");
    CHECK(days_of("1917-11~") == "1917-10-01 1917-12-31");
    CHECK(days_of("1917~") == "1912-01-01 1922-12-31");
    CHECK(days_of("192X~") == "1915-01-01 1934-12-31");
    CHECK(days_of("17XX~") == "1675-01-01 1825-12-31");
    CHECK(days_of("1917%") == "1912-01-01 1922-12-31");
    CHECK(days_of("1917?") == "1917-01-01 1917-12-31");
    CHECK(days_of("1340~/1345~") == "1335-01-01 1350-12-31");
}

TEST_CASE("Seasons, decades and centuries have the days that the table says") {
    CHECK(days_of("1917-21") == "1917-03-01 1917-06-20");
    CHECK(days_of("1917-22") == "1917-06-01 1917-09-22");
    CHECK(days_of("1917-23") == "1917-09-01 1917-12-20");
    CHECK(days_of("1917-24") == "1917-01-01 1918-03-20");
    CHECK(days_of("192X") == "1920-01-01 1929-12-31");
    CHECK(days_of("17XX") == "1700-01-01 1800-12-31");
    CHECK(days_of("-02XX") == "-0299-01-01 -0200-12-31");
    CHECK(days_of("-004X") == "-0049-01-01 -0040-12-31");
    CHECK(days_of("1917-XX-XX") == "1917-01-01 1917-12-31");
    CHECK(days_of("1917-02-XX") == "1917-02-01 1917-02-28");
    CHECK(days_of("1900-02", Calendar::julian) == "1900-02-13 1900-03-13");
    CHECK(days_of("1712-02", Calendar::swedish) == "1712-02-11 1712-03-11");
}

TEST_CASE("An interval reaches as far as its ends, however it is widened") {
    CHECK(days_of("1928/1929") == "1928-01-01 1929-12-31");
    CHECK(days_of("1928/") == "1928-01-01 +inf");
    CHECK(days_of("../1928") == "-inf 1928-12-31");
    CHECK(days_of("[1928,1930..]") == "1928-01-01 +inf");
    CHECK(days_of("1900-02-29") == "none");
    CHECK(days_of("1900-02-29", Calendar::julian) == "1900-03-13 1900-03-13");
    CHECK(is_backwards(parse_edtf("1929/1928").value(), Calendar::gregorian));
    CHECK(is_backwards(parse_edtf("[1929..1928]").value(), Calendar::gregorian));
    CHECK(is_backwards(parse_edtf("1929~/1928~").value(), Calendar::gregorian));
    CHECK_FALSE(is_backwards(parse_edtf("1917/1917-02").value(), Calendar::gregorian));
}
