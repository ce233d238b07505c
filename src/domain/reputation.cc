#include "domain/reputation.h"

#include <algorithm>

namespace attest::domain {

void settle_reputation(std::int64_t before, std::span<ReputationEntry> entries) {
    std::int64_t total = before;
    std::int64_t day = 0;
    std::int64_t capped_today = 0;
    std::int64_t checks_today = 0;
    for (ReputationEntry& entry : entries) {
        if (entry.day != day) {
            day = entry.day;
            capped_today = 0;
            checks_today = 0;
        }
        entry.amount = entry.points;
        const bool is_capped = is_under_daily_cap(entry.kind);
        if (is_capped) {
            entry.amount = std::min(entry.amount, daily_reputation_max - capped_today);
        }
        const bool is_check = is_for_check(entry.kind);
        if (is_check)
            entry.amount = std::min(entry.amount, daily_check_reputation_max - checks_today);
        if (entry.kind != ReputationKind::opening) {
            entry.amount =
                std::max(entry.amount, std::min<std::int64_t>(0, reputation_min - total));
        }
        if (is_capped) capped_today += entry.amount;
        if (is_check) checks_today += entry.amount;
        total += entry.amount;
    }
}

} // namespace attest::domain
