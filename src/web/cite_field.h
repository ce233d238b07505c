// The one field by which a writer cites (evidence.md, B1): sources found by their names, what was
// pasted made a source, and the dialog around them, which a script fetches when it is opened first.
#pragma once

#include "endpoint/context.h"
#include "endpoint/route.h"
#include "http/response.h"
#include "service/sources.h"

#include <span>

namespace attest::web {

/// POST /sources with a field "paste", from a script: {"source": …}, or {"doubles": […]} where the
/// work may be there already (and "another" does not say that it is not).
Result<http::Response> add_pasted(const Site& site, const endpoint::RequestContext& request);

std::span<const endpoint::Route> cite_field_routes();

} // namespace attest::web
