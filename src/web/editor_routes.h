// What the editor asks while somebody writes: the preview, keeping a draft, completing a tag.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> editor_routes();

} // namespace attest::web
