// Routes of authority records.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> authority_routes();

} // namespace attest::web
