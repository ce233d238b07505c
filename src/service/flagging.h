// Bringing something to the moderators' notice, and what they make of it.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/flagging.h"
#include "domain/ids.h"
#include "domain/moderation.h"
#include "service/site.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::service {

struct FlagPost {
    PostId post;
    std::optional<CommentId> comment = {}; ///< Then the comment is meant, and stands under `post`.
    domain::FlagKind kind = domain::FlagKind::spam;
    std::string note = {}; ///< Needed for `needs_moderator`.
};

/// `forbidden` without the privilege; `conflict` for a second open flag on the same thing;
/// `invalid` at "kind" or "note". When flags_that_delete people have called a post spam or abuse
/// it is deleted and locked until a moderator has looked, and its author loses reputation.
Result<void> flag_post(const Site& site, const domain::Actor& actor, const FlagPost& form);

/// What the form to flag something shows.
struct FlaggedThing {
    PostId post;
    std::optional<CommentId> comment;
    QuestionId question;
    std::string title;
    domain::Flagged what = domain::Flagged::question;
};

/// Whether the actor may flag at all: `forbidden` with what is missing.
Result<void> check_may_flag(const Site& site, const domain::Actor& actor);

/// `not_found` if it is gone.
Result<FlaggedThing>
find_flagged_thing(const Site& site, PostId post, std::optional<CommentId> comment);

/// The post that a live comment stands under; `not_found` if it is gone.
Result<PostId> find_post_of_comment(const Site& site, CommentId comment);

/// The oldest first; for moderators.
Result<std::vector<domain::OpenFlag>> list_open_flags(const Site& site);

/// A moderator has looked: the flag was helpful or is declined. What to do about the thing is done
/// by the acts that there are for it.
Result<void>
decide_flag(const Site& site, const domain::Actor& actor, FlagId flag, bool is_helpful);

struct ModerationLog {
    std::vector<domain::LoggedAct> acts;
    std::int64_t total = 0;
};

inline constexpr std::int64_t moderation_log_page_size = 50;

/// What moderators did, the latest first.
Result<ModerationLog> read_moderation_log(const Site& site, std::int64_t page);

} // namespace attest::service
