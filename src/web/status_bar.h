// The claims of something as a small bar: as many parts as there are statuses among them, as wide
// as they are many. Its words say the same.
#pragma once

#include "domain/claim_status.h"
#include "domain/evidence_ranking.h"
#include "endpoint/context.h"
#include "html/writer.h"

#include <cstdint>
#include <span>
#include <string>

namespace attest::web {

struct StatusCount {
    domain::ClaimStatus status{};
    std::int64_t count = 0;
};

struct StatusBar {
    html::Html picture;
    std::string words; ///< "3 checked, 1 disputed"
    std::int64_t claims = 0;
};

/// In the order given; what there is none of is left out.
StatusBar make_status_bar(const messages::Texts& texts, std::span<const StatusCount> parts);

/// For a line of a list; nothing where nothing is claimed.
void write_status_bar(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const domain::AnswerEvidence& evidence
);

} // namespace attest::web
