// Deleting posts and bringing them back, by word or by votes; and giving one to everybody.
//
// A deleted post stays where it is, for its author, moderators and those who have earned to see it.
// For everybody else it is not there, at any door.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/deleting.h"
#include "service/questions.h"
#include "service/site.h"

#include <cstdint>
#include <string>

namespace attest::service {

/// What the page asks before the deed.
struct DeletionPage {
    PostAddress address;
    std::string question_title;
    PostId post;
    domain::DeletionRight right = domain::DeletionRight::decides;
    std::int64_t votes = 0; ///< So far.
    bool has_voted = false;
};

/// `forbidden` or `not_found` as the deed itself would be.
Result<DeletionPage> read_deletion(const Site& site, const domain::Actor& actor, PostId post);
Result<DeletionPage> read_undeletion(const Site& site, const domain::Actor& actor, PostId post);

enum class DeletionOutcome : std::uint8_t { done, counted };

/// `conflict` if it was done before, or for a second vote.
Result<DeletionOutcome> delete_post(const Site& site, const domain::Actor& actor, PostId post);
Result<DeletionOutcome> undelete_post(const Site& site, const domain::Actor& actor, PostId post);

/// Where the post stands, if the actor may give it to everybody.
Result<PostAddress> read_wiki_making(const Site& site, const domain::Actor& actor, PostId post);

/// Makes a post community wiki; from then on it earns nobody reputation.
Result<void> make_wiki(const Site& site, const domain::Actor& actor, PostId post);

} // namespace attest::service
