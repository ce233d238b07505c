#include "jobs/scheduler.h"

#include "base/log.h"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>

using namespace attest;
using namespace attest::jobs;

namespace {

struct StandingClock {
    std::shared_ptr<Time> now = std::make_shared<Time>(Time{1'000});

    [[nodiscard]] Clock clock() const {
        return [now = now] { return *now; };
    }

    void advance(Duration span) const { *now = *now + span; }
};

} // namespace

TEST_CASE("Jobs run when they are due") {
    const StandingClock clock;
    int often = 0;
    int seldom = 0;
    Scheduler scheduler{
        clock.clock(),
        {
            {.name = "often",
             .every = seconds(10),
             .run = [&]() -> Result<bool> {
                 ++often;
                 return false;
             }},
            {.name = "seldom",
             .every = seconds(25),
             .run = [&]() -> Result<bool> {
                 ++seldom;
                 return false;
             }},
        }
    };
    CHECK(scheduler.run_due() == *clock.now + seconds(10));
    for (int i = 0; i < 6; ++i) {
        clock.advance(seconds(5));
        scheduler.run_due();
    }
    CHECK(often == 4);
    CHECK(seldom == 2);
}

TEST_CASE("A job with more to do is due at once, and one that fails is tried again") {
    set_log_level(LogLevel::off);
    const StandingClock clock;
    int left = 3;
    int failures = 0;
    Scheduler scheduler{
        clock.clock(),
        {
            {.name = "long", .every = hours(1), .run = [&]() -> Result<bool> { return --left > 0; }
            },
            {.name = "failing",
             .every = seconds(5),
             .run = [&]() -> Result<bool> {
                 ++failures;
                 return fail(ErrorCode::unavailable, "Not now.");
             }},
        }
    };
    CHECK(scheduler.run_due() == *clock.now);
    CHECK(scheduler.run_due() == *clock.now);
    CHECK(scheduler.run_due() == *clock.now + seconds(5));
    CHECK(left == 0);
    CHECK(failures == 1);
    clock.advance(seconds(5));
    scheduler.run_due();
    CHECK(failures == 2);
}

TEST_CASE("A job that is woken does not wait until it is due") {
    std::atomic<int> runs = 0;
    std::atomic<int> others = 0;
    Scheduler scheduler{
        system_clock(),
        {
            {.name = "woken",
             .every = hours(1),
             .run = [&]() -> Result<bool> {
                 ++runs;
                 return false;
             }},
            {.name = "other",
             .every = hours(1),
             .run = [&]() -> Result<bool> {
                 ++others;
                 return false;
             }},
        }
    };
    scheduler.start();
    for (int wanted = 1; wanted < 20; ++wanted) {
        while (runs < wanted)
            std::this_thread::yield();
        scheduler.wake("woken");
    }
    while (runs < 20)
        std::this_thread::yield();
    CHECK(others == 1);
}

TEST_CASE("A bell wakes a job as long as the scheduler is there") {
    Bell bell;
    bell.ring();
    std::atomic<int> runs = 0;
    {
        Scheduler scheduler{
            system_clock(),
            {{.name = "rung",
              .every = hours(1),
              .run = [&]() -> Result<bool> {
                  ++runs;
                  return false;
              }}}
        };
        scheduler.listen_to(bell, "rung");
        scheduler.start();
        while (runs < 1)
            std::this_thread::yield();
        bell.ring();
        while (runs < 2)
            std::this_thread::yield();
    }
    bell.ring();
    CHECK(runs == 2);
}

TEST_CASE("A stopped scheduler writes what is in memory, and leaves the rest") {
    std::atomic<int> written = 0;
    std::atomic<int> other = 0;
    {
        Scheduler scheduler{
            system_clock(),
            {
                {.name = "writing",
                 .every = hours(1),
                 .run = [&]() -> Result<bool> {
                     ++written;
                     return false;
                 },
                 .runs_at_end = true},
                {.name = "other",
                 .every = hours(1),
                 .run = [&]() -> Result<bool> {
                     ++other;
                     return false;
                 }},
            }
        };
        scheduler.start();
        while (other == 0)
            std::this_thread::yield();
    }
    CHECK(written == 2);
    CHECK(other == 1);
}
