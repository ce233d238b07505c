// Claims of imported users: the page where somebody says which one they are, and the keeper's list.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> user_claim_routes();

} // namespace attest::web
