// Sessions of accounts, in the network database. What the browser holds is stored as a hash only.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct SessionRecord {
    SessionId id{};
    AccountId account;
    Time created_at;
    Time seen_at;
    Time expires_at;
    Time proved_at; ///< When the person last proved who they are.
    std::string device;
    std::string address;
    bool is_keeper = false; ///< Of the account; read with the session, never written with it.
};

/// The session of a token, if it has not expired; nothing for one that is unknown.
Result<std::optional<SessionRecord>>
find_session(db::ReadTransaction& tx, std::string_view token_hash, Time now);

Result<SessionId>
insert_session(db::Transaction& tx, std::string_view token_hash, const SessionRecord& session);

/// Where and when a session was last used.
struct SessionTouch {
    SessionId session;
    Time seen_at;
    Time expires_at;
    std::string_view address;
};

Result<void> touch_session(db::Transaction& tx, const SessionTouch& touch);

/// The person has just proved who they are again.
Result<void> prove_session(db::Transaction& tx, SessionId session, Time at);

/// The latest used first; expired ones are left out.
Result<std::vector<SessionRecord>>
list_sessions(db::ReadTransaction& tx, AccountId account, Time now);

/// False if the account has no such session.
Result<bool> delete_session(db::Transaction& tx, AccountId account, SessionId session);

/// All of an account but one (none is kept if `kept` is empty); answers how many.
Result<std::int64_t> delete_sessions(
    db::Transaction& tx, AccountId account, std::optional<SessionId> kept = std::nullopt
);

Result<void> delete_expired_sessions(db::Transaction& tx, Time now);

} // namespace attest::storage
