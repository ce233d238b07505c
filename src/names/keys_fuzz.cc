// Any bytes as two names with a tab between them: they have keys, agree both ways alike, and each
// with itself. Smoke runs: 60000
#include "names/keys.h"

#include "base/text.h"
#include "base/verify.h"
#include "names/cases.h"
#include "names/limits.h"
#include "names/match.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace attest;
    using namespace attest::names;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters here
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const std::size_t tab = std::min(text.find('\t'), text.size());
    const std::string_view other = text.substr(std::min(tab + 1, text.size()));
    const NameKeys left = keys_of(text.substr(0, tab));
    const NameKeys right = keys_of(other, size % 2 == 0 ? "uk" : "fa");

    for (const NameKeys& keys : {left, right}) {
        VERIFY(keys.tokens.size() <= name_tokens_max);
        VERIFY(is_utf8(keys.fold));
        for (const NameToken& token : keys.tokens) {
            VERIFY(!token.fold.empty());
            VERIFY(!token.skeletons.empty());
            VERIFY(token.skeletons.size() <= token_skeletons_max);
            VERIFY(std::ranges::all_of(token.skeletons, is_utf8));
        }
        VERIFY(match(keys, keys) == (keys.tokens.empty() ? NameMatch::none : NameMatch::fold));
    }
    VERIFY(match(left, right) == match(right, left));
    for (const std::string& nominative : nominatives_of(left.fold))
        VERIFY(is_utf8(nominative));
    return 0;
}
