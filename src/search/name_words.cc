#include "search/name_words.h"

#include "base/text.h"
#include "names/cases.h"
#include "names/keys.h"
#include "names/match.h"
#include "search/fields.h"
#include "search/limits.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <utility>

namespace attest::search {

namespace {

constexpr std::size_t letter_bytes_max = 4;

/// A word of one sound, and how many posts write it as a name.
struct NamedWord {
    std::string word;
    std::uint32_t posts = 0;
};

using NamedWords = std::vector<NamedWord>;

NamedWords read_list(std::string_view text) {
    NamedWords words;
    const std::vector<std::string_view> parts = split(text, ' ');
    for (std::size_t at = 0; at + 1 < parts.size(); at += 2) {
        words.push_back(
            {std::string{parts[at]}, parse_number<std::uint32_t>(parts[at + 1]).value_or(0)}
        );
    }
    return words;
}

std::string format_list(const NamedWords& words) {
    std::string text;
    for (const NamedWord& word : words)
        text += fmt::format("{}{} {}", text.empty() ? "" : " ", word.word, word.posts);
    return text;
}

void add_key(std::vector<std::string>& keys, std::string key) {
    if (key.size() > word_bytes_max) return;
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(std::move(key));
}

/// The one word that a text is as a name; nothing if it is none: an initial, von, several.
const names::NameToken* only_token(const names::NameKeys& keys) {
    if (keys.tokens.size() != 1) return nullptr;
    const names::NameToken& token = keys.tokens.front();
    return token.is_initial || token.is_numeral || token.is_particle ? nullptr : &token;
}

void add_skeletons(std::vector<std::string>& keys, const names::NameToken& token) {
    for (const std::string& skeleton : token.skeletons)
        add_key(keys, term(metadata::sound, skeleton));
}

std::vector<std::string> sound_keys(std::string_view lowered, const names::NameKeys& name) {
    std::vector<std::string> keys;
    const names::NameToken* const token = only_token(name);
    if (token == nullptr) return keys;
    add_skeletons(keys, *token);
    if (token->consonants.size() >= sound_consonants_min)
        add_key(keys, term(metadata::consonants, token->consonants));
    if (token->script != names::Script::cyrillic) return keys;
    for (const std::string& nominative : names::nominatives_of(lowered)) {
        const names::NameKeys other = names::keys_of(nominative);
        if (const names::NameToken* const guess = only_token(other)) add_skeletons(keys, *guess);
    }
    return keys;
}

std::vector<std::string> sound_keys(std::string_view lowered) {
    return sound_keys(lowered, names::keys_of(lowered));
}

bool is_name_by_count(const Xapian::Database& index, const NamedWord& word) {
    const Xapian::doccount holding = index.get_termfreq(fold(word.word));
    return holding > 0 && word.posts * name_posts_share >= holding;
}

void put_first(NamedWords& words) {
    std::ranges::sort(words, [](const NamedWord& left, const NamedWord& right) {
        return left.posts != right.posts ? left.posts > right.posts : left.word < right.word;
    });
    if (words.size() > sound_words_max) words.resize(sound_words_max);
}

/// Whether a word that shares a key with another may be meant by it.
bool may_be_meant(const names::NameToken& asked, std::string_view key, const std::string& word) {
    const names::NameKeys keys = names::keys_of(word);
    const names::NameToken* const token = only_token(keys);
    if (token == nullptr) return false;
    const bool is_compared_in_script = token->script == asked.script
                                       && asked.script != names::Script::latin
                                       && asked.script != names::Script::other;
    if (is_compared_in_script) return token->fold == asked.fold;
    if (!key.starts_with(metadata::consonants)) return true;
    names::NameKeys one;
    names::NameKeys other;
    one.tokens = {asked};
    one.fold = asked.fold;
    other.tokens = {*token};
    other.fold = token->fold;
    return names::is_abjad(asked.script) != names::is_abjad(token->script)
           && names::is_match(names::match(one, other));
}

} // namespace

bool is_written_as_name(std::string_view written) {
    if (written.empty()) return false;
    const char first = written.front();
    if (static_cast<unsigned char>(first) < 0x80) return first >= 'A' && first <= 'Z';
    const icu::StringPiece start{
        written.data(), static_cast<std::int32_t>(std::min(written.size(), letter_bytes_max))
    };
    const UChar32 letter = icu::UnicodeString::fromUTF8(start).char32At(0);
    constexpr UChar32 georgian_first = 0x10D0; // Unicode gives it capitals that nobody writes.
    constexpr UChar32 georgian_last = 0x10FF;
    if (letter >= georgian_first && letter <= georgian_last) return true;
    return u_isupper(letter) != 0 || u_istitle(letter) != 0 || u_islower(letter) == 0;
}

void NameNotes::add(std::string_view text, const Word& word) {
    if (word.kind != WordKind::plain || word.lowered.size() < name_bytes_min) return;
    const bool is_name = is_written_as_name(text.substr(word.begin, word.end - word.begin));
    word_.assign(word.lowered);
    const auto [found, is_new] = always_.try_emplace(word_, is_name);
    if (!is_new && !is_name) found->second = false;
}

std::vector<std::string> NameNotes::names() const {
    std::vector<std::string> names;
    for (const auto& [word, is_always] : always_) {
        const bool has_digit = word.find_first_of("0123456789+#.") != std::string::npos;
        if (is_always && !has_digit && utf8_length(word) >= name_letters_min) names.push_back(word);
    }
    return names;
}

void add_names(Xapian::WritableDatabase& index, const NameCounts& counts) {
    for (const auto& [word, posts] : counts) {
        for (const std::string& key : sound_keys(word)) {
            NamedWords words = read_list(index.get_metadata(key));
            const auto known = std::ranges::find(words, word, &NamedWord::word);
            if (known != words.end()) {
                known->posts += posts;
            } else {
                words.push_back({word, posts});
            }
            put_first(words);
            index.set_metadata(key, format_list(words));
        }
    }
}

void store_names(Xapian::WritableDatabase& index, const NameCounts& counts) {
    std::map<std::string, NamedWords> lists;
    for (const auto& [word, posts] : counts) {
        const NamedWord named{word, posts};
        if (!is_name_by_count(index, named)) continue;
        for (std::string& key : sound_keys(word))
            lists[std::move(key)].push_back(named);
    }
    for (auto& [key, words] : lists) {
        put_first(words);
        index.set_metadata(key, format_list(words));
    }
}

SoundAlikes find_sound_alikes(const Xapian::Database& index, std::string_view lowered) {
    SoundAlikes alikes;
    const names::NameKeys name = names::keys_of(lowered);
    const names::NameToken* const asked = only_token(name);
    if (asked == nullptr) return alikes;
    NamedWords found;
    for (const std::string& key : sound_keys(lowered, name)) {
        for (NamedWord& word : read_list(index.get_metadata(key))) {
            const bool is_known =
                std::ranges::find(found, word.word, &NamedWord::word) != found.end();
            if (is_known || !is_name_by_count(index, word)) continue;
            if (word.word == lowered) {
                alikes.is_name = true;
            } else if (may_be_meant(*asked, key, word.word)) {
                found.push_back(std::move(word));
            }
        }
    }
    put_first(found);
    if (found.size() > sound_alikes_max) found.resize(sound_alikes_max);
    for (NamedWord& word : found)
        alikes.words.push_back(std::move(word.word));
    return alikes;
}

} // namespace attest::search
