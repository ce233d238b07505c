// A person's data: all of it to take along, and erasure.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/accounts.h"
#include "service/network.h"
#include "service/sessions.h"
#include "service/site.h"

#include <span>
#include <string>

namespace attest::service {

/// One JSON object: {"account": {…}, "site": {…}}. Needs a fresh proof.
Result<std::string> download_data(
    const Network& network,
    const Site& site,
    const Session& session,
    const domain::Actor& actor,
    const Whence& whence
);

/// Erases the user of this site and the account. Needs a fresh proof. The last keeper is refused:
/// nobody could look after the server.
Result<void> erase_account(
    const Network& network, const Site& site, const Session& session, const domain::Actor& actor
);

/// The same by the keeper's command, on every site of the server. Nobody's proof is asked for: who
/// runs the command owns the files.
Result<void> erase_account_everywhere(
    const Network& network, std::span<const Site* const> sites, AccountId account
);

} // namespace attest::service
