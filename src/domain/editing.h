// Who may change a post, and what an edit must be: as on Stack Exchange
// (stackoverflow.com/help/privileges/edit, meta.stackexchange.com/q/155538).
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/actor.h"
#include "domain/privileges.h"

#include <cstdint>
#include <optional>
#include <string>

namespace attest::domain {

/// What the rules of editing and deleting ask about a post.
struct PostStanding {
    std::optional<UserId> author;
    bool is_community_wiki = false;
    bool is_locked = false;
};

/// What becomes of somebody's edit.
enum class EditRight : std::uint8_t {
    applies,  ///< It is the post's next revision.
    suggests, ///< It waits for those who may edit.
};

/// Locked posts are the moderators' (`forbidden`).
Result<void> check_not_locked(const Actor& actor, const PostStanding& post);

/// The author, whoever has earned it, and at a community wiki many more may edit at once;
/// everybody else suggests.
Result<EditRight>
check_edit(const Actor& actor, const PostStanding& post, const Thresholds& thresholds);

/// For tag wikis and excerpts, which have no author to ask.
EditRight tag_wiki_right(const Actor& actor, const Thresholds& thresholds);

/// The privilege that judges suggested edits of posts is that of editing them.
Result<void>
check_review(const Actor& actor, const PostStanding& post, const Thresholds& thresholds);

/// Somebody whose word alone decides a suggested edit: the post's author and moderators.
bool decides_alone(const Actor& actor, const PostStanding& post);

/// An author who notices a slip mends the revision that he has just made: within this time no new
/// one begins.
inline constexpr Duration grace_period = minutes(5);

/// The newest revision and what has happened since.
struct GraceFacts {
    std::optional<UserId> author; ///< Who made it.
    Time made_at;
    bool is_imported = false;         ///< A dump's row stays as it came.
    bool has_been_seen = false;       ///< Somebody else has commented or suggested since.
    bool is_other_act_wanted = false; ///< A rollback is an act of its own.
};

bool may_merge(UserId editor, Time now, const GraceFacts& newest);

/// An edit of less than this is no use of a reviewer's time.
inline constexpr std::size_t suggested_characters_min = 6;

struct SuggestedChange {
    bool changes_heading = false;       ///< Title or tags.
    std::size_t characters_changed = 0; ///< Of the body: removed and added.
    std::string summary;
};

/// `invalid` at "body" or "summary".
Result<void> check_suggestion(const SuggestedChange& change);

} // namespace attest::domain
