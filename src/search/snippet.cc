#include "search/snippet.h"

#include "base/text.h"
#include "search/limits.h"

#include <algorithm>

namespace attest::search {

namespace {

/// Words before the first match that a passage begins with.
constexpr std::size_t lead_bytes = 60;

std::size_t first_byte(std::string_view text) {
    return text.empty() ? 0U : static_cast<unsigned char>(text.front());
}

bool is_space(char letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

/// Line breaks and runs of spaces as one space.
std::string single_spaced(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char letter : text) {
        if (!is_space(letter)) {
            out += letter;
        } else if (out.empty() || out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

/// One set of stemmers a thread: making them anew costs more than a snippet.
Stems& stems_of_thread(const std::vector<std::string>& languages) {
    thread_local std::vector<std::string> made_for;
    thread_local Stems stems{made_for};
    if (made_for != languages) {
        made_for = languages;
        stems = Stems{made_for};
    }
    return stems;
}

} // namespace

struct Highlighter::Found {
    std::size_t begin;
    std::size_t end;
    std::size_t word; ///< Which of the query's words, as a hash.
};

void Highlighter::add_stem(std::string stem) {
    first_bytes_[first_byte(stem)] = true;
    stems_.insert(std::move(stem));
}

void Highlighter::add_word(std::string folded) {
    first_bytes_[first_byte(folded)] = true;
    words_.insert(std::move(folded));
}

void Highlighter::add_prefix(std::string folded) {
    first_bytes_[first_byte(folded)] = true;
    prefixes_.push_back(std::move(folded));
}

bool Highlighter::matches(const Word& word, Stems& stems) const {
    if (!first_bytes_[first_byte(word.folded)]) return false;
    if (words_.contains(std::string{word.folded})) return true;
    for (const std::string& prefix : prefixes_) {
        if (word.folded.starts_with(prefix)) return true;
    }
    return std::ranges::any_of(stems.of(word), [&](const std::string& stem) {
        return stems_.contains(stem);
    });
}

std::vector<Highlighter::Found> Highlighter::find(std::string_view text) const {
    std::vector<Found> found;
    if (is_empty()) return found;
    Stems& stems = stems_of_thread(languages_);
    WordReader reader{text};
    Word word;
    while (reader.next(word)) {
        if (!matches(word, stems)) continue;
        if (!found.empty() && word.begin < found.back().end) {
            found.back().end = std::max(found.back().end, word.end);
            continue;
        }
        const std::string& key = stems.of(word).front();
        found.push_back(
            {.begin = word.begin, .end = word.end, .word = std::hash<std::string>{}(key)}
        );
    }
    return found;
}

std::vector<Piece> Highlighter::mark(std::string_view text) const {
    std::vector<Piece> pieces;
    std::size_t at = 0;
    for (const Found& match : find(text)) {
        if (match.begin < at) continue;
        if (match.begin > at)
            pieces.push_back({std::string{text.substr(at, match.begin - at)}, false});
        pieces.push_back({std::string{text.substr(match.begin, match.end - match.begin)}, true});
        at = match.end;
    }
    if (at < text.size()) pieces.push_back({std::string{text.substr(at)}, false});
    return pieces;
}

std::vector<Piece> Highlighter::snippet(std::string_view whole) const {
    const std::string_view text = utf8_prefix(whole, snippet_text_bytes_max);
    const std::vector<Found> found = find(text);

    // The window that holds most different words, then most matches, then the earliest.
    std::size_t best = 0;
    std::size_t best_value = 0;
    for (std::size_t first = 0; first < found.size(); ++first) {
        std::vector<std::size_t> seen;
        std::size_t count = 0;
        for (std::size_t i = first; i < found.size(); ++i, ++count) {
            if (found[i].end - found[first].begin > snippet_letters_max - lead_bytes) break;
            if (std::ranges::find(seen, found[i].word) == seen.end()) seen.push_back(found[i].word);
        }
        const std::size_t value = seen.size() * 100 + std::min<std::size_t>(count, 99);
        if (value > best_value) {
            best_value = value;
            best = first;
        }
    }

    std::size_t begin = 0;
    if (!found.empty() && found[best].end > snippet_letters_max) {
        begin = found[best].begin - std::min(lead_bytes, found[best].begin);
        while (begin > 0 && !is_space(text[begin - 1]) && begin < found[best].begin)
            ++begin;
        begin = std::min(begin, found[best].begin);
    }
    std::size_t end = utf8_prefix(text.substr(begin), snippet_letters_max).size() + begin;
    if (end < text.size()) {
        std::size_t cut = end;
        while (cut > begin && !is_space(text[cut]))
            --cut;
        if (cut > begin) end = cut;
    }

    std::vector<Piece> pieces;
    if (begin > 0) pieces.push_back({"… ", false});
    std::size_t at = begin;
    for (const Found& match : found) {
        if (match.begin < at) continue;
        if (match.end > end) break;
        if (match.begin > at)
            pieces.push_back({single_spaced(text.substr(at, match.begin - at)), false});
        pieces.push_back({std::string{text.substr(match.begin, match.end - match.begin)}, true});
        at = match.end;
    }
    if (end > at) pieces.push_back({single_spaced(text.substr(at, end - at)), false});
    if (end < whole.size()) pieces.push_back({" …", false});
    return pieces;
}

} // namespace attest::search
