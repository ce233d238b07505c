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

Result<ControlAnswer>
list_sites_there(const ControlTarget& target, std::span<const std::string> arguments);

/// The site's name.
Result<ControlAnswer>
show_site(const ControlTarget& target, std::span<const std::string> arguments);

/// The site's name, the setting's, its value.
Result<ControlAnswer> set_site(const ControlTarget& target, std::span<const std::string> arguments);

/// The site's name, its title, its languages.
Result<ControlAnswer> add_site(const ControlTarget& target, std::span<const std::string> arguments);

Result<ControlAnswer>
list_users(const ControlTarget& target, std::span<const std::string> arguments);

/// The account's number or address.
Result<ControlAnswer>
show_user(const ControlTarget& target, std::span<const std::string> arguments);

/// The account, the role, the site of a moderator or "".
Result<ControlAnswer> set_role(const ControlTarget& target, std::span<const std::string> arguments);

/// The site, the account, days.
Result<ControlAnswer>
suspend_user(const ControlTarget& target, std::span<const std::string> arguments);

/// The site, the account, the number of an imported user.
Result<ControlAnswer>
claim_user(const ControlTarget& target, std::span<const std::string> arguments);

/// The site, addresses with line ends between.
Result<ControlAnswer>
invite_users(const ControlTarget& target, std::span<const std::string> arguments);

/// The account, "yes" or "".
Result<ControlAnswer>
erase_user(const ControlTarget& target, std::span<const std::string> arguments);

/// The account.
Result<ControlAnswer>
remove_totp_of(const ControlTarget& target, std::span<const std::string> arguments);

/// The account.
Result<ControlAnswer>
make_reset_link(const ControlTarget& target, std::span<const std::string> arguments);

} // namespace attest::app
