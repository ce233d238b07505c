// The reader of dates must take whatever is typed; what it reads must be a date, say the same when
// it is read back from EDTF, and what it refuses must come with a sentence.
// Smoke runs: 300000
#include "dates/phrase.h"

#include "base/verify.h"
#include "dates/display.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace attest;        // NOLINT(google-build-using-namespace): a program
using namespace attest::dates; // NOLINT(google-build-using-namespace)

namespace {

void check_read(std::string_view phrase, const HistoricalDate& date) {
    VERIFY(date.phrase == phrase);
    VERIFY(date.lo <= date.hi);
    const Result<HistoricalDate> again = read_in(date.edtf, date.calendar);
    VERIFY(again.has_value());
    VERIFY(again->lo == date.lo && again->hi == date.hi);
    VERIFY(again->is_span == date.is_span && again->qualifiers == date.qualifiers);
    VERIFY(!format_hover(date, english).empty() && !format_hover(date, russian).empty());
    VERIFY(compare(date, *again) == 0 && overlap(date, *again) && !contradict(date, *again));
}

void check_edtf(std::string_view text) {
    const Result<Edtf> edtf = parse_edtf(text);
    if (!edtf) return;
    const Result<Edtf> again = parse_edtf(format_edtf(*edtf));
    VERIFY(again && *again == *edtf);
    for (const Calendar calendar : calendars) {
        const bool has_days = bounds_of(*edtf, calendar).has_value();
        VERIFY(has_days == !find_absent_day(*edtf, calendar));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the fuzzer's bytes are text here
    const std::string_view text{reinterpret_cast<const char*>(bytes), count};
    check_edtf(text);
    if (const Result<ReadDate> read = read_date(text)) {
        check_read(text, read->date);
    } else {
        VERIFY(read.error().message().ends_with('.'));
    }
    for (const Adoption& place : adoptions()) {
        const Result<ReadDate> there = read_date(text, &place);
        if (there) check_read(text, there->date);
        if (!there) break;
    }
    return 0;
}
