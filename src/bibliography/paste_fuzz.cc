// Any bytes pasted: they are refused with a sentence, or make references whose keys can be cited
// and which are like themselves. Smoke runs: 20000
#include "bibliography/paste.h"

#include "base/text.h"
#include "base/verify.h"
#include "bibliography/likeness.h"
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
    const Result<Paste> paste = parse_paste(text);
    if (!paste) {
        VERIFY(paste.error().fields().size() == 1);
        return 0;
    }
    VERIFY(!paste->references.empty() && paste->references.size() <= references_max);
    for (const ReadReference& item : paste->references) {
        VERIFY(is_key(make_key(item.reference)));
        VERIFY(make_key(item.reference).size() <= key_bytes_max);
        const Likeness likeness = likeness_of(item.reference);
        VERIFY(is_utf8(likeness.title_key));
        const std::string written = format_csl_json(item.reference, "k");
        const auto again = parse_csl_json(written);
        VERIFY(again.has_value() && again->size() == 1);
    }
    return 0;
}
