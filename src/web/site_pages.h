// Routes of the site itself: about, help, sitemaps, robots, OpenSearch.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> site_routes();

} // namespace attest::web
