#include "service/views.h"

#include "base/random.h"
#include "storage/questions.h"

#include <mutex>

namespace attest::service {

/// The visits of one counting thread: a table of fixed size in which a visit has a place by its
/// hash, and an older one gives way. So memory is bounded, and forgetting costs one view too many
/// at worst.
struct ViewCounter::Lane {
    struct Visit {
        std::uint64_t key = 0;
        Time at;
    };

    std::mutex mutex; // contended only by the merging, twice a minute
    std::vector<Visit> visits{visits_remembered_max};
    std::unordered_map<QuestionId, std::int64_t> views;
    std::int64_t dropped = 0;
};

namespace {

constexpr std::uint64_t mix(std::uint64_t key) {
    key = (key ^ (key >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    key = (key ^ (key >> 27U)) * 0x94D049BB133111EBULL;
    return key ^ (key >> 31U);
}

/// Never 0, which marks an empty place.
std::uint64_t visit_key(std::uint64_t secret, QuestionId question, std::string_view visitor) {
    std::uint64_t hash = mix(secret ^ static_cast<std::uint64_t>(question.value));
    for (const char letter : visitor) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
    }
    return mix(hash ^ secret) | 1U;
}

} // namespace

ViewCounter::ViewCounter(std::size_t lanes) : secret_{random_number(system_random())} {
    for (std::size_t lane = 0; lane < std::max<std::size_t>(lanes, 1); ++lane) {
        lanes_.push_back(std::make_unique<Lane>());
    }
}

ViewCounter::~ViewCounter() = default;

void ViewCounter::count(
    std::size_t lane_number, QuestionId question, std::string_view visitor, Time now
) {
    const std::uint64_t key = visit_key(secret_, question, visitor);
    Lane& lane = *lanes_[lane_number % lanes_.size()];
    const std::lock_guard lock{lane.mutex};
    Lane::Visit& visit = lane.visits[(key >> 1U) % lane.visits.size()];
    const bool was_here = visit.key == key && now - visit.at < view_counts_again_after;
    if (was_here) return;

    visit = {.key = key, .at = now};
    const bool is_full = lane.views.size() >= viewed_questions_max / lanes_.size();
    if (is_full && !lane.views.contains(question)) {
        ++lane.dropped;
        return;
    }
    ++lane.views[question];
}

std::unordered_map<QuestionId, std::int64_t> ViewCounter::take() {
    std::unordered_map<QuestionId, std::int64_t> views;
    for (const std::unique_ptr<Lane>& lane : lanes_) {
        std::unordered_map<QuestionId, std::int64_t> counted;
        {
            const std::lock_guard lock{lane->mutex};
            counted.swap(lane->views);
        }
        for (const auto& [question, count] : counted)
            views[question] += count;
    }
    return views;
}

void ViewCounter::put_back(const std::unordered_map<QuestionId, std::int64_t>& views) {
    Lane& lane = *lanes_.front();
    const std::lock_guard lock{lane.mutex};
    for (const auto& [question, count] : views) {
        const bool is_full = lane.views.size() >= viewed_questions_max;
        if (is_full && !lane.views.contains(question))
            lane.dropped += count;
        else
            lane.views[question] += count;
    }
}

std::int64_t ViewCounter::dropped() const {
    std::int64_t dropped = 0;
    for (const std::unique_ptr<Lane>& lane : lanes_) {
        const std::lock_guard lock{lane->mutex};
        dropped += lane->dropped;
    }
    return dropped;
}

Result<void> write_views(const Site& site, ViewCounter& counter) {
    const std::unordered_map<QuestionId, std::int64_t> views = counter.take();
    if (views.empty()) return {};
    Result<void> written = site.database.write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& [question, count] : views) {
            TRY(storage::count_views(tx, {.question = question, .count = count}));
        }
        return {};
    });
    if (!written) counter.put_back(views);
    return written;
}

} // namespace attest::service
