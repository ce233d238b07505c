// Searching a site, and finding questions that are like a text.
#pragma once

#include "service/questions.h"

namespace attest::service {

enum class SearchOrder : std::uint8_t { relevance, newest, active, votes };

/// A piece of a snippet; marked pieces matched.
struct SnippetPiece {
    std::string text;
    bool is_match = false;
};

struct SearchHit {
    PostId post;
    bool is_answer = false;
    QuestionSummary question; ///< The question, or the answer's question.
    std::int64_t score = 0;   ///< Of the post itself.
    Time created_at;
    Byline author;
    std::vector<SnippetPiece> snippet;
};

struct Facet {
    std::string value; ///< A tag, or a year.
    std::int64_t count = 0;
};

struct SearchRequest {
    std::string query = {};
    SearchOrder order = SearchOrder::relevance;
    PageRequest page{.number = 1, .size = 15};
    bool with_facets = true;
};

struct SearchPage {
    std::vector<SearchHit> hits;
    std::int64_t total = 0;
    bool is_estimate = false;
    bool has_more = false;
    std::string did_you_mean; ///< The query with a word spelt otherwise; empty if there is nothing
                              ///< to offer.
    std::vector<std::string>
        dropped_words; ///< Words that were not required, because all together found little.
    std::vector<Facet> tags;
    std::vector<Facet> years;
    double indexed_share = 1.0; ///< Below 1 while the index is being built.
};

/// `invalid` with a field error on "q" that says where the query cannot be read; `unavailable`
/// without index.
Result<SearchPage> search(const Site& site, const SearchRequest& request);

Result<std::vector<TitledQuestion>>
similar_questions(const Site& site, const std::string& title, std::int64_t limit);

} // namespace attest::service
