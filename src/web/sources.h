// Routes of the library of sources.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> source_routes();

} // namespace attest::web
