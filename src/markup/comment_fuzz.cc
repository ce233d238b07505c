// Any comment gives safe inline HTML.
// Smoke runs: 400000
#include "markup/comment.h"

#include "base/verify.h"
#include "markup/sanitize.h"
#include "markup/strict_check.h"

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace attest::markup;
    const std::string_view source{reinterpret_cast<const char*>(bytes), size};
    const Rendered comment = render_comment(source, {});
    VERIFY(find_fault(comment.html).empty());
    VERIFY(!comment.html.contains("<p>"));
    VERIFY(comment.html.size() <= 4'096 + (10 * size));
    VERIFY(sanitize_html(comment.html, {}).html == comment.html);
    return 0;
}
