// The routes of every door.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::app {

std::span<const std::span<const endpoint::Route>> doors();

} // namespace attest::app
