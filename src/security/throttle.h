// How often somebody may do something: token buckets in bounded memory.
//
// A bucket is one number, the moment at which it will be full again (the "generic cell rate
// algorithm"), and is found by a keyed 64-bit hash of what it is for. A bucket that is full again
// is the same as none, so its place is free. When all places are taken the bucket that is nearest
// to full goes: what is forgotten is the least that can be, and an account that somebody hammers
// on is the last to go, however many addresses knock in the meantime.
//
// Nothing here locks anybody out: a bucket fills again by itself. Whom a bucket is for decides who
// waits: keyed by account *and* address, a stranger who guesses at an account never slows its
// owner.
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "base/time.h"
#include "security/limits.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::security {

/// `burst` at once, and again as many in every `per`, evenly.
struct RateLimit {
    std::uint32_t burst = 1;
    Duration per = seconds(1);
};

struct ThrottleOptions {
    std::size_t buckets_max = throttle_buckets_max;

    /// Milliseconds that never go back: a clock set wrong must neither free nor block anybody.
    std::function<std::int64_t()> monotonic_clock = monotonic_milliseconds;

    Random random = system_random();
};

/// Any thread may call any function.
class Throttle {
public:
    explicit Throttle(ThrottleOptions options = {});

    /// Takes one from the bucket. `rate_limited`, with a sentence that says how long to wait, if
    /// it is empty; then nothing is taken. The key names the act and the person:
    /// "sign_in account 12 2001:db8::/64". One key has one limit.
    Result<void> take(std::string_view key, const RateLimit& limit);

    /// The same for callers with words of their own: how long to wait, or nothing if one was taken.
    std::optional<Duration> take_or_wait(std::string_view key, const RateLimit& limit);

    /// How long `take` would have to wait. Takes nothing.
    std::optional<Duration> wait_of(std::string_view key, const RateLimit& limit);

    /// Puts one back: the act turned out not to count, such as a sign-in with the right password.
    void give_back(std::string_view key, const RateLimit& limit);

    /// Buckets that have a place, full ones included.
    [[nodiscard]] std::size_t size() const;

private:
    /// A place, free if `full_at` has passed. Microseconds, since `per / burst` has to be exact.
    struct Bucket {
        std::uint64_t key = 0;
        std::int64_t full_at = 0;
    };

    /// Buckets in sets of eight: a key stands in the set that its hash names, or nowhere. The
    /// number of sets doubles when one overflows, up to the bound.
    struct Shard {
        mutable std::mutex mutex;
        std::vector<Bucket> buckets;
    };

    [[nodiscard]] std::uint64_t hash(std::string_view key) const;
    Shard& shard_of(std::uint64_t hash);
    Bucket& bucket_of(Shard& shard, std::uint64_t hash, std::int64_t now) const;
    [[nodiscard]] std::int64_t now() const;

    ThrottleOptions options_;
    std::size_t shard_buckets_max_;
    std::array<unsigned char, 16> hash_key_{};
    std::array<Shard, throttle_shards> shards_;
};

/// What one address counts as: an IPv4 address itself, an IPv6 address's first 64 bits, since
/// whoever has one has the whole /64. Takes 16 bytes, IPv4 as ::ffff:a.b.c.d (http/address.h).
std::string throttle_network(std::span<const std::uint8_t, 16> address);

/// "in 40 seconds", "in 12 minutes": rounded up, so that who waits so long does not wait in vain.
std::string format_wait(Duration wait);

} // namespace attest::security
