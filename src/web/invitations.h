// Invitations: the keeper's page that sends them, and the page that a link in one leads to.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> invitation_routes();

} // namespace attest::web
