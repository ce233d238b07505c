// The functions of the table in control.cc; each file of commands holds some.
#pragma once

#include "app/control.h"

namespace attest::app {

Result<ControlAnswer>
reindex_site(const ControlTarget& target, std::span<const std::string> arguments);

/// Into a folder of that name below `tmp`; answers the moment whose state it is.
Result<ControlAnswer>
copy_databases(const ControlTarget& target, std::span<const std::string> arguments);

/// "quick" or "full"; "repair" works out derived numbers anew before.
Result<ControlAnswer>
check_databases(const ControlTarget& target, std::span<const std::string> arguments);

} // namespace attest::app
