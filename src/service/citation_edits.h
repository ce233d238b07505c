// What the writer of a text takes from its readers with one click: the page that one of them named,
// the words that the page bears out, a citation that one of them brought. Each is an edit of the
// text like any other, by whoever may edit it (service/editing.h). Each answers the claim.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/evidence.h"
#include "service/site.h"

#include <string>

namespace attest::service {

/// `conflict` where the citation cannot be changed so in the text: its writer edits it himself.
Result<ClaimId> write_page(
    const Site& site, const domain::Actor& actor, CitationId citation, const std::string& page
);

/// The claim becomes the part of its words that is given.
Result<ClaimId> narrow_claim(
    const Site& site, const domain::Actor& actor, CitationId citation, const std::string& words
);

/// Of a citation beside the text. It stays the same citation, with its checks.
Result<ClaimId> take_citation(const Site& site, const domain::Actor& actor, CitationId citation);

} // namespace attest::service
