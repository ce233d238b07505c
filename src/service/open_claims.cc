#include "service/open_claims.h"

#include "service/visible_posts.h"

#include <utility>

namespace attest::service {

Result<OpenClaim>
find_open_claim(db::ReadTransaction& tx, const Site& site, const domain::Actor& actor, ClaimId id) {
    storage::ClaimRecord claim = TRY(storage::find_claim_record(tx, id));
    TRY(find_visible_place(tx, site, claim.post, actor));
    StandingPost post = TRY(find_standing_post(tx, claim.post));
    if (claim.is_detached) {
        return fail(
            ErrorCode::conflict,
            "These words are no longer in the text. What was found of them is kept."
        );
    }
    TRY(check_unlocked(post.record, actor.is_moderator()));
    return OpenClaim{.claim = std::move(claim), .post = std::move(post)};
}

Result<void> check_unlocked(const storage::PostRecord& post, bool is_moderator) {
    if (!post.locked_at || is_moderator) return {};
    return fail(ErrorCode::forbidden, "This post is locked. Nothing can be added to it.");
}

} // namespace attest::service
