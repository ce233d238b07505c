// Function words by language: articles, pronouns, prepositions, auxiliaries, question words.
#pragma once

#include <string_view>

namespace attest::search {

/// Folded words, separated by single spaces; empty for a language that has no list.
std::string_view stopwords_of(std::string_view language);

} // namespace attest::search
