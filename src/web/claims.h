// A claim's page, where it is checked, objected to and supported; the form that asks for a source;
// and the page of claims that readers can help with.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> claim_routes();

} // namespace attest::web
