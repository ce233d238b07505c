// What a claim's page shows of other claims: those that are the same in other answers, and those
// that an inference rests on.
#pragma once

#include "endpoint/context.h"
#include "html/writer.h"
#include "service/evidence.h"

namespace attest::web {

/// Below the status.
void write_bases(
    html::Writer& out, const endpoint::RequestContext& request, const service::ClaimPage& page
);

/// Below the citations; with a form where there is something to choose from. `error` is a refusal
/// of that form.
void write_same_claims(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const service::ClaimPage& page,
    const Error* error
);

} // namespace attest::web
