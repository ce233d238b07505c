#include "search/facet_cache.h"

#include "search/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::search {

namespace {

bool depends_on_more(const Clause& clause) {
    if (std::holds_alternative<EvidenceClause>(clause.content)) return true;
    const auto* const range = std::get_if<RangeClause>(&clause.content);
    return range != nullptr
           && (range->measure == Measure::created || range->measure == Measure::active);
}

} // namespace

std::optional<std::string> facet_key(const SearchRequest& request, const Query& query) {
    for (const std::vector<Clause>& group : query.groups) {
        if (std::ranges::any_of(group, depends_on_more)) return std::nullopt;
    }
    const QueryContext& context = request.context;
    std::string key = fmt::format(
        "{}\n{}\n{}\n",
        std::to_underlying(request.grouping),
        context.me ? context.me->value : 0,
        request.text
    );
    for (const auto& [name, meant] : context.tag_synonyms)
        key += fmt::format("{}={}\n", name, meant);
    for (const auto& [word, names] : context.other_names)
        key += fmt::format("{}:{}\n", word, fmt::join(names, ","));
    return key;
}

Facets facets_of(const SearchAnswer& answer) {
    return {
        .total = answer.total,
        .is_total_exact = answer.is_total_exact,
        .tags = answer.tags,
        .years = answer.years,
        .are_facets_exact = answer.are_facets_exact,
        .counted = answer.counted,
        .are_all_counted = answer.are_all_counted,
    };
}

void put_facets(Facets&& facets, SearchAnswer& answer) {
    answer.total = facets.total;
    answer.is_total_exact = facets.is_total_exact;
    answer.tags = std::move(facets.tags);
    answer.years = std::move(facets.years);
    answer.are_facets_exact = facets.are_facets_exact;
    answer.counted = std::move(facets.counted);
    answer.are_all_counted = facets.are_all_counted;
}

std::optional<Facets> FacetCache::find(const std::string& key, std::uint64_t state) {
    const std::lock_guard lock{mutex_};
    forget_before(state);
    const auto found = kept_.find(key);
    if (state != state_ || found == kept_.end()) return std::nullopt;
    return found->second;
}

void FacetCache::keep(const std::string& key, std::uint64_t state, Facets facets) {
    const std::lock_guard lock{mutex_};
    forget_before(state);
    if (state != state_) return; // A reader that was slow: the index is further by now.
    if (kept_.size() >= kept_facets_max) kept_.clear();
    kept_.insert_or_assign(key, std::move(facets));
}

void FacetCache::forget_before(std::uint64_t state) {
    if (state <= state_) return;
    kept_.clear();
    state_ = state;
}

} // namespace attest::search
