// dates_phrase_bench [SECONDS [all]]: how long it takes to read a date as people write it.
//
// A mix of kinds, English and Russian, of those that are read and those that are refused. Prints
// one JSON object: the mean of all, and the slowest phrase.
#include "dates/phrase.h"

#include "base/json.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

using namespace attest;        // NOLINT(google-build-using-namespace): a program
using namespace attest::dates; // NOLINT(google-build-using-namespace)

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto phrases = std::to_array<std::string_view>({
    "1917",
    "1917-11-07",
    "7 November 1917",
    "November 7, 1917",
    "7.XI.1917",
    "7 November [26 October O.S.] 1879",
    "26 октября (7 ноября) 1879 года",
    "25 October/7 November 1917",
    "Wednesday, 25 October 1917",
    "11 February 1731/32",
    "c. 1340–45",
    "between 5 and 9 May 1945",
    "с 5 по 9 мая 1945 года",
    "late 19th – early 20th century",
    "в начале 1920-х годов",
    "1-я половина XIX века",
    "44 г. до н. э.",
    "winter 1941/42",
    "not later than May 1928",
    "1927, 1928 or 1930",
    "12 (25) January 1755",
    "7/11/1917",
    "yesterday",
});

/// Microseconds a phrase, over about so many seconds.
double measure(std::string_view phrase, double seconds) {
    std::int64_t rounds = 0;
    std::size_t read = 0; // so that nothing is optimised away
    const Clock::time_point start = Clock::now();
    double elapsed = 0;
    while (elapsed < seconds) {
        for (int i = 0; i < 1'000; ++i) {
            const Result<ReadDate> date = read_date(phrase);
            read += date ? date->date.edtf.size() : date.error().message().size();
        }
        rounds += 1'000;
        elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    }
    return read == 0 ? 0 : elapsed * 1e6 / static_cast<double>(rounds);
}

} // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? parse_number<int>(argv[1]).value_or(2) : 2;
    const double each = seconds / static_cast<double>(phrases.size());
    double total = 0;
    double most = 0;
    std::string_view slowest;
    for (const std::string_view phrase : phrases) {
        const double took = measure(phrase, each);
        if (argc > 2) fmt::print(stderr, "{:.2f} {}\n", took, phrase);
        total += took;
        if (took > most) {
            most = took;
            slowest = phrase;
        }
    }
    std::string out;
    JsonWriter{out}
        .begin_object()
        .field("mean_microseconds", total / static_cast<double>(phrases.size()))
        .field("slowest_microseconds", most)
        .field("slowest", slowest)
        .field("phrases", phrases.size())
        .end_object();
    fmt::print("{}\n", out);
    return 0;
}
