// Any bytes as CSL-JSON: what is read stays within its limits, and what is written of it can be
// read. Smoke runs: 20000
#include "bibliography/csl_json.h"

#include "base/text.h"
#include "base/verify.h"
#include "bibliography/limits.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace attest;
    using namespace attest::bibliography;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters here
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto read = parse_csl_json(text);
    if (!read) return 0;
    VERIFY(!read->empty() && read->size() <= references_max);
    for (const ReadReference& item : *read) {
        VERIFY(is_csl_type(item.reference.type));
        for (const TextVariable& variable : text_variables) {
            VERIFY((item.reference.*variable.text).size() <= 2 * variable_bytes_max + 2);
        }
        const std::string written = format_csl_json(item.reference, "k");
        VERIFY(is_utf8(written));
        const auto again = parse_csl_json(written);
        // Braces and commands may be all that a value was made of.
        VERIFY(!again || again->size() == 1);
    }
    return 0;
}
