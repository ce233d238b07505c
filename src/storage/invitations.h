// Invitations to the network, each to one address; one may carry an imported user, which the
// invited person claims by accepting it.
#pragma once

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest {
using InvitationId = Id<struct InvitationTag>;
}

namespace attest::storage {

struct InvitationRecord {
    InvitationId id{};
    std::string email;
    std::optional<SiteId> site = {};
    std::optional<UserId> user = {};
    std::optional<AccountId> invited_by = {}; ///< Nothing: the keeper's command.
    Time created_at;
    Time expires_at;
    std::optional<Time> accepted_at = {};
};

Result<InvitationId>
insert_invitation(db::Transaction& tx, std::string_view hash, const InvitationRecord& invitation);

/// Nothing for one that is unknown, used up, or too old.
Result<std::optional<InvitationRecord>>
find_invitation(db::ReadTransaction& tx, std::string_view hash, Time now);

/// The newest first.
Result<std::vector<InvitationRecord>> list_invitations(db::ReadTransaction& tx, std::int64_t limit);

/// `conflict` if it was used meanwhile.
Result<void>
accept_invitation(db::Transaction& tx, InvitationId invitation, AccountId account, Time at);

/// Of one address, those that nobody has accepted.
Result<void> delete_open_invitations(db::Transaction& tx, std::string_view email);

/// Takes back one that nobody has accepted.
Result<void> delete_invitation(db::Transaction& tx, InvitationId invitation);

} // namespace attest::storage
