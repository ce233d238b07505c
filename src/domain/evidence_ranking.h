// What an answer's evidence adds to its votes (evidence.md, B8).
#pragma once

#include <cstdint>

namespace attest::domain {

/// What stands in an answer.
struct AnswerEvidence {
    int corroborated = 0;
    int checked = 0; ///< With views that were checked.
    int unresolved = 0;
    int contested = 0;
    int sourced = 0; ///< With views.
    int disputed = 0;
    int failed_citations = 0; ///< In the answer's text.
    int standing_claims = 0;  ///< Claims behind which a citation stands.
    int sentences = 0;
};

struct EvidenceRank {
    int gain = 0; ///< Counts like up-votes, at most 12.
    int loss = 0; ///< Counts like down-votes, at most 12.
    double coverage =
        0;          ///< 0 to 1: how much of what it says has support, as far as that is wanted.
    double key = 0; ///< 0 to 1: answers stand by it, the greatest first.
};

/// Checks act like votes: a corroborated claim as three, a checked one as two, a sourced or
/// contested one as one, but never more than four beyond what readers think of the answer. The key
/// is the lower end of the Wilson interval (z = 1) of votes and evidence, times 0.6 to 1 by
/// coverage.
[[nodiscard]] EvidenceRank rank_evidence(const AnswerEvidence& evidence, int up, int down);

/// Evidence orders a question's answers only where at least so many of them carry claims.
inline constexpr int answers_with_claims_min = 2;

} // namespace attest::domain
