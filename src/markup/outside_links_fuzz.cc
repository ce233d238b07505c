// Any bytes, as Markdown and as the HTML that it makes: sentences lie in the text, and no more
// links are given than were asked for.
#include "markup/outside_links.h"

#include "base/verify.h"
#include "markup/render.h"

#include <cstdint>
#include <string_view>

namespace {

void check(std::string_view source, std::string_view html) {
    constexpr std::size_t links_max = 20;
    const auto links = attest::markup::find_outside_links(source, html, links_max);
    VERIFY(links.size() <= links_max);
    for (const attest::markup::OutsideLink& link : links) {
        VERIFY(link.begin < link.end && link.end <= source.size());
        VERIFY(link.url.starts_with("http"));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    check(text, text);
    const auto rendered = attest::markup::render_markdown(text, attest::markup::Options{});
    if (!rendered) return 0;
    check(text, rendered->html);
    check(rendered->html, rendered->html);
    return 0;
}
