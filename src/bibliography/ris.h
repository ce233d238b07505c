// RIS: two-letter tags, one a line. The oldest format that every catalogue still gives.
#pragma once

#include "base/error.h"
#include "bibliography/csl_json.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::bibliography {

/// Whether a text begins as RIS does, with `TY  -`.
bool looks_like_ris(std::string_view text);

/// All references of a text. Unknown tags are left out; a reference whose `ER` is missing ends with
/// the text. `invalid` where no line could be read.
Result<std::vector<ReadReference>> parse_ris(std::string_view text);

/// One reference with CR LF, as the format wants it.
std::string format_ris(const Reference& reference, std::string_view key);

} // namespace attest::bibliography
