#include "html/entities.h"

#include "html/writer.h"

#include <doctest/doctest.h>

namespace attest::html {

TEST_CASE("What was escaped is read back, once") {
    for (const std::string_view text :
         {"", "a", "&", "&&", "a & b", "<a href=\"x\">it's</a>", "&amp;lt;", "&#39;", "ä&ö"}) {
        std::string escaped;
        append_escaped(escaped, text);
        CAPTURE(text);
        CHECK(unescaped(escaped) == text);
    }
    CHECK(unescaped("&nbsp;&am &lt") == "&nbsp;&am &lt");
}

} // namespace attest::html
