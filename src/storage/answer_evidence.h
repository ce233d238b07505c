// What the order of a question's answers by evidence is worked out from
// (domain/evidence_ranking.h).
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attest::storage {

/// A post of a question's page, as far as evidence weighs it.
struct WeighedPost {
    PostId post{};
    bool is_answer = false;
    bool is_accepted = false;
    Time created_at{};
    Time active_at{};
    std::int64_t score = 0;
    std::int64_t known_down = 0; ///< Votes against that were cast here.
    std::int64_t claim_count = 0;
    std::string counts; ///< PostEvidence::counts; empty where nothing was ever claimed.
};

/// The question and its answers that can be seen, in no order.
Result<std::vector<WeighedPost>> list_weighed_posts(db::ReadTransaction& tx, QuestionId question);

/// What is claimed in one post of a question.
struct QuestionEvidence {
    QuestionId question{};
    std::string counts; ///< PostEvidence::counts
};

/// Of every post of the questions that can be seen and claims anything, in no order.
Result<std::vector<QuestionEvidence>>
list_question_evidence(db::ReadTransaction& tx, std::span<const QuestionId> questions);

} // namespace attest::storage
