#include "security/throttle.h"

#include "base/verify.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace attest::security {

namespace {

constexpr std::size_t set_buckets = 8;

std::int64_t microseconds(Duration span) {
    return span.milliseconds * 1'000;
}

/// Microseconds in which one comes back.
std::int64_t interval_of(const RateLimit& limit) {
    VERIFY(limit.burst > 0);
    VERIFY(limit.per.milliseconds > 0);
    return std::max<std::int64_t>(1, microseconds(limit.per) / limit.burst);
}

/// How long until one may be taken from a bucket that is full again at `full_at`.
std::optional<Duration> wait_for(std::int64_t full_at, std::int64_t now, const RateLimit& limit) {
    const std::int64_t interval = interval_of(limit);
    const std::int64_t missing = std::max<std::int64_t>(0, full_at - now);
    const std::int64_t over = missing + interval - (interval * limit.burst);
    if (over <= 0) return std::nullopt;
    return Duration{(over + 999) / 1'000};
}

/// The set that a hash names among `buckets`. The shard is named by the low bits, so others here.
std::size_t set_at(std::uint64_t hash, std::size_t buckets) {
    return ((hash >> 32U) % (buckets / set_buckets)) * set_buckets;
}

} // namespace

Throttle::Throttle(ThrottleOptions options)
    : options_{std::move(options)},
      shard_buckets_max_{
          std::max(set_buckets, std::bit_floor(options_.buckets_max / throttle_shards))
      } {
    options_.random(std::as_writable_bytes(std::span{hash_key_}));
}

Result<void> Throttle::take(std::string_view key, const RateLimit& limit) {
    const std::optional<Duration> wait = take_or_wait(key, limit);
    if (!wait) return {};
    return fail(
        ErrorCode::rate_limited,
        fmt::format("That was too often. Try again {}.", format_wait(*wait))
    );
}

std::optional<Duration> Throttle::take_or_wait(std::string_view key, const RateLimit& limit) {
    const std::uint64_t hashed = hash(key);
    Shard& shard = shard_of(hashed);
    const std::lock_guard lock{shard.mutex};
    const std::int64_t at = now();
    Bucket& bucket = bucket_of(shard, hashed, at);
    const std::optional<Duration> wait = wait_for(bucket.full_at, at, limit);
    if (wait) return wait;
    bucket.full_at = std::max(bucket.full_at, at) + interval_of(limit);
    return std::nullopt;
}

std::optional<Duration> Throttle::wait_of(std::string_view key, const RateLimit& limit) {
    const std::uint64_t hashed = hash(key);
    Shard& shard = shard_of(hashed);
    const std::lock_guard lock{shard.mutex};
    if (shard.buckets.empty()) return std::nullopt;
    const std::size_t first = set_at(hashed, shard.buckets.size());
    for (const Bucket& bucket : std::span{shard.buckets}.subspan(first, set_buckets)) {
        if (bucket.key == hashed) return wait_for(bucket.full_at, now(), limit);
    }
    return std::nullopt;
}

void Throttle::give_back(std::string_view key, const RateLimit& limit) {
    const std::uint64_t hashed = hash(key);
    Shard& shard = shard_of(hashed);
    const std::lock_guard lock{shard.mutex};
    if (shard.buckets.empty()) return;
    const std::size_t first = set_at(hashed, shard.buckets.size());
    for (Bucket& bucket : std::span{shard.buckets}.subspan(first, set_buckets)) {
        if (bucket.key == hashed) bucket.full_at -= interval_of(limit);
    }
}

std::size_t Throttle::size() const {
    std::size_t count = 0;
    for (const Shard& shard : shards_) {
        const std::lock_guard lock{shard.mutex};
        count += static_cast<std::size_t>(std::ranges::count_if(shard.buckets, [](const Bucket& b) {
            return b.key != 0;
        }));
    }
    return count;
}

/// Keyed, so that nobody can choose addresses that meet in one set. Never 0, which is an empty
/// place.
std::uint64_t Throttle::hash(std::string_view key) const {
    std::uint64_t hashed = 0;
    static_assert(sizeof hashed == crypto_shorthash_BYTES);
    static_assert(sizeof hash_key_ == crypto_shorthash_KEYBYTES);
    crypto_shorthash(
        reinterpret_cast<unsigned char*>(&hashed),
        reinterpret_cast<const unsigned char*>(key.data()),
        key.size(),
        hash_key_.data()
    );
    return std::max<std::uint64_t>(hashed, 1);
}

Throttle::Shard& Throttle::shard_of(std::uint64_t hash) {
    return shards_[hash % throttle_shards];
}

/// The bucket of a key, or a place for it: one that was never used, or is full again; else more
/// places; else the place of the bucket nearest to full.
Throttle::Bucket& Throttle::bucket_of(Shard& shard, std::uint64_t hash, std::int64_t now) const {
    if (shard.buckets.empty()) shard.buckets.resize(set_buckets);
    while (true) {
        const std::size_t first = set_at(hash, shard.buckets.size());
        const std::span<Bucket> set = std::span{shard.buckets}.subspan(first, set_buckets);
        const auto own = std::ranges::find(set, hash, &Bucket::key);
        if (own != set.end()) return *own;

        Bucket& fullest = *std::ranges::min_element(set, {}, [](const Bucket& bucket) {
            return bucket.key == 0 ? INT64_MIN : bucket.full_at;
        });
        const bool is_free = fullest.key == 0 || fullest.full_at <= now;
        if (is_free || shard.buckets.size() >= shard_buckets_max_) {
            fullest = {.key = hash, .full_at = now};
            return fullest;
        }

        // Twice the sets: each bucket stays where it is or goes to the set behind all old ones.
        const std::vector<Bucket> old = std::move(shard.buckets);
        shard.buckets = std::vector<Bucket>(old.size() * 2);
        for (const Bucket& bucket : old) {
            if (bucket.key == 0) continue;
            const std::size_t at = set_at(bucket.key, shard.buckets.size());
            const std::span<Bucket> places = std::span{shard.buckets}.subspan(at, set_buckets);
            *std::ranges::find(places, std::uint64_t{0}, &Bucket::key) = bucket;
        }
    }
}

std::int64_t Throttle::now() const {
    return options_.monotonic_clock() * 1'000;
}

std::string throttle_network(std::span<const std::uint8_t, 16> address) {
    constexpr std::array<std::uint8_t, 12> v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::ranges::equal(address.first<12>(), v4_prefix)) {
        return fmt::format("{}.{}.{}.{}", address[12], address[13], address[14], address[15]);
    }
    std::string network;
    for (const std::uint8_t byte : address.first<8>()) {
        network += fmt::format("{:02x}", byte);
    }
    return network + "/64";
}

std::string format_wait(Duration wait) {
    const auto unit = [&](Duration of, const char* name) {
        const std::int64_t count = (wait.milliseconds + of.milliseconds - 1) / of.milliseconds;
        return fmt::format("in {} {}{}", count, name, count == 1 ? "" : "s");
    };
    if (wait < seconds(90)) return unit(seconds(1), "second");
    if (wait < minutes(90)) return unit(minutes(1), "minute");
    return unit(hours(1), "hour");
}

} // namespace attest::security
