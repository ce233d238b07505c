// A claim that something can be done to: what every act on claims asks first.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/site.h"
#include "service/standing_post.h"
#include "storage/evidence.h"

namespace attest::service {

/// Live, in a post that the actor may see and add to.
struct OpenClaim {
    storage::ClaimRecord claim;
    StandingPost post;
};

/// `not_found` where the actor may not see its post, `conflict` where its words have left the text,
/// `forbidden` where the post is locked.
Result<OpenClaim>
find_open_claim(db::ReadTransaction& tx, const Site& site, const domain::Actor& actor, ClaimId id);

/// Nothing is added to a locked post but by moderators; `is_moderator` is false for a visitor.
Result<void> check_unlocked(const storage::PostRecord& post, bool is_moderator);

} // namespace attest::service
