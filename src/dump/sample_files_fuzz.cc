// Any text as a question file of the sample site.
// Smoke runs: 600000
#include "dump/sample_files.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto posts =
        attest::dump::parse_sample_question({reinterpret_cast<const char*>(bytes), size}, "key");
    return posts && posts->empty() ? -1 : 0;
}
