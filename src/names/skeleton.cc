#include "names/skeleton.h"

#include "names/limits.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace attest::names {

namespace {

struct Spelling {
    std::string_view written;
    std::string_view sound;
};

/// The longest first: the word is read once, from the left, and what a rule wrote is not read again
/// (so that the s and h of Skhodnya do not become one sound).
constexpr auto spellings = std::to_array<Spelling>({
    {"schtsch", "S"}, {"shtch", "S"}, {"szcz", "S"}, {"tsch", "S"}, {"shch", "S"}, {"sch", "S"},
    {"tch", "S"},     {"tsh", "S"},   {"sh", "S"},   {"ch", "S"},   {"cz", "S"},   {"sz", "S"},
    {"zh", "Z"},      {"kh", "h"},    {"ph", "f"},   {"th", "t"},   {"ts", "c"},   {"tz", "c"},
    {"ou", "u"},      {"x", "ks"},    {"w", "v"},    {"j", "y"},
});

bool is_vowel(char c) {
    return std::string_view{"aeiou"}.contains(c);
}

bool is_consonant(char c) {
    return !is_vowel(c) && c != 'y';
}

bool is_i(char c) {
    return c == 'i' || c == 'y';
}

/// Old French and German spelling of the Russian ending: Romanoff, Kornileff.
std::string with_ending_v(std::string_view word) {
    std::string changed{word};
    if (word.ends_with("off") || word.ends_with("eff")) {
        changed.resize(word.size() - 2);
        changed += 'v';
    } else if (word.ends_with("ck")) {
        changed.resize(word.size() - 2);
        changed += 'k';
    }
    return changed;
}

std::string without_umlaut_e(std::string_view word) {
    std::string folded;
    for (const char c : word) {
        const bool is_umlaut =
            c == 'e' && !folded.empty() && std::string_view{"aou"}.contains(folded.back());
        if (!is_umlaut) folded += c;
    }
    return folded;
}

/// German writes sch for zh, s for z and z for ts: Breschnew, Sinowjew, Jelzin. A w, a j or a sch
/// says that a word may be German.
bool may_be_german(std::string_view word) {
    return word.contains('w') || word.contains('j') || word.contains("sch");
}

std::string read_as_german(std::string_view word) {
    std::string read;
    for (std::size_t at = 0; at < word.size();) {
        const std::string_view rest = word.substr(at);
        const bool follows_t = !read.empty() && read.back() == 't';
        const std::string_view next = rest.substr(1, 1);
        if (rest.starts_with("tsch") || rest.starts_with("schtsch")) {
            read += "sh";
            at += rest.starts_with("tsch") ? 4 : 7;
        } else if (rest.starts_with("sch") && !follows_t) {
            read += "zh";
            at += 3;
        } else if (rest.starts_with('s') && !next.empty() && is_vowel(next.front())) {
            read += 'z';
            ++at;
        } else if (rest.starts_with('z') && !follows_t) {
            read += "ts";
            ++at;
        } else {
            read += word[at++];
        }
    }
    return read;
}

bool is_greek_ch(std::string_view rest, std::size_t at) {
    return at == 0 && (rest.starts_with("chr") || rest.starts_with("chl"));
}

std::string sounds_of(std::string_view word, bool ch_is_h) {
    std::string sounds;
    for (std::size_t at = 0; at < word.size();) {
        const std::string_view rest = word.substr(at);
        const auto* const rule = std::ranges::find_if(spellings, [&](const Spelling& spelling) {
            return rest.starts_with(spelling.written);
        });
        if (rule == spellings.end()) {
            sounds += word[at++];
            continue;
        }
        const bool reads_h = rule->written == "ch" && (ch_is_h || is_greek_ch(rest, at));
        sounds += reads_h ? "h" : rule->sound;
        at += rule->written.size();
    }
    return sounds;
}

/// Yezhov is Ezhov, Iudenich is Yudenich.
void mend_beginning(std::string& sounds) {
    if (sounds.starts_with("ye")) sounds.erase(0, 1);
    if (sounds.starts_with("iu") || sounds.starts_with("ia")) sounds[0] = 'y';
}

/// Takes the glide out of Dostoyevsky, Pyotr, Soloviev.
void drop_glides(std::string& sounds) {
    for (std::size_t at = 1; at + 1 < sounds.size(); ++at) {
        if (is_vowel(sounds[at - 1]) && sounds[at] == 'y' && sounds[at + 1] == 'e') {
            sounds.erase(at, 1);
        }
    }
    for (std::size_t at = 1; at + 1 < sounds.size(); ++at) {
        const bool glides = is_consonant(sounds[at - 1]) && is_i(sounds[at]);
        if (glides && (sounds[at + 1] == 'e' || sounds[at + 1] == 'o')) {
            sounds.erase(at, 1);
            sounds[at] = 'e';
        }
    }
    for (std::size_t at = sounds.find("Sov"); at != std::string::npos; at = sounds.find("Sov")) {
        sounds[at + 1] = 'e'; // Gorbachov is Gorbachev.
    }
}

void make_single(std::string& sounds) {
    std::ranges::replace(sounds, 'y', 'i');
    drop_doubles(sounds);
}

std::string skeleton_of(std::string_view word, bool ch_is_h) {
    std::string sounds = sounds_of(word, ch_is_h);
    // The sounds of shch may come as two: Khrouchtchev.
    for (std::size_t at = sounds.find("SS"); at != std::string::npos; at = sounds.find("SS")) {
        sounds.erase(at, 1);
    }
    mend_beginning(sounds);
    drop_glides(sounds);
    make_single(sounds);
    return sounds;
}

void add_once(std::vector<std::string>& skeletons, std::string skeleton) {
    if (skeletons.size() == token_skeletons_max) return;
    if (std::ranges::find(skeletons, skeleton) == skeletons.end()) {
        skeletons.push_back(std::move(skeleton));
    }
}

bool can_stand_for(char written, char sound) {
    switch (written) {
    case 'a':
        return sound == 'a' || sound == 'e';
    case 'i':
        return sound == 'i' || sound == 'e';
    case 'v':
        return sound == 'u' || sound == 'o' || sound == 'v';
    default:
        return written == sound;
    }
}

void skip_vowels(std::vector<bool>& fits, std::string_view full) {
    for (std::size_t j = 0; j < full.size(); ++j) {
        if (fits[j] && is_vowel(full[j])) fits[j + 1] = true;
    }
}

std::vector<bool>
after_letter(const std::vector<bool>& fits, std::string_view full, char written, bool is_first) {
    std::vector<bool> after(fits.size(), false);
    // An alef in front carries any vowel, elsewhere a vowel or none.
    const bool may_be_silent = written == 'a' && !is_first;
    const bool carries_vowel = written == 'a' && is_first;
    for (std::size_t j = 0; j < fits.size(); ++j) {
        if (!fits[j]) continue;
        if (may_be_silent) after[j] = true;
        if (j == full.size()) continue;
        const bool stands = can_stand_for(written, full[j]) || (carries_vowel && is_vowel(full[j]));
        if (stands) after[j + 1] = true;
    }
    return after;
}

} // namespace

std::vector<std::string> skeletons_of(std::string_view word, Readings readings) {
    const std::string ended = with_ending_v(word);
    std::vector<std::string> skeletons{skeleton_of(ended, false)};
    if (readings == Readings::one) return skeletons;
    const std::string folded = without_umlaut_e(ended);
    add_once(skeletons, skeleton_of(folded, false));
    add_once(skeletons, skeleton_of(ended, true));
    if (may_be_german(word)) add_once(skeletons, skeleton_of(read_as_german(ended), false));
    add_once(skeletons, skeleton_of(folded, true));
    return skeletons;
}

void drop_doubles(std::string& skeleton) {
    // Bytes beyond ASCII are parts of letters that have no Latin form, and stay as they are.
    const auto is_double = [](char left, char right) {
        return left == right && static_cast<unsigned char>(left) < 0x80;
    };
    const auto repeated = std::ranges::unique(skeleton, is_double);
    skeleton.erase(repeated.begin(), repeated.end());
}

std::string consonants_of(std::string_view skeleton) {
    std::string consonants;
    for (const char c : skeleton) {
        if (!is_vowel(c) && c != 'v') consonants += c;
    }
    drop_doubles(consonants);
    return consonants;
}

bool abjad_fits(std::string_view abjad, std::string_view full) {
    // fits[j]: the letters of `abjad` read so far can be the first j of `full`.
    std::vector<bool> fits(full.size() + 1, false);
    fits[0] = true;
    // An alef in front carries a vowel; before a consonant there may be one that is not written.
    if (!abjad.starts_with('a')) skip_vowels(fits, full);
    bool is_first = true;
    for (const char written : abjad) {
        fits = after_letter(fits, full, written, is_first);
        skip_vowels(fits, full);
        is_first = false;
    }
    return fits[full.size()];
}

} // namespace attest::names
