// Any bytes as a query: read or refused, never worse; what is said of a place lies within the text.
// Smoke runs: 500000
#include "search/query.h"

#include "base/verify.h"
#include "search/limits.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace attest;
    using namespace attest::search;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters here
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto query = read_query(text, {.now = {1'600'000'000'000}, .me = UserId{1}});
    if (!query) {
        VERIFY(query.error().begin <= text.size());
        VERIFY(query.error().end <= text.size());
        VERIFY(!query.error().message.empty());
        return 0;
    }
    std::size_t clauses = 0;
    for (const std::vector<Clause>& group : query->groups) {
        VERIFY(!group.empty());
        for (const Clause& clause : group) {
            VERIFY(clause.begin < clause.end);
            VERIFY(clause.end <= text.size());
            ++clauses;
        }
    }
    VERIFY(clauses <= query_clauses_max);
    return 0;
}
