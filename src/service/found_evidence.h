// What a search asks of evidence: which posts have it, and what of it to show beside each
// (`status:`, `in:`, `between:`, `cites:`, `person:`, `place:`).
#pragma once

#include "search/index.h"
#include "service/search.h"
#include "service/site.h"

namespace attest::service {

/// Records that a name of a query may mean at the most; a name of more tells nobody apart.
inline constexpr std::size_t named_records_max = 20;

/// Sources that words of `cites:` may mean.
inline constexpr std::int64_t cited_sources_max = 50;

/// Claims that are shown beside one result, and mentions.
inline constexpr std::size_t shown_claims_max = 2;

/// Years by which a search can be narrowed; more of them are joined to decades and centuries.
inline constexpr std::size_t claim_years_max = 20;

/// Answers the conditions of one query, and remembers whom and what they named.
class EvidenceFinder {
public:
    explicit EvidenceFinder(const Site& site) : site_{site} {}

    Result<std::vector<PostId>> find(const search::EvidenceClause& clause);

    /// Adds to each hit what of it was found.
    Result<void>
    explain(const std::vector<search::EvidenceClause>& clauses, std::vector<SearchHit>& hits);

    /// Names and keys of the query with all they may mean, where that is not one thing.
    std::vector<Meanings> take_meanings() { return std::move(meanings_); }

private:
    /// What the text of a clause named.
    struct Named {
        search::Evidence evidence = search::Evidence::person;
        std::string text;
        std::vector<AuthorityId> records = {};
        std::vector<SourceId> sources = {};
    };

    Result<Named> name(db::ReadTransaction& tx, const search::EvidenceClause& clause);
    Result<void> name_records(db::ReadTransaction& tx, Named& named, Meanings meanings);
    Result<void> name_sources(db::ReadTransaction& tx, Named& named, Meanings meanings);
    Result<void> explain_clause(
        db::ReadTransaction& tx,
        const search::EvidenceClause& clause,
        const std::vector<PostId>& posts,
        std::vector<SearchHit>& hits
    );

    const Site& site_;
    std::vector<Named> named_;
    std::vector<Meanings> meanings_;
};

/// Statuses and years of the claims in the posts that match.
Result<void> count_evidence(const Site& site, const search::SearchAnswer& answer, SearchPage& page);

} // namespace attest::service
