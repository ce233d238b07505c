// Keys of a name: what two spellings of it have in common, across scripts, languages and reforms of
// spelling (evidence.md, D2).
//
// They find candidates. Who somebody is, is said by an authority record, never by a spelling.
#pragma once

#include "names/transliterate.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::names {

/// One word of a name.
struct NameToken {
    /// In its own script: small, without accents, in the spelling of today.
    std::string fold;
    /// In Latin letters without the ways of spelling; 1 to 4 readings.
    std::vector<std::string> skeletons;
    /// What of it an abjad is sure to write.
    std::string consonants;
    Script script = Script::latin;
    /// A single letter that stands for a word: L. Trotsky.
    bool is_initial = false;
    /// The II of Nicholas II.
    bool is_numeral = false;
    /// von, de, al …: may be left out.
    bool is_particle = false;

    bool operator==(const NameToken&) const = default;
};

struct NameKeys {
    /// K0: the folded words, sorted, with spaces between.
    std::string fold;
    /// In the order of the name.
    std::vector<NameToken> tokens;
    /// The name as one word: Mao Zedong and 毛泽东 have two words and one.
    std::vector<std::string> joined;

    bool operator==(const NameKeys&) const = default;
};

/// The keys of a name of which the language ("uk", "zh-Hant") may be known. A name without letters
/// or digits has no tokens and matches nothing.
NameKeys keys_of(std::string_view name, std::string_view language = {});

} // namespace attest::names
