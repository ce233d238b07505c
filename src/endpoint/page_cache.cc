#include "endpoint/page_cache.h"

#include "base/time.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::endpoint {

namespace {

/// What an entry takes beside its texts: nodes of list and map, pointers, strings' own fields.
constexpr std::size_t entry_overhead_bytes = 1'024;

std::size_t bytes_of(const http::PreparedAnswer& answer) {
    return answer.head.view.size() + answer.body.view.size();
}

} // namespace

std::string format_metrics(const PageCacheMetrics& metrics) {
    struct Row {
        std::string_view name;
        std::string_view type;
        std::uint64_t value;
    };

    const std::array<Row, 8> rows = {{
        {"attest_page_cache_hits_total", "counter", metrics.hits},
        {"attest_page_cache_misses_total", "counter", metrics.misses},
        {"attest_page_cache_outdated_total", "counter", metrics.outdated},
        {"attest_page_cache_kept_total", "counter", metrics.kept},
        {"attest_page_cache_evicted_total", "counter", metrics.evicted},
        {"attest_page_cache_differences_total", "counter", metrics.differences},
        {"attest_page_cache_entries", "gauge", metrics.entries},
        {"attest_page_cache_bytes", "gauge", metrics.bytes},
    }};
    std::string out;
    for (const Row& row : rows)
        out += fmt::format("# TYPE {} {}\n{} {}\n", row.name, row.type, row.name, row.value);
    return out;
}

std::size_t CachedPage::bytes() const {
    // The plain body is shared with `response`.
    return entry_overhead_bytes + bytes_of(plain) + bytes_of(gzip) + bytes_of(brotli)
           + bytes_of(unchanged) + versions.size() * sizeof(Version);
}

std::vector<Version>
read_versions(const service::Stamps& stamps, const std::vector<domain::StampSlot>& slots) {
    std::vector<Version> versions;
    versions.reserve(slots.size());
    for (const domain::StampSlot slot : slots)
        versions.push_back({slot, stamps.read(slot)});
    return versions;
}

bool is_current(const service::Stamps& stamps, const std::vector<Version>& versions) {
    return std::ranges::all_of(versions, [&](const Version& version) {
        return stamps.read(version.slot) == version.stamp;
    });
}

PageCache::PageCache(Options options)
    : part_bytes_max_{options.bytes_max / page_cache_parts},
      clock_{options.clock ? std::move(options.clock) : monotonic_milliseconds} {
    for (Part& part : parts_)
        part.asked.resize(pages_asked_once_max);
}

PageCache::Part& PageCache::part_of(std::string_view key) {
    return parts_[std::hash<std::string_view>{}(key) % page_cache_parts];
}

std::shared_ptr<const CachedPage> PageCache::find(std::string_view key) {
    Part& part = part_of(key);
    std::shared_ptr<const CachedPage> page;
    {
        const std::lock_guard lock{part.mutex};
        const auto found = part.by_key.find(key);
        if (found == part.by_key.end()) {
            ++part.counts.misses;
            return nullptr;
        }
        part.by_use.splice(part.by_use.begin(), part.by_use, found->second);
        page = found->second->page;
        ++part.counts.hits;
    }
    if (clock_() < page->valid_until && is_current(*page->stamps, page->versions)) return page;

    const std::lock_guard lock{part.mutex};
    --part.counts.hits;
    ++part.counts.misses;
    ++part.counts.outdated;
    const auto found = part.by_key.find(key);
    // Only to free its memory; another thread may have put a newer one there meanwhile.
    if (found != part.by_key.end() && found->second->page == page) drop(part, found->second);
    return nullptr;
}

std::optional<std::vector<domain::StampSlot>> PageCache::remembered(std::string_view key) {
    const std::uint64_t hash = std::hash<std::string_view>{}(key);
    Part& part = part_of(key);
    const std::lock_guard lock{part.mutex};
    const Asked& asked = part.asked[hash / page_cache_parts % part.asked.size()];
    if (asked.key_hash != hash || asked.slots.empty()) return std::nullopt;
    return asked.slots;
}

void PageCache::remember(std::string_view key, std::vector<domain::StampSlot> slots) {
    const std::uint64_t hash = std::hash<std::string_view>{}(key);
    Part& part = part_of(key);
    const std::lock_guard lock{part.mutex};
    part.asked[hash / page_cache_parts % part.asked.size()] = {hash, std::move(slots)};
}

void PageCache::keep(std::string_view key, std::shared_ptr<const CachedPage> page) {
    const std::size_t bytes = page->bytes();
    if (bytes > part_bytes_max_) return;
    Part& part = part_of(key);
    const std::lock_guard lock{part.mutex};
    const auto old = part.by_key.find(key);
    if (old != part.by_key.end()) drop(part, old->second);
    while (part.bytes + bytes > part_bytes_max_) {
        drop(part, std::prev(part.by_use.end()));
        ++part.counts.evicted;
    }
    part.by_use.push_front({std::string{key}, std::move(page)});
    part.by_key.emplace(part.by_use.front().key, part.by_use.begin());
    part.bytes += bytes;
    ++part.counts.kept;
}

void PageCache::drop(Part& part, std::list<Slot>::iterator slot) {
    part.bytes -= slot->page->bytes();
    part.by_key.erase(slot->key);
    part.by_use.erase(slot);
}

PageCache::Turn PageCache::take_turn(std::string_view key) {
    Part& part = part_of(key);
    std::string name{key};
    std::unique_lock lock{part.mutex};
    part.turn_ended.wait(lock, [&] { return !part.turns.contains(name); });
    part.turns.insert(name);
    return {*this, std::move(name)};
}

void PageCache::end_turn(const std::string& key) {
    Part& part = part_of(key);
    {
        const std::lock_guard lock{part.mutex};
        part.turns.erase(key);
    }
    part.turn_ended.notify_all();
}

PageCacheMetrics PageCache::metrics() {
    PageCacheMetrics sum;
    for (Part& part : parts_) {
        const std::lock_guard lock{part.mutex};
        sum.hits += part.counts.hits;
        sum.misses += part.counts.misses;
        sum.outdated += part.counts.outdated;
        sum.kept += part.counts.kept;
        sum.evicted += part.counts.evicted;
        sum.entries += part.by_key.size();
        sum.bytes += part.bytes;
    }
    sum.differences = differences_.load(std::memory_order_relaxed);
    return sum;
}

} // namespace attest::endpoint
