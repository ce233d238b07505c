// Routes of tags and of a tag's own page.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> tag_routes();

} // namespace attest::web
