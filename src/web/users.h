// Routes of people.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> user_routes();

} // namespace attest::web
