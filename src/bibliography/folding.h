// What two ways of writing one title or one author's name have in common.
#pragma once

#include "bibliography/reference.h"

#include <string>
#include <string_view>

namespace attest::bibliography {

/// Letters with their accents in one character each, where Unicode has it.
std::string compose(std::string_view text);

/// The words of a text in small letters without accents, parted by single spaces, in their own
/// script: "военно исторический журнал".
std::string fold_words(std::string_view text);

/// The same in Latin letters: "voyenno istoricheskii zhurnal".
std::string latin_words(std::string_view text);

/// The skeleton of the family name (names/skeleton.h), the same for Trotsky, Троцкий and Trotzki;
/// "" without an author.
std::string author_skeleton(const Reference& reference);

} // namespace attest::bibliography
