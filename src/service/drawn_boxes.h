// A box drawn on a citation's page: where on it to look, for what is no text (evidence.md, B8a).
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/evidence.h"
#include "service/site.h"

#include <string>

namespace attest::service {

/// In percent of the page, as typed: "12.5".
struct DrawBox {
    CitationId citation{};
    std::string left;
    std::string top;
    std::string width;
    std::string height;
    bool is_taken_away = false;
};

/// On a page that the actor may see whole and on which the quote has no box. `invalid` at "left",
/// "top", "width" or "height"; `forbidden` where somebody else's box stands, unless the actor wrote
/// the text or the citation, or is a moderator. Answers the claim.
Result<ClaimId> draw_box(const Site& site, const domain::Actor& actor, const DrawBox& form);

/// What stands there is changed and taken away by its maker, by the writer of the citation or of
/// the text, and by moderators.
bool may_change_box(const domain::Actor& actor, const CitationRecord& citation);

} // namespace attest::service
