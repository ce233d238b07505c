// Closing a question and opening it again, by votes or by a moderator; locking a post. What came of
// it stands in the post's history, as in a dump.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/closing.h"
#include "domain/ids.h"
#include "service/site.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::service {

struct CloseQuestion {
    QuestionId question;
    domain::CloseReason reason = domain::CloseReason::needs_details;
    std::vector<QuestionId> originals = {}; ///< Of a duplicate; 1 to close_originals_max.
    std::string note = {};                  ///< For those who vote after; may be empty.
};

struct ClosingOutcome {
    bool is_done = false; ///< The question is now closed, or open again.
    std::int64_t votes = 0;
    std::int64_t votes_needed = domain::closing_votes_needed;
};

/// A vote, or, by a moderator, the decision. `forbidden` without the privilege; `conflict` for a
/// question that is closed or locked, and for a second vote; `invalid` at "originals" for ones
/// that do not exist, are the question itself or duplicates of it.
Result<ClosingOutcome>
close_question(const Site& site, const domain::Actor& actor, const CloseQuestion& form);

/// The same for opening it again. Links of a duplicate that were made here go.
Result<ClosingOutcome>
reopen_question(const Site& site, const domain::Actor& actor, QuestionId question);

/// Takes the actor's open vote to close or reopen back; `conflict` if there is none.
Result<void> take_back_closing_vote(
    const Site& site, const domain::Actor& actor, QuestionId question, domain::ClosingAim aim
);

/// What the form to close a question shows.
struct ClosingState {
    QuestionId question;
    std::string title;
    bool is_closed = false;
    std::optional<Time> locked_at;
    std::optional<UserId> author;
    std::vector<domain::CloseVote> votes; ///< That count, to close or (if it is closed) to reopen.
};

/// `not_found` if the question is gone.
Result<ClosingState> read_closing_state(const Site& site, QuestionId question);

/// Whether the actor may vote on it, or decide: `forbidden` with what is missing, `conflict` for a
/// locked one.
Result<void>
check_may_close(const Site& site, const domain::Actor& actor, const ClosingState& question);

/// Questions that people have voted on and that are not decided, those with most votes first; for
/// whoever may vote too.
Result<std::vector<domain::VotedQuestion>>
list_voted_questions(const Site& site, const domain::Actor& actor);

/// Only by moderators. A locked post takes no edits, votes, comments or answers. `conflict` if it
/// is locked already.
Result<void>
lock_post(const Site& site, const domain::Actor& actor, PostId post, const std::string& reason);

Result<void> unlock_post(const Site& site, const domain::Actor& actor, PostId post);

} // namespace attest::service
