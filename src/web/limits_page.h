// How often one may do what, printed from the table that the rules read.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> limits_routes();

} // namespace attest::web
