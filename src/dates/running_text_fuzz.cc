// The finder of dates must take any text; what it finds lies in order within the text, and is what
// the reader of dates makes of the same words.
// Smoke runs: 100000
#include "dates/running_text.h"

#include "base/verify.h"
#include "dates/phrase.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace attest;        // NOLINT(google-build-using-namespace): a program
using namespace attest::dates; // NOLINT(google-build-using-namespace)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the fuzzer's bytes are text here
    const std::string_view text{reinterpret_cast<const char*>(bytes), count};
    std::size_t last = 0;
    for (const DateInText& found : find_dates(text)) {
        VERIFY(found.begin >= last && found.begin < found.end && found.end <= text.size());
        last = found.end;
        VERIFY(text.substr(found.begin, found.end - found.begin) == found.date.phrase);
        const Result<ReadDate> read = read_date(found.date.phrase);
        VERIFY(read && read->date == found.date);
    }
    return 0;
}
