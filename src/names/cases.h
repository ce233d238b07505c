// A Russian name in another case, back in its nominative: Троцкого is a form of Троцкий, Ленину of
// Ленин. A guess by endings, for finding candidates: several words may have the form, and not every
// guess is a word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attest::names {

/// What a word of small Cyrillic letters (one that is normalized) may be a form of, the likeliest
/// first, without itself; nothing where the ending says nothing.
std::vector<std::string> nominatives_of(std::string_view word);

} // namespace attest::names
