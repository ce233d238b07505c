// Who is behind a request: from the token in a cookie to a session, and to the person on this site.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/actor.h"
#include "service/network.h"
#include "service/site.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::service {

/// How long a session lasts after it was last used.
inline constexpr Duration session_age_max = days(30);

/// A session is noted as used at most this often (decisions.md, 27).
inline constexpr Duration session_touch_interval = minutes(10);

/// So long after a proof of who one is, sensitive acts do not ask again.
inline constexpr Duration proof_age_max = minutes(15);

struct Session {
    SessionId id;
    AccountId account;
    Time seen_at;
    Time proved_at;
    bool is_keeper = false;
};

/// The session of a token; nothing if there is none or it has ended.
Result<std::optional<Session>> find_session(const Network& network, std::string_view token);

/// The account's user on this site; nothing before it has joined.
Result<std::optional<domain::Actor>> find_actor(const Site& site, const Session& session);

struct NewSession {
    AccountId account;
    std::string device;  ///< "Firefox on Linux"
    std::string address; ///< Where the person is.
};

/// Begins a session; answers the token that the browser is to hold. Whoever calls has made sure who
/// the person is.
Result<std::string> start_session(const Network& network, const NewSession& session);

/// Ends a session of the account. Nothing happens if it has ended already.
Result<void> end_session(const Network& network, AccountId account, SessionId session);

} // namespace attest::service
