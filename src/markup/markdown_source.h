// What happens to a Markdown source before cmark sees it: the guards that Debian's cmark-gfm needs
// (it has several inputs that cost it the square of their size), and the two notations that its
// grammar does not know, spoilers and `\(maths\)`, which are marked with single bytes so that
// positions stay.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::markup {

/// Stands for the backslash of `\(` and `\)` around a formula. No clean source holds this byte.
inline constexpr char formula_mark = '\x02';

struct PreparedSource {
    std::string text;

    /// Numbers (from 1) of the lines that began with `>!`; their `!` has become a space.
    std::vector<int> spoiler_lines;
};

/// `source` as cmark may read it, or a sentence saying what is too much in it. Linear.
Result<PreparedSource> prepare_markdown(std::string_view source);

} // namespace attest::markup
