// A quote and a page, divided by a zero byte: what is found lies within the page, between
// characters, with a score that can be; and the quote of a place is found there without an edit.
// Smoke runs: 100000
#include "scans/quote_match.h"

#include "base/text.h"
#include "base/verify.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace attest;
using namespace attest::scans;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t cut = bytes.find('\0');
    if (cut == std::string_view::npos || size > 4096) return 0;
    const std::string_view quote = bytes.substr(0, cut);
    const std::string_view text = bytes.substr(cut + 1);
    const auto place = find_quote(text, quote, {.before = quote, .after = text, .begin = size});
    if (!place) return 0;
    VERIFY(place->begin < place->end && place->end <= text.size());
    VERIFY(place->score >= perhaps_score_min - 1e-9 && place->score <= 1);
    const std::string_view words = text.substr(place->begin, place->end - place->begin);
    VERIFY(utf8_sequence_length(words) > 0);
    const auto again = find_quote(text, words);
    if (fold_text(words).letters.size() <= 1'000) VERIFY(again && again->score == 1);
    return 0;
}
