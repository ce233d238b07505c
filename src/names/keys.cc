#include "names/keys.h"

#include "base/text.h"
#include "names/limits.h"
#include "names/skeleton.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace attest::names {

namespace {

/// A word as it stands in the name.
struct WrittenWord {
    std::string text; ///< Normalized but for capitals.
    bool has_period = false;
};

struct Replacement {
    std::string_view from;
    std::string_view to;
};

/// The reform of 1918. The i with a dot stands for и in Ukrainian too as far as comparing goes:
/// both spellings of a name then meet, whichever language they were meant in.
constexpr auto old_letters = std::to_array<Replacement>({
    {"ѣ", "е"},
    {"і", "и"},
    {"ѳ", "ф"},
    {"ѵ", "и"},
});

constexpr auto particles = std::to_array<std::string_view>({
    "von",
    "van",
    "de",
    "der",
    "la",
    "le",
    "al",
    "el",
    "of",
    "the", //
    "фон",
    "ван",
    "де",
    "дер",
    "ла",
    "ле",
    "аль",
    "эль",
});

/// Signs that stand inside a word and are no letter: O’Neill, Mel'nik, Prokof′ev.
constexpr auto inner_signs = std::to_array<std::string_view>({
    "'",
    "’",
    "‘",
    "ʼ",
    "ʻ",
    "ʹ",
    "′",
    "″",
    "ʺ",
    "`",
    "´",
    "ʿ",
    "ʾ",
    "\u00AD",
    "\u200C",
    "\u200D",
});

std::string replace_all(std::string_view text, std::span<const Replacement> replacements) {
    std::string replaced;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const auto rule = std::ranges::find_if(replacements, [&](const Replacement& replacement) {
            return rest.starts_with(replacement.from);
        });
        if (rule == replacements.end()) {
            replaced += text[at++];
        } else {
            replaced += rule->to;
            at += rule->from.size();
        }
    }
    return replaced;
}

bool contains_any(std::string_view text, std::span<const std::string_view> letters) {
    return std::ranges::any_of(letters, [&](std::string_view letter) {
        return text.contains(letter);
    });
}

std::string_view without_hard_ending(std::string_view word) {
    if (word.ends_with("ъ")) word.remove_suffix(std::string_view{"ъ"}.size());
    return word;
}

/// Words of letters, marks and digits, with their capitals.
std::vector<WrittenWord> split_words(std::string_view name) {
    std::vector<WrittenWord> words;
    bool is_inside = false;
    for (std::size_t at = 0; at < name.size() && words.size() <= name_tokens_max;) {
        const std::string_view rest = name.substr(at);
        const std::size_t length = std::max<std::size_t>(utf8_sequence_length(rest), 1);
        const std::string_view letter = rest.substr(0, length);
        at += length;
        if (is_word_character(letter)) {
            if (!is_inside) words.emplace_back();
            words.back().text += letter;
            is_inside = true;
        } else if (std::ranges::find(inner_signs, letter) == inner_signs.end()) {
            if (is_inside && letter == ".") words.back().has_period = true;
            is_inside = false;
        }
    }
    if (words.size() > name_tokens_max) words.resize(name_tokens_max);
    return words;
}

/// A word made only of letters that Roman numbers of rulers are written with, in Latin capitals or
/// small letters; Cyrillic look-alikes count. Nothing if it is none.
std::optional<std::string> roman_letters(std::string_view text) {
    constexpr auto look_alikes =
        std::to_array<Replacement>({{"І", "I"}, {"Х", "X"}, {"і", "i"}, {"х", "x"}});
    const std::string letters = replace_all(text, look_alikes);
    const bool are_roman = letters.find_first_not_of("IVX") == std::string::npos
                           || letters.find_first_not_of("ivx") == std::string::npos;
    if (!are_roman) return std::nullopt;
    return ascii_lower(letters);
}

/// I to XXXIX: X{0,3} and then IX, IV or V?I{0,3}.
bool is_roman_number(std::string_view letters) {
    std::size_t tens = 0;
    while (tens < 3 && letters.starts_with('x')) {
        letters.remove_prefix(1);
        ++tens;
    }
    if (letters == "ix" || letters == "iv") return true;
    if (letters.starts_with('v')) letters.remove_prefix(1);
    return letters.size() <= 3 && letters.find_first_not_of('i') == std::string_view::npos;
}

bool is_one_letter(const WrittenWord& word) {
    return utf8_length(word.text) == 1;
}

/// Nicholas II. A single letter is a number where it can be no initial: a capital without a period,
/// not in front, not beside another single letter (Ленин В И).
std::optional<std::string> numeral_at(std::span<const WrittenWord> words, std::size_t at) {
    const WrittenWord& word = words[at];
    if (at == 0 || word.text.empty()) return std::nullopt;
    std::optional<std::string> letters = roman_letters(word.text);
    if (!letters || !is_roman_number(*letters)) return std::nullopt;
    if (!is_one_letter(word)) return letters;
    const bool is_small = *letters == word.text;
    const bool has_neighbour =
        is_one_letter(words[at - 1]) || (at + 1 < words.size() && is_one_letter(words[at + 1]));
    if (word.has_period || is_small || has_neighbour) return std::nullopt;
    return letters;
}

/// How Cyrillic may be read: by the language if it is known, else by letters that only one has. An
/// і alone may be Ukrainian or Russian of before 1918; an ending -ський is Ukrainian, but the rest
/// of the name may not be.
std::vector<Romanization> cyrillic_readings(std::string_view name) {
    using enum Romanization;

    struct Row {
        Romanization romanization;
        std::vector<std::string_view> letters;
    };

    static const std::array<Row, 6> rows{{
        {serbian, {"ђ", "ћ", "љ", "њ", "џ", "ј"}},
        {macedonian, {"ѓ", "ќ", "ѕ"}},
        {belarusian, {"ў"}},
        {ukrainian, {"є", "ї", "ґ"}},
        {kazakh, {"ә", "ғ", "қ", "ң", "ұ", "һ"}},
        {mongolian, {"ө", "ү"}},
    }};
    for (const Row& row : rows) {
        if (contains_any(name, row.letters)) return {row.romanization};
    }
    if (name.contains("ѣ") || name.contains("ъ")) return {russian};
    if (name.contains("і") || name.contains("ський") || name.contains("цький")) {
        return {russian, ukrainian};
    }
    return {russian};
}

std::vector<Romanization> readings_of(
    std::string_view word,
    Script script,
    const std::optional<Romanization>& known,
    std::span<const Romanization> cyrillic
) {
    if (script == Script::cyrillic) {
        // A language that is not written in Cyrillic says nothing about a Cyrillic word.
        const Romanization said = known.value_or(Romanization::any);
        if (said >= Romanization::russian && said <= Romanization::kazakh) return {said};
        return {cyrillic.begin(), cyrillic.end()};
    }
    if (script == Script::arabic && known == Romanization::persian) return {*known};
    return {romanization_of_script(word)};
}

void add_skeletons(NameToken& token, std::string_view latin, Readings readings) {
    for (std::string& skeleton : skeletons_of(latin, readings)) {
        if (token.skeletons.size() == token_skeletons_max) return;
        if (std::ranges::find(token.skeletons, skeleton) == token.skeletons.end()) {
            token.skeletons.push_back(std::move(skeleton));
        }
    }
}

/// The Arabic article stands before its word without a space: الرشيد.
std::string_view without_article(std::string_view word, Script script) {
    constexpr std::string_view article = "ال";
    constexpr std::size_t letters_min = 4;
    if (script == Script::arabic && word.starts_with(article) && utf8_length(word) > letters_min) {
        word.remove_prefix(article.size());
    }
    return word;
}

std::string fold_of(std::string_view word, Script script) {
    if (script == Script::cyrillic) {
        // Before accents fall, since ѣ is no е with an accent; and after, since ї is an і with two
        // dots.
        const std::string modern = replace_all(without_hard_ending(word), old_letters);
        return replace_all(without_accents(modern), old_letters);
    }
    if (script == Script::han) return simplify_han(word);
    return without_accents(word);
}

NameToken make_numeral(std::string number) {
    NameToken token;
    token.fold = number;
    token.skeletons.push_back(std::move(number));
    token.is_numeral = true;
    return token;
}

/// What of a whole name bears on how each of its words is read.
struct Reading {
    std::optional<Romanization> known;
    std::vector<Romanization> cyrillic;
};

std::vector<std::string> latin_forms(std::string_view word, Script script, const Reading& reading) {
    if (script == Script::latin) return {romanize(word, Romanization::any)};
    std::vector<std::string> forms;
    for (const Romanization romanization :
         readings_of(word, script, reading.known, reading.cyrillic)) {
        const bool is_old = script == Script::cyrillic && romanization == Romanization::russian;
        forms.push_back(romanize(
            is_old ? replace_all(without_hard_ending(word), old_letters) : std::string{word},
            romanization
        ));
    }
    return forms;
}

NameToken make_token(const WrittenWord& written, const Reading& reading) {
    const std::string normalized = normalize(written.text);
    NameToken token;
    token.script = script_of(normalized);
    const std::string_view word = without_article(normalized, token.script);
    token.fold = fold_of(word, token.script);
    for (const std::string& latin : latin_forms(word, token.script, reading)) {
        add_skeletons(token, latin, token.script == Script::latin ? Readings::all : Readings::one);
    }
    token.consonants = consonants_of(token.skeletons.front());
    token.is_initial = token.script != Script::han && is_one_letter(written);
    token.is_particle = std::ranges::find(particles, token.fold) != particles.end();
    return token;
}

std::string sorted_fold(std::span<const NameToken> tokens) {
    std::vector<std::string_view> folds;
    folds.reserve(tokens.size());
    for (const NameToken& token : tokens)
        folds.emplace_back(token.fold);
    std::ranges::sort(folds);
    std::string sorted;
    for (const std::string_view fold : folds) {
        if (!sorted.empty()) sorted += ' ';
        sorted += fold;
    }
    return sorted;
}

/// The likeliest reading of every word, and the one with every other choice taken.
std::vector<std::string> joined_skeletons(std::span<const NameToken> tokens) {
    std::string first;
    std::string last;
    for (const NameToken& token : tokens) {
        if (token.is_numeral || token.skeletons.empty()) continue;
        first += token.skeletons.front();
        last += token.skeletons.back();
    }
    // Where words meet, a letter may stand twice that stands once in one word.
    drop_doubles(first);
    drop_doubles(last);
    std::vector<std::string> joined;
    if (!first.empty()) joined.push_back(first);
    if (last != first) joined.push_back(last);
    return joined;
}

} // namespace

NameKeys keys_of(std::string_view name, std::string_view language) {
    const std::string text = compose(clean_utf8(utf8_prefix(name, name_bytes_max)));
    const std::vector<WrittenWord> words = split_words(text);
    const Reading reading{
        .known = romanization_of_language(language),
        .cyrillic = cyrillic_readings(normalize(text)),
    };
    NameKeys keys;
    for (std::size_t at = 0; at < words.size(); ++at) {
        std::optional<std::string> numeral = numeral_at(words, at);
        NameToken token =
            numeral ? make_numeral(*std::move(numeral)) : make_token(words[at], reading);
        // A letter of which nothing is left (a soft sign alone) is no word.
        if (token.fold.empty() || token.skeletons.front().empty()) continue;
        keys.tokens.push_back(std::move(token));
    }
    keys.fold = sorted_fold(keys.tokens);
    keys.joined = joined_skeletons(keys.tokens);
    return keys;
}

} // namespace attest::names
