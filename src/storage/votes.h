// Votes cast here. Those of a dump have no voter and are never recounted.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/kinds.h"

namespace attest::storage {

struct Ballot {
    PostId post;
    UserId voter;
    domain::VoteKind kind = domain::VoteKind::up;
};

/// `conflict` if the same vote was cast before. Scores are the caller's (count_question_score,
/// count_answer_score).
Result<void> insert_vote(db::Transaction& tx, const Ballot& ballot, Time at);

/// Takes a vote back; false if there was none.
Result<bool> delete_vote(db::Transaction& tx, const Ballot& ballot);

} // namespace attest::storage
