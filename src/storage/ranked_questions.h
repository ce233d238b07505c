// The lists that depend on the hour (hot, week, month), kept ready because their order is nobody's
// index.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "domain/ranking.h"

#include <optional>
#include <span>
#include <vector>

namespace attest::storage {

struct HotCandidate {
    QuestionId id;
    domain::Warmth warmth;
};

/// The last hot_candidates_max questions to be active that are not closed, with what makes them
/// hot.
Result<std::vector<HotCandidate>> list_hot_candidates(db::ReadTransaction& tx);

/// Questions asked since `since`, highest score first, at most ranked_questions_max.
Result<std::vector<QuestionId>> list_best_since(db::ReadTransaction& tx, Time since);

Result<std::vector<QuestionId>> list_ranked_ids(db::ReadTransaction& tx, domain::RankedList list);

/// How many a list holds, of a tag if one is named.
struct RankedListPart {
    domain::RankedList list = domain::RankedList::hot;
    std::optional<TagId> tag{};
};

Result<std::int64_t> count_ranked_questions(db::ReadTransaction& tx, const RankedListPart& part);

/// Replaces a list.
Result<void> update_ranked_list(
    db::Transaction& tx, domain::RankedList list, std::span<const QuestionId> questions
);

} // namespace attest::storage
