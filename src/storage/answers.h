// Answers: those of a question, and what changes them.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/posts.h"
#include "storage/posts.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace attest::storage {

/// The given answers of a question in the order given; those that are gone are left out.
Result<std::vector<domain::Answer>>
list_answers_by_id(db::ReadTransaction& tx, std::span<const PostId> ids);

/// An answer of that question.
struct AnswerOfQuestion {
    AnswerId answer;
    QuestionId question;
};

struct NewAnswer {
    QuestionId question;
    StoredBody body;
    Act act;
    bool is_community_wiki = false;
};

/// Stores an answer made here, with its first revision; the question's counters and activity
/// follow.
Result<AnswerId> insert_answer(db::Transaction& tx, const NewAnswer& answer);

/// Changes an answer's score, and with it whether its question counts as unanswered.
Result<void> count_answer_score(db::Transaction& tx, AnswerOfQuestion which, std::int64_t change);

/// Marks an answer deleted; its question's counters follow. Does nothing if it was deleted before.
Result<void> delete_answer(db::Transaction& tx, AnswerOfQuestion which, Time at);

} // namespace attest::storage
