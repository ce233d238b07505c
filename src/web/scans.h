// Scans of a source: uploaded, described and looked at.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> scan_routes();

} // namespace attest::web
