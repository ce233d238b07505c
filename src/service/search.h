// Searching a site, and finding questions that are like a text.
#pragma once

#include "domain/authorities.h"
#include "domain/claim_status.h"
#include "search/query.h"
#include "service/questions.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::service {

enum class SearchOrder : std::uint8_t { relevance, newest, active, votes };

/// A piece of a snippet; marked pieces matched.
struct SnippetPiece {
    std::string text;
    bool is_match = false;
};

/// A claim for which a post was found: its status, its date, or what it cites.
struct HitClaim {
    ClaimId id;
    std::string words;
    std::string phrase; ///< The date that was found; empty if none was looked for.
    domain::ClaimStatus status = domain::ClaimStatus::unsourced;
};

/// A person or a place for which a post was found, as the post has it.
struct HitMention {
    AuthorityId record;
    std::string words;
};

struct SearchHit {
    PostId post;
    bool is_answer = false;
    QuestionSummary question; ///< The question, or the answer's question.
    std::int64_t score = 0;   ///< Of the post itself.
    Time created_at;
    Byline author;
    std::vector<SnippetPiece> snippet;
    std::vector<HitClaim> claims = {}; ///< Few of them.
    std::vector<HitMention> mentions = {};
};

/// What a name or a key of a query may mean: nothing, or several that were all looked for.
struct Meanings {
    enum class Of : std::uint8_t { person, place, source };

    struct Meaning {
        std::string words;    ///< The record's name, or the source's title.
        std::string note;     ///< What tells a record from its namesakes.
        std::string narrowed; ///< What to write after the colon to mean this one alone.
    };

    std::size_t begin = 0; ///< Where the condition stands in the query, in bytes.
    std::size_t end = 0;
    Of of = Of::person;
    std::string asked; ///< As typed.
    std::vector<Meaning> meanings;
};

struct Facet {
    std::string value; ///< A tag, or a year.
    std::int64_t count = 0;
};

struct StatusFacet {
    domain::ClaimStatus status = domain::ClaimStatus::unsourced;
    std::int64_t count = 0;
};

/// Questions with a claim whose date lies in these years.
struct ClaimYears {
    std::int64_t first = 0; ///< As people count: 1917.
    std::int64_t last = 0;
    std::int64_t count = 0;
};

struct SearchRequest {
    std::string query = {};
    SearchOrder order = SearchOrder::relevance;
    PageRequest page{.number = 1, .size = 15};
    bool with_facets = true;
    /// Every post by itself, not the best one of each question.
    bool with_every_post = false;
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
    bool are_facets_exact = true;          ///< Else they count "at least".
    bool are_evidence_facets_exact = true; ///< The same of the two that follow.
    std::vector<StatusFacet> statuses = {};
    std::vector<ClaimYears> claim_years = {};
    std::vector<Meanings> meanings = {};
    double indexed_share = 1.0; ///< Below 1 while the index is being built.
};

/// `invalid` with a field error on "q" that says where the query cannot be read; `unavailable`
/// without index.
Result<SearchPage> search(const Site& site, const SearchRequest& request);

/// What a search for evidence asks of the site: for `search::SearchRequest::find_posts`.
search::FindPosts find_posts_of(const Site& site);

Result<std::vector<TitledQuestion>>
similar_questions(const Site& site, const std::string& title, std::int64_t limit);

} // namespace attest::service
