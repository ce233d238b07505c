// Which answers stand first, and which questions are hot.
#pragma once

#include "base/time.h"

#include <cstdint>

namespace attest::domain {

/// How sure readers are of an answer that cites nothing: the lower end of the Wilson interval (z =
/// 1) over the votes, with one vote for and one against lent to every answer. An import knows only
/// the difference of an answer's votes, so the difference stands for them all; then confidence
/// rises exactly with the score, and the index by score is the order `best` (the accepted answer
/// first, equals by age).
double answer_confidence(std::int64_t score);

/// What makes a question hot (meta.stackexchange.com/q/11602).
struct Warmth {
    std::int64_t view_count = 0;
    std::int64_t answer_count = 0;
    std::int64_t score = 0;
    std::int64_t answer_scores = 0; ///< Of all its answers together.
    Time created_at;
    Time active_at;
};

double hotness(const Warmth& question, Time now);

/// A question is unanswered until an answer is accepted or stands above zero.
constexpr bool is_unanswered(bool has_accepted_answer, std::int64_t best_answer_score) {
    return !has_accepted_answer && best_answer_score <= 0;
}

} // namespace attest::domain
