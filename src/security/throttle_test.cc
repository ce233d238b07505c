#include "security/throttle.h"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::security;

namespace {

constexpr RateLimit thirty_a_minute{.burst = 30, .per = minutes(1)};

/// A throttle whose clock stands until it is moved.
struct StandingThrottle {
    std::atomic<std::int64_t> now = 1'000'000;
    Throttle throttle;

    explicit StandingThrottle(std::size_t buckets_max = throttle_buckets_max)
        : throttle{{.buckets_max = buckets_max, .monotonic_clock = [this] { return now.load(); }}} {
    }

    int taken_of(int tries, const std::string& key, const RateLimit& limit = thirty_a_minute) {
        int taken = 0;
        for (int count = 0; count < tries; ++count)
            taken += throttle.take(key, limit).has_value() ? 1 : 0;
        return taken;
    }
};

} // namespace

TEST_CASE("A bucket gives its burst, then one for each part of its time") {
    StandingThrottle at;
    CHECK(at.taken_of(50, "a") == 30);
    CHECK(at.taken_of(50, "b") == 30);
    at.now += 1'999;
    CHECK(at.taken_of(50, "a") == 0);
    at.now += 1;
    CHECK(at.taken_of(50, "a") == 1);
    at.now += 6'000;
    CHECK(at.taken_of(50, "a") == 3);
    at.now += 24 * 3'600'000;
    CHECK(at.taken_of(50, "a") == 30);
}

TEST_CASE("A refusal says how long to wait, and waiting that long is enough") {
    StandingThrottle at;
    const RateLimit limit{.burst = 7, .per = hours(1)};
    CHECK(at.taken_of(8, "a", limit) == 7);
    const auto refused = at.throttle.take("a", limit);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::rate_limited);
    CHECK(refused.error().message() == "That was too often. Try again in 9 minutes.");

    const Duration wait = at.throttle.take_or_wait("a", limit).value();
    at.now += wait.milliseconds - 1;
    CHECK(at.throttle.wait_of("a", limit).has_value());
    at.now += 1;
    CHECK_FALSE(at.throttle.wait_of("a", limit).has_value());
    CHECK(at.taken_of(5, "a", limit) == 1);
}

TEST_CASE("What is put back may be taken again, and a bucket never holds more than its burst") {
    StandingThrottle at;
    CHECK(at.taken_of(40, "a") == 30);
    at.throttle.give_back("a", thirty_a_minute);
    CHECK(at.taken_of(40, "a") == 1);
    for (int count = 0; count < 100; ++count)
        at.throttle.give_back("a", thirty_a_minute);
    CHECK(at.taken_of(40, "a") == 30);
    at.throttle.give_back("never seen", thirty_a_minute);
    CHECK(at.throttle.size() == 1);
}

// ASVS 2.3.2; guards D19
TEST_CASE("A thousand at the same time at a limit of thirty: exactly thirty") {
    StandingThrottle at;
    std::atomic<int> taken = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 20; ++thread) {
            threads.emplace_back([&] { taken += at.taken_of(50, "one key"); });
        }
    }
    CHECK(taken == 30);
}

TEST_CASE("A million addresses stay within the memory, and the busiest bucket is kept") {
    StandingThrottle at;
    CHECK(at.taken_of(30, "hammered") == 30);
    for (int address = 0; address < 1'000'000; ++address)
        (void)at.throttle.take("address " + std::to_string(address), thirty_a_minute);
    CHECK(at.throttle.size() > 950'000);
    CHECK(at.throttle.size() <= throttle_buckets_max);
    CHECK(at.taken_of(5, "hammered") == 0);
}

TEST_CASE("A throttle that is too small forgets the emptiest claims first") {
    StandingThrottle at{512};
    CHECK(at.taken_of(30, "hammered") == 30);
    for (int address = 0; address < 100'000; ++address)
        (void)at.throttle.take("address " + std::to_string(address), thirty_a_minute);
    CHECK(at.throttle.size() <= 512);
    CHECK(at.taken_of(5, "hammered") == 0);
}

TEST_CASE("An IPv6 address counts as its /64, an IPv4 address as itself") {
    const std::array<std::uint8_t, 16> v6{0x20, 1, 0xD, 0xB8, 0, 0, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9};
    std::array<std::uint8_t, 16> neighbour = v6;
    neighbour[15] = 10;
    std::array<std::uint8_t, 16> stranger = v6;
    stranger[7] = 2;
    CHECK(throttle_network(v6) == "20010db800000001/64");
    CHECK(throttle_network(neighbour) == throttle_network(v6));
    CHECK(throttle_network(stranger) != throttle_network(v6));
    const std::array<std::uint8_t, 16> v4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1};
    CHECK(throttle_network(v4) == "192.0.2.1");
}

TEST_CASE("A wait is told in the unit that fits, rounded up") {
    CHECK(format_wait(Duration{1}) == "in 1 second");
    CHECK(format_wait(seconds(40)) == "in 40 seconds");
    CHECK(format_wait(seconds(90)) == "in 2 minutes");
    CHECK(format_wait(minutes(90)) == "in 2 hours");
}
