// Who may delete a post and bring it back, and who still sees it: as on Stack Exchange
// (meta.stackexchange.com/q/5221), but that moderators' deletions are undone by moderators only.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/editing.h"
#include "domain/privileges.h"

#include <cstdint>
#include <optional>

namespace attest::domain {

/// Votes that delete a post, or bring it back.
inline constexpr std::int64_t deletion_votes_needed = 3;

/// What somebody's word on a deletion counts.
enum class DeletionRight : std::uint8_t { decides, votes };

struct DeletionFacts {
    PostStanding post;
    bool is_question = false;
    bool is_accepted = false;     ///< An answer.
    bool has_good_answer = false; ///< A question with an accepted answer, or one voted up.
};

/// Authors delete their own, but not what others have built on: a question with a good answer, an
/// accepted answer.
Result<DeletionRight>
check_delete(const Actor& actor, const DeletionFacts& facts, const Thresholds& thresholds);

struct DeletedFacts {
    PostStanding post;
    std::optional<UserId> deleted_by; ///< The Community user: by votes. Nothing: not by a person.
};

/// Whoever deleted their own brings it back alone; what votes have deleted votes bring back.
Result<DeletionRight>
check_undelete(const Actor& actor, const DeletedFacts& facts, const Thresholds& thresholds);

/// Nobody else is told that it was ever there.
bool may_see_deleted(
    const std::optional<Actor>& reader, std::optional<UserId> author, const Thresholds& thresholds
);

/// A post becomes everybody's: by its author, once they have earned it, or by a moderator.
Result<void>
check_make_wiki(const Actor& actor, const PostStanding& post, const Thresholds& thresholds);

} // namespace attest::domain
