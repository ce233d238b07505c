#include "domain/reputation.h"

#include <doctest/doctest.h>

#include <vector>

using namespace attest;
using namespace attest::domain;

namespace {

ReputationEntry entry(ReputationKind kind, std::int64_t day = 1) {
    return {.kind = kind, .day = day, .points = points_of(kind)};
}

std::vector<std::int64_t> amounts(std::int64_t before, std::vector<ReputationEntry> entries) {
    settle_reputation(before, entries);
    std::vector<std::int64_t> found;
    for (const ReputationEntry& settled : entries)
        found.push_back(settled.amount);
    return found;
}

constexpr auto up = ReputationKind::answer_voted_up;
constexpr auto down = ReputationKind::answer_voted_down;

} // namespace

TEST_CASE("Votes bring 200 a day, and the next day again") {
    std::vector<ReputationEntry> entries(21, entry(up, 1));
    entries.push_back(entry(up, 2));
    const std::vector<std::int64_t> found = amounts(1, entries);
    CHECK(found[19] == 10);
    CHECK(found[20] == 0);
    CHECK(found[21] == 10);
}

TEST_CASE("What is taken away under the cap leaves room for as much") {
    std::vector<ReputationEntry> entries(20, entry(up));
    entries.push_back(entry(down));
    entries.push_back(entry(up));
    entries.push_back(entry(ReputationKind::edit_approved));
    const std::vector<std::int64_t> found = amounts(1, entries);
    CHECK(found[20] == -2);
    CHECK(found[21] == 2);
    CHECK(found[22] == 0);
}

TEST_CASE("Acceptances stand outside the cap") {
    std::vector<ReputationEntry> entries(20, entry(up));
    entries.push_back(entry(ReputationKind::answer_accepted));
    entries.push_back(entry(ReputationKind::accepted_answer));
    const std::vector<std::int64_t> found = amounts(1, entries);
    CHECK(found[20] == 15);
    CHECK(found[21] == 2);
}

TEST_CASE("Nobody falls below 1, and what could not be taken is not owed") {
    CHECK(
        amounts(2, {entry(down), entry(down), entry(ReputationKind::spam_or_abuse), entry(up)})
        == std::vector<std::int64_t>{-1, 0, 0, 10}
    );
}

TEST_CASE("An opening counts as it is") {
    const std::vector<ReputationEntry> entries{
        {.kind = ReputationKind::opening, .day = 1, .points = 40'000}, entry(down)
    };
    CHECK(amounts(0, entries) == std::vector<std::int64_t>{40'000, -2});
}

TEST_CASE("A day begins at midnight UTC, also before 1970") {
    CHECK(day_of(Time{0}) == 0);
    CHECK(day_of(Time{-1}) == -1);
    CHECK(day_of(Time{86'400'000}) == 1);
}
