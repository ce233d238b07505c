#include "names/match.h"

#include "names/skeleton.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace attest::names {

namespace {

using Tokens = std::vector<const NameToken*>;

/// The words that count, without numerals: von, de and the like only if there is nothing else.
Tokens counted_tokens(const NameKeys& keys) {
    Tokens words;
    for (const NameToken& token : keys.tokens) {
        if (!token.is_numeral && !token.is_particle) words.push_back(&token);
    }
    if (!words.empty()) return words;
    for (const NameToken& token : keys.tokens) {
        if (!token.is_numeral) words.push_back(&token);
    }
    return words;
}

std::vector<std::string_view> numerals_of(const NameKeys& keys) {
    std::vector<std::string_view> numerals;
    for (const NameToken& token : keys.tokens) {
        if (token.is_numeral) numerals.emplace_back(token.fold);
    }
    std::ranges::sort(numerals);
    return numerals;
}

template <typename Pair>
bool any_pair(
    const std::vector<std::string>& left, const std::vector<std::string>& right, Pair holds
) {
    return std::ranges::any_of(left, [&](const std::string& one) {
        return std::ranges::any_of(right, [&](const std::string& other) {
            return holds(one, other);
        });
    });
}

/// Whether two words share a script that they are compared in.
bool share_script(const NameToken& left, const NameToken& right) {
    return left.script == right.script && left.script != Script::latin
           && left.script != Script::other;
}

NameMatch match_words(const NameToken& left, const NameToken& right) {
    if (left.fold == right.fold) return NameMatch::fold;
    if (share_script(left, right)) return NameMatch::none;
    if (any_pair(left.skeletons, right.skeletons, std::equal_to{})) return NameMatch::skeleton;
    if (is_abjad(left.script) == is_abjad(right.script)) return NameMatch::none;
    const bool left_is_abjad = is_abjad(left.script);
    const NameToken& abjad = left_is_abjad ? left : right;
    const NameToken& full = left_is_abjad ? right : left;
    const bool fits = any_pair(abjad.skeletons, full.skeletons, abjad_fits);
    return fits ? NameMatch::consonants : NameMatch::none;
}

bool stands_for(const NameToken& initial, const NameToken& word) {
    if (share_script(initial, word)) return word.fold.starts_with(initial.fold);
    return any_pair(
        initial.skeletons,
        word.skeletons,
        [](const std::string& letter, const std::string& whole) {
            return whole.starts_with(letter);
        }
    );
}

/// As `match_words`, with L. for Lev.
NameMatch match_tokens(const NameToken& left, const NameToken& right) {
    if (left.is_initial == right.is_initial) return match_words(left, right);
    const bool fits = left.is_initial ? stands_for(left, right) : stands_for(right, left);
    return fits ? NameMatch::skeleton : NameMatch::none;
}

/// Gives every word of `fewer` a partner of its own in `more` that agrees at least so well:
/// augmenting paths, since L. may have been given the partner that Lev needs.
class Pairing {
public:
    Pairing(const Tokens& fewer, const Tokens& more, NameMatch least)
        : fewer_{fewer}, more_{more}, least_{least}, partner_of_(more.size()) {}

    bool pairs_all() {
        for (std::size_t word = 0; word < fewer_.size(); ++word) {
            tried_.assign(more_.size(), false);
            if (!finds_partner(word)) return false;
        }
        return true;
    }

private:
    bool finds_partner(std::size_t word) {
        for (std::size_t other = 0; other < more_.size(); ++other) {
            if (tried_[other] || match_tokens(*fewer_[word], *more_[other]) < least_) continue;
            tried_[other] = true;
            if (!partner_of_[other] || finds_partner(*partner_of_[other])) {
                partner_of_[other] = word;
                return true;
            }
        }
        return false;
    }

    const Tokens& fewer_;
    const Tokens& more_;
    NameMatch least_;
    std::vector<std::optional<std::size_t>> partner_of_;
    std::vector<bool> tried_;
};

/// The best agreement at which every word of `fewer` finds a partner.
NameMatch pair_words(const Tokens& fewer, const Tokens& more) {
    for (const NameMatch least : {NameMatch::fold, NameMatch::skeleton, NameMatch::consonants}) {
        if (Pairing{fewer, more, least}.pairs_all()) return least;
    }
    return NameMatch::none;
}

/// Initials alone say nothing: L. T. may be anybody.
bool has_whole_word(const Tokens& words) {
    return std::ranges::any_of(words, [](const NameToken* word) { return !word->is_initial; });
}

NameMatch match_as_one_word(const NameKeys& left, const NameKeys& right) {
    const bool same = any_pair(left.joined, right.joined, std::equal_to{});
    return same ? NameMatch::skeleton : NameMatch::none;
}

} // namespace

NameMatch match(const NameKeys& left, const NameKeys& right) {
    if (left.tokens.empty() || right.tokens.empty()) return NameMatch::none;
    if (left.fold == right.fold) return NameMatch::fold;

    const Tokens left_words = counted_tokens(left);
    const Tokens right_words = counted_tokens(right);
    const std::vector<std::string_view> left_numerals = numerals_of(left);
    const std::vector<std::string_view> right_numerals = numerals_of(right);
    const bool left_is_shorter = left_words.size() <= right_words.size();
    const Tokens& fewer = left_is_shorter ? left_words : right_words;
    const Tokens& more = left_is_shorter ? right_words : left_words;
    if (!has_whole_word(fewer) || !has_whole_word(more)) return NameMatch::none;

    const NameMatch agreement = pair_words(fewer, more);
    const bool same_numerals = left_numerals == right_numerals;
    if (fewer.size() == more.size() && same_numerals) return agreement;
    if (same_numerals && match_as_one_word(left, right) != NameMatch::none) {
        return NameMatch::skeleton;
    }
    if (agreement == NameMatch::none) return NameMatch::none;
    // Nicholas may be Nicholas II; Nicholas I is not.
    const bool is_even = fewer.size() == more.size();
    const bool left_may_lack = left_numerals.empty() && (left_is_shorter || is_even);
    const bool right_may_lack = right_numerals.empty() && (!left_is_shorter || is_even);
    const bool may_be = same_numerals || left_may_lack || right_may_lack;
    return may_be ? NameMatch::candidate : NameMatch::none;
}

std::string_view format_match(NameMatch agreement) {
    switch (agreement) {
    case NameMatch::none:
        return "none";
    case NameMatch::candidate:
        return "candidate";
    case NameMatch::consonants:
        return "consonants";
    case NameMatch::skeleton:
        return "skeleton";
    case NameMatch::fold:
        return "fold";
    }
    std::unreachable();
}

} // namespace attest::names
