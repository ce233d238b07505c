// Rendered pages in memory, for readers without a session; never older than an acknowledged change
// (decisions.md, 18 and 19).
//
// An entry holds, with its bytes, the version stamps of everything that it shows, as they were
// before its snapshot opened. A hit compares them with the stamps of now; any difference is a miss.
// The writer bumps stamps after COMMIT and before it acknowledges. So nothing needs to be dropped
// when something changes, and no order of threads can let an old page live: a render that began
// before a commit carries the stamp of before. Entries leave when they are the least recently used.
//
// What a page depends on is known only when it has been rendered. Hence two steps: a page that is
// asked for once leaves its dependencies behind; when it is asked for again, their stamps are read,
// it is rendered, and kept if it met no dependency that was not among them.
#pragma once

#include "domain/ids.h"
#include "domain/stamps.h"
#include "endpoint/limits.h"
#include "http/response.h"
#include "service/stamps.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace attest::endpoint {

/// A thing's place among the stamps, and its version.
struct Version {
    domain::StampSlot slot;
    std::uint64_t stamp;
};

struct CachedPage {
    const service::Stamps* stamps;
    std::vector<Version> versions;
    /// Milliseconds of the cache's clock after which the page may no longer be shown.
    std::int64_t valid_until;
    std::optional<QuestionId> viewed;

    /// For the workers, which finish an answer themselves.
    http::Response response;

    /// For the I/O threads.
    std::string etag;
    http::PreparedAnswer plain;
    http::PreparedAnswer gzip;
    http::PreparedAnswer brotli;
    http::PreparedAnswer unchanged; ///< 304

    [[nodiscard]] std::size_t bytes() const;
};

struct PageCacheMetrics {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t outdated = 0; ///< Misses, since something shown had changed or aged.
    std::uint64_t kept = 0;
    std::uint64_t evicted = 0;
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t differences = 0; ///< Verified hits that were not what a fresh render gave.
};

/// Prometheus text format 0.0.4.
std::string format_metrics(const PageCacheMetrics& metrics);

class PageCache {
public:
    struct Options {
        std::size_t bytes_max = page_cache_bytes_default;
        /// Milliseconds that never go back; replaced by tests.
        std::function<std::int64_t()> clock = {};
    };

    explicit PageCache(Options options);

    /// The page if it is there and still as of now. Counts as a use.
    std::shared_ptr<const CachedPage> find(std::string_view key);

    /// What the page depended on when it was last rendered; nothing if it was not asked for lately.
    std::optional<std::vector<domain::StampSlot>> remembered(std::string_view key);

    void remember(std::string_view key, std::vector<domain::StampSlot> slots);

    void keep(std::string_view key, std::shared_ptr<const CachedPage> page);

    /// The right to render a page: one thread at a time for each key. Given back when it goes.
    class Turn {
    public:
        Turn(PageCache& cache, std::string key) : cache_{&cache}, key_{std::move(key)} {}

        Turn(Turn&& other) noexcept
            : cache_{std::exchange(other.cache_, nullptr)}, key_{std::move(other.key_)} {}

        Turn& operator=(Turn&&) = delete;
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

        ~Turn() {
            if (cache_ != nullptr) cache_->end_turn(key_);
        }

    private:
        PageCache* cache_;
        std::string key_;
    };

    /// Waits while another thread renders this page.
    Turn take_turn(std::string_view key);

    void count_difference() { differences_.fetch_add(1, std::memory_order_relaxed); }

    [[nodiscard]] std::int64_t now() const { return clock_(); }

    [[nodiscard]] PageCacheMetrics metrics();

private:
    struct Slot {
        std::string key;
        std::shared_ptr<const CachedPage> page;
    };

    struct Asked {
        std::uint64_t key_hash = 0;
        std::vector<domain::StampSlot> slots;
    };

    struct Part {
        std::mutex mutex;
        std::condition_variable turn_ended;
        std::list<Slot> by_use; ///< The latest first.
        std::unordered_map<std::string_view, std::list<Slot>::iterator> by_key;
        std::unordered_set<std::string> turns;
        std::vector<Asked> asked;
        std::size_t bytes = 0;
        PageCacheMetrics counts;
    };

    void end_turn(const std::string& key);
    Part& part_of(std::string_view key);
    static void drop(Part& part, std::list<Slot>::iterator slot);

    std::size_t part_bytes_max_;
    std::function<std::int64_t()> clock_;
    std::array<Part, page_cache_parts> parts_;
    std::atomic<std::uint64_t> differences_{0};
};

/// The stamps of now.
std::vector<Version>
read_versions(const service::Stamps& stamps, const std::vector<domain::StampSlot>& slots);

/// Whether none of what a page shows has changed since.
bool is_current(const service::Stamps& stamps, const std::vector<Version>& versions);

} // namespace attest::endpoint
