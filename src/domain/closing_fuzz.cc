// Smoke runs: 2000000

#include "domain/closing.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    static_cast<void>(attest::domain::parse_close_details(text));
    return 0;
}
