// Reputation as a ledger: every change is an event with what the act is worth (`points`) and what
// of it counts (`amount`) under the daily cap and the floor of 1. users.reputation is the sum of
// the user's amounts, always: nothing else writes it.
//
// What counts of an event depends on the events before it. So whoever adds or takes away one
// settles the user's events anew from its day on (domain/reputation.h); that day's cap and every
// later floor come out as if things had never been otherwise.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "domain/reputation.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

struct ReputationEvent {
    UserId user; ///< Who gains or loses.
    domain::ReputationKind kind = domain::ReputationKind::question_voted_up;
    std::optional<PostId> post = {};
    std::optional<UserId> actor = {}; ///< Who voted, accepted, approved.
    Time at;
    std::optional<CitationId> citation = {}; ///< Of the kinds for checks.
};

/// A vote or an acceptance (VoteKind::accepted, by the asker) that was made here.
struct CountedAct {
    domain::VoteKind kind = domain::VoteKind::up;
    PostId post;
    bool is_answer = false;
    std::optional<UserId> author; ///< Of the post; nothing if it is no user's.
    UserId actor;
    Time at;
};

/// Whom the act gives what: none, one or two events.
std::vector<ReputationEvent> reputation_of_act(const CountedAct& act);

/// Stores the event and what of it counts. Does nothing if the same vote or acceptance stands
/// already, if the post is community wiki, if approved edits have brought all that they may, or if
/// there is no such user.
Result<void> apply_reputation(db::Transaction& tx, const ReputationEvent& event);

/// Takes the event of a vote or an acceptance back (`at` is not looked at); does nothing if there
/// is none.
Result<void> undo_reputation(db::Transaction& tx, const ReputationEvent& event);

/// Takes one event back, whatever it is for; does nothing if it is gone.
Result<void> undo_reputation_event(db::Transaction& tx, std::int64_t id);

/// A post was deleted: takes back what votes on it, its acceptance and its citations brought to
/// anybody, unless it is old and good enough to keep that. A question's answers share its fate. The
/// functions that delete and undelete posts call these two.
Result<void> take_back_post_reputation(db::Transaction& tx, PostId post, Time deleted_at);

/// A post was undeleted: the votes cast on it here count again, on the days on which they were
/// cast. Its citations are the affair of who judges them (service/check_reputation.h).
Result<void> restore_post_reputation(db::Transaction& tx, PostId post);

/// One event as its owner and everybody else may see it: not who did it.
struct ReputationChange {
    std::int64_t id = 0;
    domain::ReputationKind kind = domain::ReputationKind::opening;
    std::int64_t day = 0;
    std::int64_t points = 0;
    std::int64_t amount = 0;
    Time at;
    std::optional<PostId> post;
    std::optional<QuestionId> question; ///< On whose page the post stands; nothing if it is gone.
    std::string title;
};

struct ReputationFilter {
    UserId user;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// Newest first.
Result<std::vector<ReputationChange>>
list_reputation(db::ReadTransaction& tx, const ReputationFilter& filter);

/// How many there are.
Result<std::int64_t> count_reputation_events(db::ReadTransaction& tx, UserId user);

/// What each of a user's days brought, for the days that `list_reputation` shows.
struct ReputationDay {
    std::int64_t day = 0;
    std::int64_t amount = 0;
};

struct ReputationDays {
    UserId user;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

Result<std::vector<ReputationDay>>
list_reputation_days(db::ReadTransaction& tx, const ReputationDays& days);

} // namespace attest::storage
