// Closing and opening a question, locking a post: forms and what they send.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> closing_routes();

} // namespace attest::web
