// Votes to close and to reopen a question, until they come to something.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/closing.h"
#include "domain/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::storage {

struct ClosingBallot {
    QuestionId question;
    domain::ClosingAim aim = domain::ClosingAim::close;
    domain::CloseVote vote;
    std::string note; ///< The voter's words; may be empty.
};

/// `conflict` if the voter has an open vote of this aim on the question.
Result<void> insert_closing_vote(db::Transaction& tx, const ClosingBallot& ballot, Time at);

/// Takes an open vote back; false if there was none.
Result<bool> delete_closing_vote(db::Transaction& tx, const ClosingBallot& ballot);

struct ClosingVoteFilter {
    QuestionId question;
    domain::ClosingAim aim = domain::ClosingAim::close;
    Time since; ///< Older votes no longer count.
};

/// Votes that count, oldest first.
Result<std::vector<domain::CloseVote>>
list_closing_votes(db::ReadTransaction& tx, const ClosingVoteFilter& filter);

/// They have come to something, or are beside the point since a moderator decided.
Result<void> settle_closing_votes(db::Transaction& tx, QuestionId question, Time at);

/// Those with most votes first.
Result<std::vector<domain::VotedQuestion>>
list_voted_questions(db::ReadTransaction& tx, Time since, std::int64_t limit);

/// Links a question to what it is a duplicate of. A link that is there stays.
Result<void> insert_duplicate_links(
    db::Transaction& tx, QuestionId question, const std::vector<QuestionId>& originals, Time at
);

/// Takes the links made here away; those of a dump are its word, and stay.
Result<void> delete_duplicate_links(db::Transaction& tx, QuestionId question);

} // namespace attest::storage
