// Smoke runs: 500000

#include "service/asking.h"

#include "base/text.h"
#include "base/verify.h"
#include "domain/act_limits.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    // Typed tags written out are read as the same tags.
    const std::vector<std::string> tags = attest::service::parse_typed_tags(text);
    std::string written;
    for (const std::string& tag : tags) {
        VERIFY(!tag.empty());
        written += tag + " ";
    }
    VERIFY(attest::service::parse_typed_tags(written) == tags);

    // And so is a rate.
    const std::optional<attest::domain::ActRate> rate = attest::domain::parse_act_rate(text);
    if (rate) {
        VERIFY(attest::domain::parse_act_rate(attest::domain::format_act_rate(*rate)) == rate);
    }
    return 0;
}
