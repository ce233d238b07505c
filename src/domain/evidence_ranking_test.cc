#include "domain/evidence_ranking.h"

#include <doctest/doctest.h>

using namespace attest::domain;

namespace {

struct Row {
    const char* answer;
    AnswerEvidence evidence;
    int up;
    int down;
    int gain;
    int loss;
    double coverage;
    double key;
};

} // namespace

TEST_CASE("The thirteen values of evidence.md, B8") {
    const Row rows[] = {
        {"60 sentences, 8 checked",
         {.checked = 8, .standing_claims = 8, .sentences = 60},
         30,
         0,
         12,
         0,
         1,
         0.942},
        {"few votes, 2 corroborated, 1 checked",
         {.corroborated = 2, .checked = 1, .standing_claims = 3, .sentences = 12},
         3,
         0,
         8,
         0,
         1,
         0.815},
        {"3 checked", {.checked = 3, .standing_claims = 3, .sentences = 12}, 10, 2, 6, 0, 1, 0.754},
        {"3 sourced", {.sourced = 3, .standing_claims = 3, .sentences = 12}, 3, 0, 3, 0, 1, 0.715},
        {"3 unresolved",
         {.unresolved = 3, .standing_claims = 3, .sentences = 12},
         3,
         0,
         3,
         0,
         1,
         0.715},
        {"new, 3 checked",
         {.checked = 3, .standing_claims = 3, .sentences = 4},
         0,
         0,
         4,
         0,
         1,
         0.637},
        {"imported, nothing cited", {.sentences = 12}, 100, 0, 0, 0, 0, 0.585},
        {"12 citations nobody checked",
         {.sourced = 12, .standing_claims = 12, .sentences = 12},
         0,
         0,
         3,
         0,
         1,
         0.579},
        {"very popular, nothing cited", {.sentences = 30}, 40, 0, 0, 0, 0, 0.564},
        {"popular, 1 failed and 2 sourced",
         {.sourced = 2, .failed_citations = 1, .standing_claims = 2, .sentences = 12},
         10,
         0,
         2,
         3,
         2.0 / 3,
         0.562},
        {"popular, nothing cited", {.sentences = 12}, 10, 0, 0, 0, 0, 0.481},
        {"4 corroborated side facts, voted down",
         {.corroborated = 4, .standing_claims = 4, .sentences = 12},
         0,
         8,
         4,
         0,
         1,
         0.243},
        {"3 disputed", {.disputed = 3, .sentences = 12}, 3, 0, 0, 6, 0, 0.141},
    };
    for (const Row& row : rows) {
        CAPTURE(row.answer);
        const EvidenceRank rank = rank_evidence(row.evidence, row.up, row.down);
        CHECK(rank.gain == row.gain);
        CHECK(rank.loss == row.loss);
        CHECK(rank.coverage == doctest::Approx(row.coverage).epsilon(0.001));
        CHECK(rank.key >= row.key - 0.001);
        CHECK(rank.key <= row.key + 0.001);
    }
}

TEST_CASE("Evidence never leads votes by more than four") {
    for (int votes = 0; votes < 6; ++votes) {
        const AnswerEvidence much{.corroborated = 20, .standing_claims = 20, .sentences = 20};
        CHECK(rank_evidence(much, votes, 0).gain <= 4 + (2 * votes));
    }
}

TEST_CASE("Votes both ways come from the score and the votes against that are known") {
    CHECK(votes_both_ways(8, 2).up == 10);
    CHECK(votes_both_ways(8, 2).down == 2);
    CHECK(votes_both_ways(-3, 0).up == 0);
    CHECK(votes_both_ways(-3, 0).down == 3);
    CHECK(votes_both_ways(-3, 5).up == 2);
    CHECK(votes_both_ways(0, 0).down == 0);
}

TEST_CASE("Evidence orders answers first where two carry claims and the keeper lets it") {
    CHECK(is_first_by_evidence(FirstOrder::by_origin, false, 2));
    CHECK_FALSE(is_first_by_evidence(FirstOrder::by_origin, false, 1));
    CHECK_FALSE(is_first_by_evidence(FirstOrder::by_origin, true, 5));
    CHECK(is_first_by_evidence(FirstOrder::evidence, true, 2));
    CHECK_FALSE(is_first_by_evidence(FirstOrder::votes, false, 9));
}

TEST_CASE("Answers stand by their keys, then by votes, then by age") {
    std::vector<WeighedAnswer> answers{
        {.post = attest::PostId{1}, .up = 10, .down = 0, .evidence = {.sentences = 12}},
        {.post = attest::PostId{4}, .up = 0, .down = 0, .evidence = {.sentences = 12}},
        {.post = attest::PostId{3}, .up = 0, .down = 0, .evidence = {.sentences = 12}},
        {.post = attest::PostId{2},
         .up = 0,
         .down = 0,
         .evidence = {.checked = 3, .standing_claims = 3, .sentences = 4}},
    };
    order_by_evidence(answers);
    CHECK(answers[0].post.value == 2);
    CHECK(answers[1].post.value == 1);
    CHECK(answers[2].post.value == 3);
    CHECK(answers[3].post.value == 4);
    CHECK(answers[0].rank.earned == 6);
    CHECK(answers[0].rank.gain == 4);
    CHECK(answers[0].rank.wanted == 3);
}
