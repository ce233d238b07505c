// Routes of timelines, maps, and of the posts that mention a record.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> timeline_routes();

} // namespace attest::web
