// Under which licence a contribution to Stack Exchange stands (stackoverflow.com/help/licensing). A
// dump says it row by row only from 2020 on; before that the day of the contribution decides.
#pragma once

#include "base/time.h"

#include <string_view>

namespace attest::domain {

/// "CC BY-SA 2.5", "CC BY-SA 3.0" or "CC BY-SA 4.0".
std::string_view license_at(Time contributed);

/// Where the text of a licence can be read; empty for one that is not Creative Commons' BY-SA.
std::string_view license_url(std::string_view license);

} // namespace attest::domain
