// Every route of the pages, one span a noun.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const std::span<const endpoint::Route>> routes();

} // namespace attest::web
