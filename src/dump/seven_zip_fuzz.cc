// Any bytes as a .7z: a size or a refusal, in bounded memory.
// Smoke runs: 1000000
#include "dump/seven_zip.h"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(bytes), size};
    const auto answer =
        attest::dump::largest_dictionary([&](std::uint64_t offset, std::size_t count) {
            return offset >= text.size() ? std::string{}
                                         : text.substr(static_cast<std::size_t>(offset), count);
        });
    return answer && *answer == 1 ? -1 : 0;
}
