// What a result shows of a text: the passage with most of the query's words, and these marked. As
// pieces, not as HTML: the page escapes and marks them its own way.
#pragma once

#include "search/words.h"

#include <bitset>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace attest::search {

struct Piece {
    std::string text;
    bool is_match = false;
};

/// The words of one query, to be found again in a text.
class Highlighter {
public:
    explicit Highlighter(std::vector<std::string> languages = {})
        : languages_{std::move(languages)} {}

    void add_stem(std::string stem);
    void add_word(std::string folded);
    void add_prefix(std::string folded);

    /// All of a short text (a title).
    [[nodiscard]] std::vector<Piece> mark(std::string_view text) const;

    /// The best passage of a body, some 240 characters long, with "…" where it was cut.
    [[nodiscard]] std::vector<Piece> snippet(std::string_view text) const;

    [[nodiscard]] bool is_empty() const {
        return stems_.empty() && words_.empty() && prefixes_.empty();
    }

private:
    struct Found;

    [[nodiscard]] bool matches(const Word& word, Stems& stems) const;
    [[nodiscard]] std::vector<Found> find(std::string_view text) const;

    std::vector<std::string> languages_;
    std::unordered_set<std::string> stems_;
    std::unordered_set<std::string> words_;
    std::vector<std::string> prefixes_;
    /// First bytes of every stem, word and prefix: most words of a text begin with none of them,
    /// and are passed over without being stemmed.
    std::bitset<256> first_bytes_;
};

} // namespace attest::search
