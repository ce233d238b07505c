// What reference managers read in a page: COinS (an OpenURL in a span's title), which Zotero takes
// from any page, and the names of the meta elements that it and others know.
#pragma once

#include "bibliography/reference.h"

#include <string>
#include <utility>
#include <vector>

namespace attest::bibliography {

/// The OpenURL, not yet escaped for HTML: the title of `<span class="Z3988">`.
std::string format_coins(const Reference& reference);

/// Name and content of meta elements: citation_title, citation_author …
std::vector<std::pair<std::string, std::string>> meta_of(const Reference& reference);

} // namespace attest::bibliography
