// Routes of searching.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> search_routes();

} // namespace attest::web
