// Routes of what a reader does to a post with one button: vote, accept, follow, bookmark.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> voting_routes();

} // namespace attest::web
