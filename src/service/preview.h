// What a text will look like: made by the same renderer, with the same options, as the page.
#pragma once

#include "base/error.h"
#include "service/site.h"

#include <string>

namespace attest::service {

/// HTML that is safe to print; empty for an empty text. `invalid` with a field error on "body" for
/// one that is longer than any post.
Result<std::string> preview(const Site& site, const std::string& markdown);

} // namespace attest::service
