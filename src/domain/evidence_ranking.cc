#include "domain/evidence_ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attest::domain {

namespace {

constexpr int evidence_votes_max = 12;
constexpr int sourced_votes_max = 3; ///< A dozen citations to nowhere count as three.
constexpr int evidence_lead_max = 4; ///< Beyond what readers think of the answer.
constexpr int sentences_a_claim = 4; ///< One claim in four sentences is full coverage …
constexpr int wanted_claims_min = 3; ///< … but no fewer than three claims,
constexpr int wanted_claims_max = 6; ///< and no more than six.
constexpr double weight_uncovered = 0.6;

/// The lower end of the Wilson score interval, z = 1 (E. B. Wilson, 1927).
double wilson_lower(double good, double bad) {
    const double n = good + bad;
    const double share = good / n;
    return (share + (1 / (2 * n)) - std::sqrt((share * (1 - share) / n) + (1 / (4 * n * n))))
           / (1 + (1 / n));
}

} // namespace

EvidenceRank rank_evidence(const AnswerEvidence& evidence, int up, int down) {
    const int earned = (3 * evidence.corroborated) + (2 * evidence.checked) + evidence.unresolved
                       + evidence.contested + std::min(sourced_votes_max, evidence.sourced);
    const int allowed = evidence_lead_max + (2 * std::max(0, up - down));
    const int lost = (3 * evidence.failed_citations) + (2 * evidence.disputed);
    const int sentences = std::max(0, evidence.sentences);
    const int wanted = std::clamp(
        (sentences + sentences_a_claim - 1) / sentences_a_claim,
        wanted_claims_min,
        wanted_claims_max
    );
    EvidenceRank rank;
    rank.earned = earned;
    rank.wanted = wanted;
    rank.gain = std::min({evidence_votes_max, earned, allowed});
    rank.loss = std::min(evidence_votes_max, lost);
    rank.coverage = std::min(1.0, static_cast<double>(evidence.standing_claims) / wanted);
    rank.key = wilson_lower(up + rank.gain + 1, down + rank.loss + 1)
               * (weight_uncovered + ((1 - weight_uncovered) * rank.coverage));
    return rank;
}

void order_by_evidence(std::vector<WeighedAnswer>& answers) {
    for (WeighedAnswer& answer : answers)
        answer.rank = rank_evidence(answer.evidence, answer.up, answer.down);
    std::ranges::sort(answers, [](const WeighedAnswer& left, const WeighedAnswer& right) {
        if (left.rank.key != right.rank.key) return left.rank.key > right.rank.key;
        const int left_score = left.up - left.down;
        const int right_score = right.up - right.down;
        if (left_score != right_score) return left_score > right_score;
        return left.post < right.post;
    });
}

VotesBothWays votes_both_ways(std::int64_t score, std::int64_t known_down) {
    constexpr std::int64_t most = std::numeric_limits<int>::max() / 4;
    const std::int64_t down = std::clamp(std::max(known_down, -score), std::int64_t{0}, most);
    const std::int64_t up = std::clamp(score + down, std::int64_t{0}, most);
    return {.up = static_cast<int>(up), .down = static_cast<int>(down)};
}

} // namespace attest::domain
