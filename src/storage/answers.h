// Answers: those of a question, and what changes them.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/posts.h"
#include "storage/posts.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace attest::storage {

enum class AnswerKey : std::uint8_t { score, newest, oldest, active };

struct AnswerListFilter {
    QuestionId question;
    AnswerKey key = AnswerKey::score;
    std::optional<AnswerId> without{}; ///< The accepted answer, where it stands first by itself.
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

Result<std::vector<domain::Answer>>
list_answers(db::ReadTransaction& tx, const AnswerListFilter& filter);

/// An answer of that question; nothing if it is gone or belongs elsewhere.
struct AnswerOfQuestion {
    AnswerId answer;
    QuestionId question;
};

Result<std::optional<domain::Answer>> find_answer(db::ReadTransaction& tx, AnswerOfQuestion which);

/// How many answers stand above one in the order by score, leaving out the accepted one.
struct AnswerStanding {
    QuestionId question;
    AnswerId answer;
    std::int64_t score = 0;
};

Result<std::int64_t> count_answers_above(db::ReadTransaction& tx, const AnswerStanding& standing);

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
