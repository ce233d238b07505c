// The functions of the table in control.cc; each file of commands holds some.
#pragma once

#include "app/control.h"

namespace attest::app {

Result<ControlAnswer>
reindex_site(const ControlTarget& target, std::span<const std::string> arguments);

} // namespace attest::app
