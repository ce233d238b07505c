// A body and its boundary, the first line of the input: parts lie within the body, and none of them
// holds what divides it.
// Smoke runs: 300000
#include "http/multipart.h"

#include "base/verify.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace attest::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t cut = bytes.find('\n');
    if (cut == std::string_view::npos) return 0;
    const auto boundary = find_boundary(bytes.substr(0, cut));
    if (!boundary) return 0;
    const std::string_view body = bytes.substr(cut + 1);
    const auto parts = parse_multipart(body, *boundary);
    if (!parts) return 0;
    for (const FormPart& part : *parts) {
        VERIFY(part.content.data() >= body.data());
        VERIFY(part.content.data() + part.content.size() <= body.data() + body.size());
        VERIFY(!part.content.contains("\r\n--" + *boundary));
    }
    return 0;
}
