// Claims of imported users. Somebody says "I am user 175 of the old site", is given a code, and
// puts it into the old profile, which nobody else can write. The server looks there for it when the
// person asks; where the old site shows us nothing, the keeper looks and decides (decisions.md, 7).
//
// Two users who have both written here are never made one: what each of them was told, voted and
// counted could not be told apart again. A user who has done nothing yet gives way.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/actor.h"
#include "service/network.h"
#include "service/site.h"
#include "storage/user_claims.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

struct UserClaim {
    UserClaimId id{};
    AccountId account{};
    UserId user{};
    std::string user_name;   ///< Of the imported user.
    std::string profile_url; ///< Where the code must stand.
    std::string code;
    Time created_at;
};

/// Whether there is an old site at all, with profiles to put a code into.
bool has_origin(const Site& site);

/// `typed` is a user's number, or the address of the old profile. Claiming twice is claiming once.
/// `invalid` at "user".
Result<void> begin_user_claim(
    const Network& network, const Site& site, const domain::Actor& actor, std::string_view typed
);

/// The account's own that are not decided.
Result<std::vector<UserClaim>>
list_own_user_claims(const Network& network, const Site& site, AccountId account);

struct OpenUserClaim {
    UserClaim claim;
    std::string email; ///< Of who claims.
};

/// For the keeper, the oldest first.
Result<std::vector<OpenUserClaim>> list_open_user_claims(const Network& network, const Site& site);

/// Looks for the code in the old profile and, if it is there, gives the user to the account.
/// `conflict` with what to do if it is not; not to be called in a transaction.
Result<void> check_user_claim(
    const Network& network, const Site& site, const domain::Actor& actor, UserClaimId claim
);

struct UserClaimVerdict {
    UserClaimId claim;
    bool grants = false;
    AccountId by;
};

Result<void>
decide_user_claim(const Network& network, const Site& site, const UserClaimVerdict& verdict);

/// Gives an imported user to an account. A user of the account that has done nothing here yet gives
/// way, and what it has marked is kept; `conflict` if it has written or voted.
Result<void> give_user(const Site& site, UserId user, AccountId account);

} // namespace attest::service
