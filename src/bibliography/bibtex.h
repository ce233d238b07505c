// BibTeX, as people copy it: @string names, values in braces or quotes joined with #, accents
// spelled by TeX, names parted by "and".
#pragma once

#include "base/error.h"
#include "bibliography/csl_json.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::bibliography {

/// Whether a text begins an entry: `@word{` or `@word(`, perhaps behind a comment.
bool looks_like_bibtex(std::string_view text);

/// All entries of a text; @comment and @preamble are left out. `invalid`, saying where, for an
/// entry that does not end.
Result<std::vector<ReadReference>> parse_bibtex(std::string_view text);

/// One entry in UTF-8, for BibLaTeX and a BibTeX of this century.
std::string format_bibtex(const Reference& reference, std::string_view key);

/// Text from TeX: accents put on their letters, --- a dash, ~ a space, braces gone. What it does
/// not know keeps its letters and loses its backslash.
std::string text_from_tex(std::string_view tex);

} // namespace attest::bibliography
