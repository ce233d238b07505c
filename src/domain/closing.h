// Closing: why and by whom a question was closed, as a closing act in the history says it; how many
// votes it takes; and what is locked.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/actor.h"
#include "domain/ids.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::domain {

struct CloseVoter {
    std::optional<UserId> id;
    std::string name;
};

struct CloseDetails {
    std::vector<CloseVoter> voters;
    std::vector<QuestionId> originals;
};

/// Reads the text of a closing in the history of a dump,
/// `{"Voters":[…],"OriginalQuestionIds":[…]}`. What it cannot read it leaves out: old dumps hold
/// other texts.
CloseDetails parse_close_details(std::string_view json);

/// The same the other way round.
std::string format_close_details(const CloseDetails& details);

/// The reasons of Stack Exchange; their numbers stand as `Comment` in a dump's history.
enum class CloseReason : std::int16_t {
    duplicate = 101,
    off_topic = 102,
    needs_details = 103,
    needs_focus = 104,
    opinion = 105,
};

inline constexpr std::array close_reasons{
    CloseReason::duplicate,
    CloseReason::off_topic,
    CloseReason::needs_details,
    CloseReason::needs_focus,
    CloseReason::opinion,
};

/// "needs_focus": in forms and in the database.
std::string_view format_close_reason(CloseReason reason);

std::optional<CloseReason> parse_close_reason(std::string_view name);

/// Questions that one may be a duplicate of.
inline constexpr std::size_t close_originals_max = 5;

/// Votes that close or reopen a question, as on most sites of Stack Exchange.
inline constexpr std::int64_t closing_votes_needed = 3;

/// A vote that has not come to anything in this time no longer counts.
inline constexpr Duration closing_vote_age_max = days(14);

enum class ClosingAim : std::uint8_t { close = 0, reopen = 1 };

/// A question that people have voted to close or to reopen.
struct VotedQuestion {
    QuestionId question;
    std::string title;
    ClosingAim aim = ClosingAim::close;
    std::int64_t votes = 0;
};

/// One vote to close.
struct CloseVote {
    UserId voter;
    CloseReason reason = CloseReason::needs_details;
    std::vector<QuestionId> originals; ///< Of a duplicate.
};

/// What the votes come to: the reason that most gave (the earlier of two equals), and, of a
/// duplicate, the originals that the voters named, those named most often first.
struct CloseVerdict {
    CloseReason reason = CloseReason::needs_details;
    std::vector<QuestionId> originals;
};

CloseVerdict count_close_votes(const std::vector<CloseVote>& votes);

/// `conflict` for a locked post, unless a moderator acts.
Result<void> check_not_locked(const Actor& actor, std::optional<Time> locked_at);

} // namespace attest::domain
