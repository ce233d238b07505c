// CSL-JSON: what Zotero, Mendeley, Crossref and our own table of sources speak.
#pragma once

#include "base/error.h"
#include "bibliography/reference.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::bibliography {

struct ReadReference {
    Reference reference;
    std::string key = {}; ///< What it is called in the library it comes from, or "".
};

/// One item or an array of items. `invalid` if it is no JSON or holds no item; variables that have
/// the wrong type are left out, a reference without anything is too.
Result<std::vector<ReadReference>> parse_csl_json(std::string_view text);

/// One item, with `id` as its id.
std::string format_csl_json(const Reference& reference, std::string_view id);

} // namespace attest::bibliography
