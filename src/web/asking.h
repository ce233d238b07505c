// Asking a question.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> asking_routes();

} // namespace attest::web
