// Questions that read alike, worked out from the search index and kept for the question's page.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <span>
#include <vector>

namespace attest::storage {

Result<std::vector<QuestionId>> list_related_ids(db::ReadTransaction& tx, QuestionId question);

/// Replaces the related questions, best first.
Result<void> update_related_questions(
    db::Transaction& tx, QuestionId question, std::span<const QuestionId> related
);

} // namespace attest::storage
