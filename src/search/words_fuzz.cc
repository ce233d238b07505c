// Any bytes as a text: its words lie in it, in order; they can be stemmed, marked and cut to a
// snippet.
// Smoke runs: 150000
#include "search/words.h"

#include "base/text.h"
#include "base/verify.h"
#include "search/document.h"
#include "search/limits.h"
#include "search/snippet.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace attest;
    using namespace attest::search;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters here
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    static const std::vector<std::string> languages{"en", "ru", "de"};
    static Stems stems{languages};

    Highlighter highlighter{languages};
    WordReader reader{text};
    Word word;
    std::uint32_t position = 0;
    std::size_t count = 0;
    while (reader.next(word)) {
        VERIFY(word.begin < word.end);
        VERIFY(word.end <= text.size());
        VERIFY(!word.folded.empty());
        VERIFY(word.folded.size() <= word_bytes_max);
        VERIFY(is_utf8(word.folded));
        if (word.kind != WordKind::compound) {
            VERIFY(word.position >= position);
            position = word.position;
        }
        VERIFY(!stems.of(word).empty());
        if (++count % 3 == 0) highlighter.add_stem(stems.of(word).front());
    }
    std::string together;
    for (const Piece& piece : highlighter.mark(text))
        together += piece.text;
    if (text.size() < field_bytes_max) VERIFY(together == text);
    static_cast<void>(highlighter.snippet(text));
    static_cast<void>(links_of(text));
    static_cast<void>(bare_url(text));
    return 0;
}
