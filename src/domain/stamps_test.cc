#include "domain/stamps.h"

#include <doctest/doctest.h>

#include <set>

using namespace attest;
using namespace attest::domain;

TEST_CASE("Neighbouring ids spread over the slots") {
    std::set<StampSlot> slots;
    for (std::int64_t id = 1; id <= 1'000; ++id) {
        slots.insert(stamp_of_question(QuestionId{id}));
        slots.insert(stamp_of_user(UserId{id}));
    }
    // 2,000 of 65,536: about 30 collisions by chance.
    CHECK(slots.size() > 1'900);
    CHECK(stamp_of_tag("a") != stamp_of_tag("b"));
}
