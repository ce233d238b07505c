// The vectors of the specification, which lies beside the repository in shared/; skipped where it
// is absent.
#include "base/text.h"
#include "dates/phrase.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace attest;
using namespace attest::dates;

namespace {

/// The fields of every line that is no comment; nothing where the file is absent.
std::vector<std::vector<std::string>> read_vectors(const std::string& name) {
    std::vector<std::vector<std::string>> rows;
    std::ifstream file{"../shared/vectors/" + name};
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty() || line.starts_with('#')) continue;
        std::vector<std::string> fields;
        for (const std::string_view field : split(std::string_view{line}, '\t')) {
            fields.emplace_back(field);
        }
        fields.resize(8);
        rows.push_back(std::move(fields));
    }
    if (rows.empty()) MESSAGE("skipped: ../shared/vectors/" << name << " is absent");
    return rows;
}

std::optional<Civil> parse_iso(std::string_view text) {
    const std::optional<EdtfPart> part = parse_edtf_part(text);
    if (!part) return std::nullopt;
    return Civil{part->year, part->month, part->day};
}

/// The prototype's words for a weekday are its first three letters.
bool says(std::string_view message, std::string_view remark) {
    const std::size_t weekday = remark.find(" in either calendar");
    if (weekday == std::string_view::npos) return message.contains(remark);
    return message.contains(remark.substr(0, weekday)) && message.contains(remark.substr(weekday));
}

} // namespace

TEST_CASE("Every phrase of the specification is understood as it says") {
    for (const std::vector<std::string>& row : read_vectors("historical_dates.tsv")) {
        CAPTURE(row[0]);
        const Result<ReadDate> read = read_date(row[0]);
        if (row[1] == "ERROR") {
            REQUIRE(!read);
            CAPTURE(read.error().message());
            CHECK(says(read.error().message(), row[2]));
            continue;
        }
        if (!read) FAIL_CHECK(read.error().message());
        if (!read) continue;
        const HistoricalDate& date = read->date;
        CHECK(date.phrase == row[0]);
        CHECK(date.edtf == row[1]);
        CHECK(
            fmt::format("{}{}", static_cast<char>(date.calendar), date.is_assumed ? "*" : "")
            == row[2]
        );
        CHECK((date.is_span ? "span" : "point") == row[3]);
        CHECK(format_iso(date.lo) == row[4]);
        CHECK(format_iso(date.hi) == row[5]);
        CHECK(read->remark == row[6]);
    }
}

TEST_CASE("Every conversion of the specification holds, there and back") {
    constexpr std::array<std::string_view, 7> weekdays{
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"
    };
    for (const std::vector<std::string>& row : read_vectors("calendars.tsv")) {
        CAPTURE(row[1]);
        const Calendar calendar = row[0] == "J" ? Calendar::julian : Calendar::swedish;
        const std::optional<Civil> civil = parse_iso(row[1]);
        REQUIRE(civil);
        REQUIRE(is_day(calendar, *civil));
        const DayNumber day = day_number(calendar, *civil);
        CHECK(day == parse_number<DayNumber>(row[3]));
        CHECK(format_iso(day) == row[2]);
        CHECK(weekdays.at(static_cast<std::size_t>(weekday_of(day))) == row[4]);
        CHECK(civil_of(calendar, day) == *civil);
        CHECK(day_number(Calendar::gregorian, parse_iso(row[2]).value()) == day);
    }
}
