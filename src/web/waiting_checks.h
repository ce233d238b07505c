// Checking without an account: the form, and what waits behind its token until an account confirms
// it. None of these pages is cached; the claim's page, from which they are reached, is.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> waiting_check_routes();

} // namespace attest::web
