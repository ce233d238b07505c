// The panel in which a claim opens beside its text (static/js/evidence.js): its frame, which stands
// closed on a page with claims. What it shows are the claim's own page and forms
// (endpoint/layout.h, is_part).
#pragma once

#include "endpoint/context.h"
#include "html/writer.h"

namespace attest::web {

void write_claim_panel(html::Writer& out, const endpoint::RequestContext& request);

} // namespace attest::web
