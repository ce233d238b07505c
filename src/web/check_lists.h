// The moderators' page on checks, and the form that says "this scan is not this source".
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> check_list_routes();

} // namespace attest::web
