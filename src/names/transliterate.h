// Names in Latin letters, by ICU. The only file of the library that knows it.
//
// ICU's transliterators are dear to make (milliseconds) and not to be used by two threads at once:
// each is made once, and every thread works with its own copy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::names {

/// Scripts that matter to a name. Two words of one script are compared in it, but for Latin, which
/// is what all others are spelled in, and for those together in `other`.
enum class Script : std::uint8_t { latin, cyrillic, greek, arabic, hebrew, han, other };

constexpr bool is_abjad(Script script) {
    return script == Script::arabic || script == Script::hebrew;
}

/// The ways of writing in Latin letters, each an ICU transform.
enum class Romanization : std::uint8_t {
    any,
    russian,
    ukrainian,
    belarusian,
    bulgarian,
    serbian,
    macedonian,
    mongolian,
    kazakh,
    greek,
    armenian,
    georgian,
    arabic,
    persian,
    hebrew,
    chinese,
    korean,
};

/// The script of the first letter that has one.
Script script_of(std::string_view text);

/// The romanization of a language ("uk"), or nothing where it has none of its own.
std::optional<Romanization> romanization_of_language(std::string_view language);

/// The romanization of a script where the language is not known; for Cyrillic `any`, since that is
/// decided by letters.
Romanization romanization_of_script(std::string_view text);

/// NFKC, with its capitals.
std::string compose(std::string_view text);

/// Whether a character (one, in UTF-8) is part of a word: a letter, a mark on one, or a digit.
bool is_word_character(std::string_view character);

/// NFKC in small letters.
std::string normalize(std::string_view text);

/// Of normalized text: letters without accents and in their plain form; Latin ones in ASCII.
std::string without_accents(std::string_view normalized);

/// Traditional Chinese characters as simplified ones.
std::string simplify_han(std::string_view text);

/// Small ASCII letters and digits, without spaces.
std::string romanize(std::string_view normalized, Romanization romanization);

} // namespace attest::names
