// The claims of something as a small bar: as many parts as there are statuses among them, as wide
// as they are many. Its words say the same.
#pragma once

#include "domain/evidence_ranking.h"
#include "endpoint/context.h"
#include "html/writer.h"

namespace attest::web {

/// For a line of a list; nothing where nothing is claimed.
void write_status_bar(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const domain::AnswerEvidence& evidence
);

} // namespace attest::web
