// What statements cost, summed by name over all connections of a database: for tests of growth.
#pragma once

#include "db/database.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace attest::db {

class CostLedger {
public:
    /// Adds the counts of `cost` to those of its name.
    void add(std::string_view name, const StatementCost& cost) {
        const std::lock_guard lock{mutex_};
        auto found = costs_.find(name);
        if (found == costs_.end()) {
            found = costs_.emplace(std::string{name}, StatementCost{}).first;
            found->second.name = name;
        }
        StatementCost& sum = found->second;
        sum.runs += cost.runs;
        sum.rows += cost.rows;
        sum.steps += cost.steps;
        sum.sorts += cost.sorts;
        sum.full_scan_steps += cost.full_scan_steps;
    }

    /// All sums, ordered by name, and begins again from nothing.
    std::vector<StatementCost> take() {
        const std::lock_guard lock{mutex_};
        std::vector<StatementCost> taken;
        taken.reserve(costs_.size());
        for (auto& [name, cost] : costs_)
            taken.push_back(std::move(cost));
        costs_.clear();
        return taken;
    }

private:
    std::mutex mutex_;
    std::map<std::string, StatementCost, std::less<>> costs_;
};

/// Adds to `statements_run_on_this_thread`. What the writer ran for a work is added to the thread
/// that waited for it.
void count_statements_on_this_thread(std::int64_t count);

} // namespace attest::db
