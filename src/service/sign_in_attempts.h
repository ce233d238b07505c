// What is remembered between two requests of somebody who is signing in. It belongs to one browser,
// which holds the token and must still have the cookie it had then; it ends after ten minutes.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "service/network.h"
#include "storage/sign_in_attempts.h"

#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace attest::service {

/// What a browser's forms are signed with (RequestContext::secret): its session's or its visit's.
struct Browser {
    std::string_view secret;
};

struct NewAttempt {
    storage::AttemptKind kind;
    std::optional<AccountId> account = {};
    std::string token; ///< What the browser holds: random, given out once.
    boost::json::object payload = {};
};

Result<void> remember_attempt(const Network& network, Browser browser, NewAttempt attempt);

struct Attempt {
    std::optional<AccountId> account;
    std::int64_t failures = 0;
    boost::json::object payload;
};

/// Nothing if there is none, it has expired, or it is another browser's.
Result<std::optional<Attempt>> find_attempt(
    const Network& network,
    db::ReadTransaction& tx,
    Browser browser,
    storage::AttemptKind kind,
    std::string_view token
);

/// Takes an attempt away and answers what was remembered; of two at once only one gets it.
Result<std::optional<Attempt>> take_attempt(
    const Network& network, Browser browser, storage::AttemptKind kind, std::string_view token
);

/// `conflict`: whatever it was, it has to be begun again.
std::unexpected<Error> refuse_attempt();

} // namespace attest::service
