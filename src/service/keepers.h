// The first keeper of a server. There is no default password: whoever can read the server's output
// at its first start is given a link.
#pragma once

#include "base/error.h"
#include "domain/ids.h"
#include "service/accounts.h"
#include "service/network.h"

#include <optional>
#include <string>

namespace attest::service {

/// The token of a new link, in the place of any before; nothing once there is a keeper.
Result<std::optional<std::string>> offer_first_keeper(const Network& network);

struct FirstKeeper {
    std::string token;
    std::string email;
    std::string display_name;
    std::string password;
};

/// `not_found` for a link that is used up or too old; `invalid` at the fields.
Result<AccountId>
make_first_keeper(const Network& network, const Site& site, const FirstKeeper& form);

} // namespace attest::service
