// A person's inbox, and which of it comes by mail.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> inbox_routes();

} // namespace attest::web
