#include "bibliography/folding.h"

#include "base/text.h"
#include "names/keys.h"
#include "names/transliterate.h"

namespace attest::bibliography {

namespace {

/// Runs of letters and digits, with one space between.
std::string only_words(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(utf8_sequence_length(text), 1);
        const std::string_view character = text.substr(0, length);
        if (names::is_word_character(character)) {
            words += character;
        } else if (!words.empty() && words.back() != ' ') {
            words += ' ';
        }
        text.remove_prefix(length);
    }
    return std::string{trim(words)};
}

std::string_view family_of(const PersonName& person) {
    return person.literal.empty() ? person.family : person.literal;
}

} // namespace

std::string compose(std::string_view text) {
    return names::compose(text);
}

std::string fold_words(std::string_view text) {
    return only_words(names::without_accents(names::normalize(clean_utf8(text))));
}

std::string latin_words(std::string_view text) {
    const std::string folded = fold_words(text);
    std::string latin;
    for (const std::string_view word : split(folded, ' ')) {
        if (word.empty()) continue;
        if (!latin.empty()) latin += ' ';
        latin += names::script_of(word) == names::Script::cyrillic
                     ? names::romanize(word, names::Romanization::russian)
                     : names::romanize(word, names::romanization_of_script(word));
    }
    return latin;
}

std::string author_skeleton(const Reference& reference) {
    const std::vector<PersonName>& people =
        reference.authors.empty() ? reference.editors : reference.authors;
    if (people.empty()) return {};
    const names::NameKeys keys = names::keys_of(family_of(people.front()));
    std::string skeleton;
    for (const names::NameToken& token : keys.tokens) {
        if (token.is_particle || token.is_initial || token.skeletons.empty()) continue;
        if (!skeleton.empty()) skeleton += ' ';
        skeleton += token.skeletons.front();
    }
    return skeleton;
}

} // namespace attest::bibliography
