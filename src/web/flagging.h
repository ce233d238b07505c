// Flagging a post or a comment, and the moderators' pages.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> flagging_routes();

} // namespace attest::web
