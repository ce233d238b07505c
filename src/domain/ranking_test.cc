#include "domain/ranking.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::domain;

TEST_CASE("Confidence rises exactly with the score") {
    for (std::int64_t score = -1'000; score < 1'000; ++score) {
        CAPTURE(score);
        REQUIRE(answer_confidence(score) < answer_confidence(score + 1));
    }
    CHECK(answer_confidence(0) == doctest::Approx(0.2113).epsilon(0.001));
    CHECK(answer_confidence(1'000'000) < 1.0);
    CHECK(answer_confidence(-1'000'000) >= 0.0);
}

TEST_CASE("A fresh, much viewed question is hotter than an old one") {
    const Time now{1'700'000'000'000};
    Warmth question{
        .view_count = 1'000,
        .answer_count = 3,
        .score = 10,
        .answer_scores = 20,
        .created_at = now - hours(2),
        .active_at = now - hours(1),
    };
    // (4·3 + 3·10/5 + 20) / (2 + 1 − 1/2)^1.5
    CHECK(hotness(question, now) == doctest::Approx(38.0 / 3.9528).epsilon(0.001));

    const double fresh = hotness(question, now);
    question.created_at = now - days(300);
    CHECK(hotness(question, now) < fresh);
}

TEST_CASE("Activity keeps a question warm") {
    const Time now{1'700'000'000'000};
    Warmth question{
        .view_count = 100,
        .answer_count = 1,
        .score = 1,
        .answer_scores = 1,
        .created_at = now - days(10),
        .active_at = now - days(9),
    };
    const double idle = hotness(question, now);
    question.active_at = now;
    CHECK(hotness(question, now) > idle);
}

TEST_CASE("A question that nobody viewed and a clock that went back do no harm") {
    const Time now{1'700'000'000'000};
    const Warmth question{
        .view_count = 0,
        .answer_count = 0,
        .score = 0,
        .answer_scores = 0,
        .created_at = now + hours(5),
        .active_at = now + hours(6),
    };
    CHECK(hotness(question, now) == 0.0);
}

TEST_CASE("A question is answered by an accepted answer or one above zero") {
    CHECK(is_unanswered(false, 0));
    CHECK_FALSE(is_unanswered(true, -3));
    CHECK_FALSE(is_unanswered(false, 1));
}
