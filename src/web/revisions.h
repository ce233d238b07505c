// Routes of the history of posts.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> revision_routes();

} // namespace attest::web
