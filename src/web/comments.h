// Routes of comments: their form, and what is done with them.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> comment_routes();

} // namespace attest::web
