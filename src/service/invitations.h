// Invitations: the keeper names addresses, each gets a link, and who follows it makes an account.
// The link came by mail, so the address is theirs and nothing is left to be confirmed.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/ids.h"
#include "service/account_mails.h"
#include "service/accounts.h"
#include "service/network.h"
#include "service/site.h"
#include "storage/invitations.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

struct Invite {
    std::optional<AccountId> by = {}; ///< Nothing: the keeper's command.
    std::string_view addresses;       ///< With spaces, line ends or commas between.
};

struct Invited {
    std::vector<std::string> addresses;    ///< A mail goes to each.
    std::vector<std::string> already_here; ///< They have an account; no mail goes.
};

/// All or none: `invalid` at "addresses" with those that are no address. Who was invited before
/// gets a new link, and the old one is dead. `forbidden` where nobody may sign up.
Result<Invited> invite(const Network& network, const Invite& form, const WriteLetter& write);

using Invitation = storage::InvitationRecord;

/// For the keeper, the newest first.
Result<std::vector<Invitation>> list_invitations(const Network& network);

/// Its link is dead. Nothing happens to one that was accepted.
Result<void> withdraw_invitation(const Network& network, InvitationId invitation);

/// Whom a link invites; nothing if it works no more.
Result<std::optional<std::string>>
find_invited_address(const Network& network, std::string_view token);

struct AcceptInvitation {
    std::string token;
    std::string display_name;
    std::string password;
};

/// Makes the account. `not_found` for a dead link, `invalid` at the fields, `conflict` if the
/// address has an account by now.
Result<AccountId> accept_invitation(
    const Network& network, const Site& site, const AcceptInvitation& form, const Whence& whence
);

} // namespace attest::service
