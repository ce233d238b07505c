// Words: how a text falls into them, and which spellings count as one. The index and a query go
// through the same code, so that what was indexed is found.
//
// A word is a run of letters and digits, folded: case, accents and ligatures do not count (Ærø,
// aero). Stems are taken before accents go, since stemmers know them. A compound ("birch-bark",
// "node.js") gives its parts and, beside them, itself written together. Chinese and Japanese give
// characters and pairs of characters; Thai and its neighbours are cut by ICU's dictionaries.
#pragma once

#include "search/limits.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::search {

enum class WordKind : std::uint8_t {
    plain,
    number,   ///< Has a digit and no letter.
    compound, ///< The parts before it, written together; stands where the first of them does.
    ideogram, ///< One character of a script written without spaces.
    pair,     ///< Two such characters side by side; stands where the first of them does.
};

struct Word {
    std::string_view lowered;   ///< Without case, with accents: what a stemmer reads.
    std::string_view folded;    ///< Without accents too: what is compared.
    std::uint32_t position = 0; ///< Counts words from 0.
    std::size_t begin = 0;      ///< Where it stands in the text, in bytes.
    std::size_t end = 0;
    WordKind kind = WordKind::plain;
    bool joins_previous = false; ///< A later part of a compound.
};

/// Gives the words of a UTF-8 text one by one. Bytes that are not UTF-8 part words.
class WordReader {
public:
    explicit WordReader(std::string_view text);
    WordReader(const WordReader&) = delete;
    WordReader& operator=(const WordReader&) = delete;
    ~WordReader();

    /// False at the end. The views in `word` hold until the next call.
    bool next(Word& word);

private:
    struct Pending {
        std::string text;
        std::uint32_t position;
        std::size_t begin;
        std::size_t end;
        WordKind kind;
    };

    bool read_word(Word& word);
    void read_letters();
    void read_ascii();
    bool read_other();
    bool read_apostrophe();
    bool read_number_mark();
    void read_unspaced();
    void read_dictionary_run();
    void note_part(const Word& word);
    void close_compound();
    bool take_pending(Word& word);
    [[nodiscard]] bool joins_next() const;

    std::string_view text_;
    std::size_t at_ = 0;
    std::uint32_t position_ = 0;
    std::string lowered_;
    std::string folded_;
    bool needs_icu_ = false;
    bool has_letter_ = false;
    bool in_compound_ = false;

    std::string compound_;
    std::size_t parts_ = 0;
    std::size_t compound_begin_ = 0;
    std::size_t compound_end_ = 0;
    std::uint32_t compound_position_ = 0;
    bool compound_has_letter_ = false;

    std::vector<Pending> pending_;
    std::size_t pending_at_ = 0;
    std::string pending_text_;
};

/// The folded form of a text that is one word already: a tag, a name.
std::string fold(std::string_view text);

/// Stems of a site's languages. Not for two threads at once.
class Stems {
public:
    /// `languages` as ISO 639 codes ("en", "ru"); those without a stemmer are passed over.
    explicit Stems(std::span<const std::string> languages);
    Stems(Stems&&) noexcept;
    Stems& operator=(Stems&&) noexcept;
    ~Stems();

    /// The folded stems of a word, each once; never empty. Holds until the next call.
    const std::vector<std::string>& of(const Word& word);

    /// Frequent little words of the site's languages, which alone find nothing worth finding.
    [[nodiscard]] bool is_stopword(std::string_view folded) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace attest::search
