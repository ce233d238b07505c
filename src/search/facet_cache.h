// Facets of queries that were just answered. To count them takes most of a search's time, and
// whoever turns a page or orders the results anew asks the same query again.
//
// They hold for one state of the index: nothing is kept over a commit. What depends on the database
// or on the time besides (evidence, created:1d) is never kept.
#pragma once

#include "search/index.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace attest::search {

/// What all pages and orders of one query have in common; nothing for a query whose facets may
/// change while the index does not.
std::optional<std::string> facet_key(const SearchRequest& request, const Query& query);

struct Facets {
    std::uint32_t total = 0;
    bool is_total_exact = true;
    std::vector<TagCount> tags;
    std::vector<YearCount> years;
    bool are_facets_exact = true;
    std::vector<CountedPost> counted;
    bool are_all_counted = true;
};

Facets facets_of(const SearchAnswer& answer);
void put_facets(Facets&& facets, SearchAnswer& answer);

class FacetCache {
public:
    /// `state` is the index's, and grows.
    std::optional<Facets> find(const std::string& key, std::uint64_t state);

    void keep(const std::string& key, std::uint64_t state, Facets facets);

private:
    /// Lets go of what an earlier state of the index had.
    void forget_before(std::uint64_t state);

    std::mutex mutex_;
    std::uint64_t state_ = 0;
    std::unordered_map<std::string, Facets> kept_;
};

} // namespace attest::search
