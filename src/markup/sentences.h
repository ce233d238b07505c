// Where a sentence ends, in English and Russian text. Needed to know which words a citation speaks
// for (evidence.md, B2) and how much of an answer has a source (B8).
//
// ICU's sentence breaks end "Gen. Krivitsky" after "Gen."; here a list of abbreviations, single
// initials and the case of the next letter decide.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attest::markup {

/// Where the sentence after the one at `from` begins: its first byte that is no white space; npos
/// if the text ends first. Linear in what it passes.
std::size_t next_sentence(std::string_view text, std::size_t from);

/// Sentences of `text`, where a line break ends one too (Rendered::text has one after each block).
/// Only what holds a letter is counted.
std::size_t count_sentences(std::string_view text);

/// The letters and digits of `text`, case-folded (Unicode's default folding): what of a wording
/// must stay for a check of it to hold.
std::string letters_and_digits(std::string_view text);

} // namespace attest::markup
