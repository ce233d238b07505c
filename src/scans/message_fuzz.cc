// What a child says, whole and in pieces: however it is cut, the messages are the same, and each of
// them says again what it said.
// Smoke runs: 300000
#include "scans/message.h"

#include "base/verify.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace attest::scans;

namespace {

/// All messages, each written again.
std::string read_all(std::string_view bytes, std::size_t piece) {
    MessageReader reader;
    std::string again;
    for (std::size_t begin = 0; begin < bytes.size(); begin += piece) {
        reader.feed(bytes.substr(begin, piece));
        for (;;) {
            const auto message = reader.next();
            if (!message) return again + "refused";
            if (!*message) break;
            again += format_message(**message);
        }
    }
    return again;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = std::max<std::size_t>(1, data[0]);
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    const std::string whole = read_all(bytes, std::max<std::size_t>(1, bytes.size()));
    VERIFY(read_all(bytes, piece) == whole);
    return 0;
}
