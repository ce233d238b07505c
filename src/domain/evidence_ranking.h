// What an answer's evidence adds to its votes (evidence.md, B8).
#pragma once

#include "domain/ids.h"

#include <cstdint>
#include <vector>

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
    int unsourced = 0; ///< Weighs nothing; lists show it.
};

struct EvidenceRank {
    int earned = 0; ///< What its claims bring, before it is limited.
    int gain = 0;   ///< Counts like up-votes, at most 12.
    int loss = 0;   ///< Counts like down-votes, at most 12.
    int wanted = 0; ///< So many claims with support are looked for in a text of this length.
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

/// What the keeper says of the order in which answers stand at first.
enum class FirstOrder : std::uint8_t {
    by_origin, ///< By evidence, but by votes where the site was imported.
    evidence,
    votes,
};

/// Whether a question's answers stand by evidence when nobody chose another order.
[[nodiscard]] constexpr bool
is_first_by_evidence(FirstOrder order, bool is_imported_site, int answers_with_claims) {
    if (answers_with_claims < answers_with_claims_min) return false;
    return order == FirstOrder::evidence || (order == FirstOrder::by_origin && !is_imported_site);
}

/// An answer as the order by evidence sees it. Whether it was accepted does not count.
struct WeighedAnswer {
    PostId post{};
    int up = 0;
    int down = 0;
    AnswerEvidence evidence;
    EvidenceRank rank{};
};

/// Ranks the answers and puts the greatest key first; among equals the better voted, then the
/// older.
void order_by_evidence(std::vector<WeighedAnswer>& answers);

/// A post's score is all that an import knows of its votes; of those cast here the ones against are
/// known too.
struct VotesBothWays {
    int up = 0;
    int down = 0;
};

[[nodiscard]] VotesBothWays votes_both_ways(std::int64_t score, std::int64_t known_down);

} // namespace attest::domain
