// Routes of deleting posts, bringing them back, and giving them to everybody.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> deleting_routes();

} // namespace attest::web
