// Every route of the doors for programs.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::api {

std::span<const std::span<const endpoint::Route>> routes();

} // namespace attest::api
