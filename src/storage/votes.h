// Votes and acceptances made here. Those of a dump have no voter and are never recounted.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "domain/voting.h"

#include <optional>

namespace attest::storage {

/// A question or an answer that is there for readers, as a voter finds it.
struct VotePlace {
    PostId post;
    QuestionId question;
    bool is_answer = false;
    std::int64_t score = 0;
    domain::VotablePost facts;
};

/// One statement. `not_found` for other kinds of posts and for what is deleted.
Result<VotePlace> find_vote_place(db::ReadTransaction& tx, PostId post, UserId voter);

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

/// An answer as its acceptance is decided on.
struct AcceptancePlace {
    AnswerId answer;
    QuestionId question;
    domain::AcceptableAnswer facts;
    std::optional<AnswerId> accepted;          ///< The question's, now.
    std::optional<AnswerId> imported_accepted; ///< The dump's.
};

/// `not_found` if the answer or its question is deleted.
Result<AcceptancePlace> find_acceptance_place(db::ReadTransaction& tx, AnswerId answer);

/// The acceptance of an answer as a row like a vote (VoteKind::accepted), as in a dump: who asked
/// and when it was. Taken out again; nothing if it came with the dump.
Result<void> delete_acceptance(db::Transaction& tx, AnswerId answer);

} // namespace attest::storage
