// Any HTML gives safe HTML that sanitising again does not change; what the regular reader takes,
// gumbo reads in the same way, and our own output is regular.
#include "base/verify.h"
#include "markup/html_reader.h"
#include "markup/sanitize.h"
#include "markup/strict_check.h"
#include "markup/url.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace attest::markup;
    const std::string_view html{reinterpret_cast<const char*>(bytes), size};
    const Options options{.rewrite_link = origin_link_rewriter("x.org"), .footnote_prefix = "7"};
    const Rendered once = sanitize_html(html, options);
    VERIFY(find_fault(once.html).empty());
    VERIFY(sanitize_html(once.html, options).html == once.html);

    SafeWriter again{options, once.html.size()};
    VERIFY(read_html(once.html, Strictness::regular, again));

    std::string storage;
    const std::string_view clean = clean_source(html, storage);
    SafeWriter quick{options, size};
    SafeWriter exact{options, size};
    if (!read_html(clean, Strictness::regular, quick) || !read_html_with_gumbo(clean, exact))
        return 0;
    VERIFY(std::move(quick).take().html == std::move(exact).take().html);
    return 0;
}
