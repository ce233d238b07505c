// Any source is refused or gives safe HTML of bounded length that sanitising again does not change.
// Smoke runs: 25000
#include "base/verify.h"
#include "markup/limits.h"
#include "markup/name_links.h"
#include "markup/render.h"
#include "markup/sanitize.h"
#include "markup/strict_check.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace attest::markup;
    const std::string_view source{reinterpret_cast<const char*>(bytes), size};
    const Options options{
        .rewrite_link = {}, .footnote_prefix = "7", .dollar_maths = size % 2 == 0
    };
    auto rendered = render_markdown(source, options);
    if (!rendered) return 0;
    VERIFY(find_fault(rendered->html).empty());
    VERIFY(rendered->html.size() <= output_base + (output_per_byte_max * size));
    VERIFY(sanitize_html(rendered->html, options).html == rendered->html);

    place_names(*rendered, [](std::string_view name) {
        if (name.size() % 2 == 0) return NameMeaning{.address = "/names/7", .label = "Seven"};
        return NameMeaning{};
    });
    // Links and marks stand where text stood, so nothing opens or closes but they.
    const auto count = [&](std::string_view what) {
        std::size_t found = 0;
        for (std::size_t at = rendered->html.find(what); at != std::string::npos;
             at = rendered->html.find(what, at + 1))
            ++found;
        return found;
    };
    VERIFY(count("<a ") == count("</a>"));
    VERIFY(count("<span") == count("</span>"));
    VERIFY(count("<p") >= count("</p>"));
    return 0;
}
