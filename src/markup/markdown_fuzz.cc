// Any source is refused or gives safe HTML of bounded length that sanitising again does not change.
// Smoke runs: 25000
#include "base/verify.h"
#include "markup/limits.h"
#include "markup/render.h"
#include "markup/sanitize.h"
#include "markup/strict_check.h"

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace attest::markup;
    const std::string_view source{reinterpret_cast<const char*>(bytes), size};
    const Options options{
        .rewrite_link = {}, .footnote_prefix = "7", .dollar_maths = size % 2 == 0
    };
    const auto rendered = render_markdown(source, options);
    if (!rendered) return 0;
    VERIFY(find_fault(rendered->html).empty());
    VERIFY(rendered->html.size() <= output_base + (output_per_byte_max * size));
    VERIFY(sanitize_html(rendered->html, options).html == rendered->html);
    return 0;
}
