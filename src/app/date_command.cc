// Dates from the command line: phrases as arguments, or one a line on standard input, and one JSON
// object a line out.

#include "app/commands.h"
#include "base/json.h"
#include "base/text.h"
#include "dates/calendar.h"
#include "dates/phrase.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace attest::app {

namespace {

struct DateOptions {
    std::vector<std::string> phrases;
    std::string place;
};

std::string format_line(std::string_view phrase, const dates::Adoption* place) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().field("phrase", phrase);
    if (const Result<dates::ReadDate> read = dates::read_date(phrase, place)) {
        const dates::HistoricalDate& date = read->date;
        const char calendar = static_cast<char>(date.calendar);
        json.field("edtf", date.edtf)
            .field("calendar", std::string_view{&calendar, 1})
            .field("assumed", date.is_assumed)
            .field("kind", date.is_span ? "span" : "point")
            .field("lo", dates::format_iso(date.lo))
            .field("hi", dates::format_iso(date.hi))
            .field("remark", read->remark);
    } else {
        json.field("error", read.error().message());
    }
    json.end_object();
    return line + "\n";
}

/// What cannot be read is an answer, not a failure: a list is read to its end.
Result<void> print_dates(const DateOptions& options) {
    const dates::Adoption* place = nullptr;
    if (!options.place.empty()) {
        place = dates::find_adoption(options.place);
        if (place == nullptr) {
            std::string known;
            for (const dates::Adoption& adoption : dates::adoptions()) {
                known += fmt::format(" {}", adoption.place);
            }
            return fail(
                ErrorCode::invalid,
                fmt::format("“{}” is not known. Name one of:{}.", options.place, known)
            );
        }
    }
    for (const std::string& phrase : options.phrases) {
        fmt::print("{}", format_line(phrase, place));
    }
    if (!options.phrases.empty()) return {};
    std::string line;
    while (std::getline(std::cin, line)) {
        fmt::print("{}", format_line(trim(line), place));
    }
    return {};
}

} // namespace

void add_date(Commands& commands) {
    auto options = std::make_shared<DateOptions>();
    CLI::App& command = commands.add(
        "date",
        "Read dates as people write them: one JSON object for each",
        [options] { return print_dates(*options); }
    );
    command.add_option(
        "phrase",
        options->phrases,
        "Dates, each in quotes; without any, one a line on standard input"
    );
    command.add_option("--place", options->place, "Where it happened, as far as calendars differ");
}

} // namespace attest::app
