// dates_running_text_bench [SECONDS]: how long it takes to find the dates of a text.
//
// A page of history in English and Russian, with a date in every second sentence, and one without
// any. Prints one JSON object: microseconds for a thousand bytes of each.
#include "dates/running_text.h"

#include "base/json.h"
#include "base/text.h"

#include <fmt/format.h>

#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

using namespace attest;        // NOLINT(google-build-using-namespace): a program
using namespace attest::dates; // NOLINT(google-build-using-namespace)

namespace {

constexpr std::string_view dated =
    "He was born on 7 November [26 October O.S.] 1879 at a farm that his father had bought. The "
    "school of the town took him in 1888, and he stayed there for seven years. Arrested in January "
    "1898, he was sent to the east, from where he fled in the autumn of 1902. В 1905 году он "
    "вернулся и в октябре говорил перед советом. Между 1907 и 1914 гг. жил в Вене, где издавал "
    "газету и писал о войне. ";

constexpr std::string_view undated =
    "The order is known from three copies, none of which names the man who signed it. Two are in "
    "the hand of a clerk, and the third was printed long after by somebody who had seen neither. "
    "Подписи под приказом нет ни в одном списке, и спор о том, кто его отдал, не окончен. ";

/// Microseconds for a thousand bytes, over about so many seconds of this processor: others may be
/// at work on the machine.
double measure(std::string_view paragraph, double seconds) {
    std::string text;
    while (text.size() < 16'000)
        text += paragraph;
    std::size_t bytes = 0;
    std::size_t found = 0; // so that nothing is optimised away
    const std::clock_t start = std::clock();
    double elapsed = 0;
    while (elapsed < seconds) {
        found += find_dates(text).size();
        bytes += text.size();
        elapsed = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    }
    return elapsed * 1e6 / (static_cast<double>(bytes) / 1'000) + (found == bytes ? 1 : 0);
}

} // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? parse_number<int>(argv[1]).value_or(2) : 2;
    std::string out;
    JsonWriter{out}
        .begin_object()
        .field("dated_microseconds_per_kilobyte", measure(dated, seconds / 2))
        .field("undated_microseconds_per_kilobyte", measure(undated, seconds / 2))
        .end_object();
    fmt::print("{}\n", out);
    return 0;
}
