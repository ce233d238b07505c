// Routes of questions: lists, pages, short links.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> question_routes();

} // namespace attest::web
