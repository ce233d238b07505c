// What reputation earns, from the site's own table, and how far the reader is from the next.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> privileges_routes();

} // namespace attest::web
