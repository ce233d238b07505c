// Whether somebody may do once more what they have just done: domain/act_limits.h held against the
// rows of the acts.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/act_limits.h"
#include "domain/actor.h"
#include "service/site.h"

namespace attest::service {

/// `rate_limited`, saying the limit and when the act is possible again. Ask it inside the write
/// that does the act, and inside storage::find_or_insert: then parallel requests cannot slip by,
/// and a form sent twice is not refused for what it has done itself.
Result<void> check_limit(
    db::Transaction& tx, const Site& site, const domain::Actor& actor, domain::LimitedAct act
);

} // namespace attest::service
