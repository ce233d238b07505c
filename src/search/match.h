// A query's clauses as Xapian's operators. Words that may be left out when all of them together
// find little stand apart from what must hold.
#pragma once

#include "search/query.h"
#include "search/snippet.h"
#include "search/words.h"

#include <xapian.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attest::search {

/// A stem by which a word is found, without a prefix.
struct QueryStem {
    std::string stem;
    double share = 1; ///< What it weighs: below 1 if it is of another name than the one typed.
};

/// One word of a query, or a typed compound with its parts.
struct QueryWord {
    std::string text; ///< As typed.
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string folded;  ///< Of a single word; empty for a compound.
    std::string lowered; ///< The same with its accents.
    std::vector<QueryStem> stems;
    Xapian::Query query;            ///< Finds and weighs it.
    Xapian::doccount frequency = 0; ///< Posts that hold it, or a close guess.
    bool is_stopword = false;
    bool may_be_dropped = true;
};

class Matcher {
public:
    Matcher(const Xapian::Database& index, Stems& stems, Highlighter& highlighter)
        : index_{index}, stems_{stems}, highlighter_{highlighter} {}

    /// `other_names` as in QueryContext.
    void read(const Query& query, const OtherNames& other_names = {});

    /// Reads a text without operators: every word may be left out. Keeps the `words_max` that tell
    /// most.
    void read_plain(std::string_view text, std::size_t words_max);

    /// Every word.
    [[nodiscard]] Xapian::Query all_words() const;

    /// At least one of the words, or of what those that no post holds were probably meant to be;
    /// what is no word of its own must hold all the same.
    [[nodiscard]] Xapian::Query any_word() const;

    /// Whether any text is looked for, and so something to rank by.
    [[nodiscard]] bool has_text() const { return !words_.empty() || !required_.empty(); }

    [[nodiscard]] const std::vector<QueryWord>& words() const { return words_; }

private:
    void read_group(const std::vector<Clause>& group);
    void read_word(const Clause& clause, const TextClause& text);
    void add_names(QueryWord& word);
    std::vector<Xapian::Query> compile_other_names(QueryWord& word);
    std::vector<Xapian::Query> compile_sound_alikes(QueryWord& word, Xapian::doccount frequency);
    Xapian::Query compile(const Clause& clause);
    Xapian::Query compile_text(const TextClause& text);
    Xapian::Query compile_words(const TextClause& text, QueryWord& word);
    Xapian::Query compile_word(const Word& word, Field field, QueryWord& into);
    Xapian::Query compile_phrase(const TextClause& text);
    Xapian::Query compile_prefix(const TextClause& text);
    [[nodiscard]] Xapian::Query restrict(const Xapian::Query& text) const;
    [[nodiscard]] std::vector<Xapian::Query> title_words() const;
    [[nodiscard]] std::vector<Xapian::Query> corrected_words() const;
    [[nodiscard]] double share_of(const QueryWord& other, Xapian::doccount frequency) const;
    [[nodiscard]] bool is_frequent(const QueryWord& word) const;

    const Xapian::Database& index_;
    Stems& stems_;
    Highlighter& highlighter_;
    std::vector<QueryWord> words_;
    std::vector<Xapian::Query> required_;
    std::vector<Xapian::Query> filters_;
    std::vector<Xapian::Query> excluded_;
    bool is_excluding_ = false;
    const OtherNames* other_names_ = nullptr; ///< While `read` runs.
};

} // namespace attest::search
