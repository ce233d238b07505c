// The reader of the control socket must take whatever comes, and what it takes must come through a
// second time as the same.
// Smoke runs: 1000000
#include "app/control_message.h"

#include "base/text.h"
#include "base/verify.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace attest;      // NOLINT(google-build-using-namespace): a program
using namespace attest::app; // NOLINT(google-build-using-namespace)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the fuzzer's bytes are text here
    const std::string_view line{reinterpret_cast<const char*>(bytes), count};
    if (const Result<ControlRequest> request = parse_request(line)) {
        const Result<ControlRequest> again = parse_request(format_request(*request));
        // A request at the limit may be longer with its escapes.
        VERIFY(!again || *again == *request);
    }
    if (const Result<ControlAnswer> answer = parse_answer(line)) {
        VERIFY(parse_answer(format_answer(answer)).has_value());
    }
    return 0;
}
