// What is left of a word in Latin letters when the ways of spelling foreign names are taken out of
// it: Tchaikovsky, Tschaikowski, Čajkovskij and Czajkowski are all "Saikovski".
//
// In a skeleton S stands for every hushing sound (sh, ch, shch), Z for zh, c for ts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::names {

/// Whether ch and ae, oe, ue of a word may be more than one thing. They may where people wrote it
/// in Latin letters; where we made it from another script we know.
enum class Readings : std::uint8_t { one, all };

/// The skeletons of a word of small ASCII letters and digits: 1 to 4, the likeliest first, none
/// twice.
std::vector<std::string> skeletons_of(std::string_view word, Readings readings);

/// Letters that stand twice beside each other, once.
void drop_doubles(std::string& skeleton);

/// A skeleton without its vowels and half-vowels (a e i o u v): what an abjad is sure to write.
std::string consonants_of(std::string_view skeleton);

/// Whether a word of an abjad, as a skeleton without short vowels ("mhmvd"), can be the written
/// form of `full` ("mahmud"): every consonant of either has its partner, every long vowel written
/// stands for a vowel of its kind.
bool abjad_fits(std::string_view abjad, std::string_view full);

} // namespace attest::names
