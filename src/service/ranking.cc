#include "service/ranking.h"

#include "domain/ranking.h"
#include "storage/limits.h"
#include "storage/ranked_questions.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace attest::service {

namespace {

struct RankedLists {
    std::vector<QuestionId> hot;
    std::vector<QuestionId> week;
    std::vector<QuestionId> month;

    bool operator==(const RankedLists&) const = default;
};

std::vector<QuestionId>
rank_by_hotness(const std::vector<storage::HotCandidate>& candidates, Time now) {
    std::vector<std::pair<double, QuestionId>> ranked;
    ranked.reserve(candidates.size());
    for (const storage::HotCandidate& candidate : candidates) {
        ranked.emplace_back(domain::hotness(candidate.warmth, now), candidate.id);
    }
    std::ranges::sort(ranked, std::ranges::greater{});
    if (std::ssize(ranked) > storage::ranked_questions_max) {
        ranked.resize(storage::ranked_questions_max);
    }
    std::vector<QuestionId> ids;
    ids.reserve(ranked.size());
    for (const auto& [hotness, id] : ranked)
        ids.push_back(id);
    return ids;
}

Result<RankedLists> rank(db::ReadTransaction& tx, Time now) {
    RankedLists lists;
    lists.hot = rank_by_hotness(TRY(storage::list_hot_candidates(tx)), now);
    lists.week = TRY(storage::list_best_since(tx, now - days(7)));
    lists.month = TRY(storage::list_best_since(tx, now - days(30)));
    return lists;
}

Result<RankedLists> read_stored(db::ReadTransaction& tx) {
    RankedLists lists;
    lists.hot = TRY(storage::list_ranked_ids(tx, domain::RankedList::hot));
    lists.week = TRY(storage::list_ranked_ids(tx, domain::RankedList::week));
    lists.month = TRY(storage::list_ranked_ids(tx, domain::RankedList::month));
    return lists;
}

} // namespace

Result<void> refresh_ranked_lists(const Site& site) {
    const Time now = site.clock();
    const RankedLists stored = TRY(site.database.read(read_stored));
    const RankedLists ranked =
        TRY(site.database.read([&](db::ReadTransaction& tx) { return rank(tx, now); }));
    if (ranked == stored) return {};

    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        using enum domain::RankedList;
        if (ranked.hot != stored.hot) TRY(storage::update_ranked_list(tx, hot, ranked.hot));
        if (ranked.week != stored.week) TRY(storage::update_ranked_list(tx, week, ranked.week));
        if (ranked.month != stored.month) TRY(storage::update_ranked_list(tx, month, ranked.month));
        return {};
    });
}

} // namespace attest::service
