// Smoke runs: 500000
// Names found in a comment are those of people who take part, each once, and few.
#include "domain/mentions.h"

#include "base/text.h"
#include "base/verify.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

using namespace attest;
using namespace attest::domain;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const std::size_t cut = input.find('\n');
    const std::vector<Participant> people{
        {.id = UserId{1}, .name = "Jane Doe"},
        {.id = UserId{2}, .name = std::string{input.substr(0, cut)}},
        {.id = UserId{3}, .name = "Al"},
    };
    const std::string_view source = cut == std::string_view::npos ? "" : input.substr(cut + 1);
    std::vector<UserId> found =
        find_mentioned(source, people, [](std::string_view text) { return ascii_lower(text); });
    VERIFY(found.size() <= people.size());
    VERIFY(found.empty() || source.contains('@'));
    std::ranges::sort(found);
    VERIFY(std::ranges::adjacent_find(found) == found.end());
    return 0;
}
