// Routes of the other names of tags.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> tag_synonym_routes();

} // namespace attest::web
