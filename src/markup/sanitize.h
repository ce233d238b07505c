// HTML of others made safe by an allow-list (docs/decisions lists it).
#pragma once

#include "markup/options.h"

#include <string>
#include <string_view>

namespace attest::markup {

/// The allowed part of `html`, well-formed and with every address checked, and its text, from one
/// reading. Linear in time, whatever is given; sanitising the result again, with the same options,
/// changes nothing.
Rendered sanitize_html(std::string_view html, const Options& options);

/// UTF-8 without control characters and with line feeds only, as the readers need it. `storage` is
/// used if anything has to change.
std::string_view clean_source(std::string_view source, std::string& storage);

} // namespace attest::markup
