// The pages of one's own account.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> account_routes();

} // namespace attest::web
