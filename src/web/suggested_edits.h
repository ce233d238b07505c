// Routes of suggested edits: the list, one of them, and the judgement.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> suggested_edit_routes();

} // namespace attest::web
