// "Cite this answer": a post in Chicago's and MLA's style, in BibTeX and RIS.
#pragma once

#include "endpoint/route.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> cite_post_routes();

} // namespace attest::web
