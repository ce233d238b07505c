// A check without an account (evidence.md, B4): it waits, shown to nobody and not counted, until
// somebody who holds its token signs in and confirms it. Then it is a check of that account, made
// at that moment and by all the rules for it.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/evidence.h"
#include "service/network.h"
#include "service/site.h"
#include "storage/waiting_checks.h"

#include <string>
#include <string_view>

namespace attest::service {

using storage::WaitingCheck;

/// Keeps what a visitor has found, and answers the token: for the visitor only. `invalid` at "note"
/// and "passage" as check_citation; `rate_limited` where too many wait.
/// `from` is what the throttle takes for one person.
Result<std::string> keep_check(
    const Network& network, const Site& site, const CheckCitation& form, const std::string& from
);

/// `not_found` if there is none, it has expired, or was confirmed.
struct WaitingCheckPage {
    WaitingCheck check;
    ClaimPage claim;
};

Result<WaitingCheckPage> read_waiting_check(
    const Site& site, std::string_view token, const std::optional<domain::Actor>& reader
);

/// Makes it a check of the actor's. `conflict` if the sentence or its citation has changed since;
/// what refuses a check refuses this, and it waits on. Answers the claim.
Result<ClaimId> confirm_check(const Site& site, const domain::Actor& actor, std::string_view token);

/// By whoever holds the token. Answers the claim.
Result<ClaimId> discard_check(const Site& site, std::string_view token);

/// Takes away those that nobody has confirmed in time, with the addresses that they hold.
Result<void> forget_expired_checks(const Site& site);

} // namespace attest::service
