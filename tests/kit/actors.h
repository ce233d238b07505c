// Who acts in a test of use cases where no account matters: a user with reputation enough for
// everything, unless the test says how much.
#pragma once

#include "domain/actor.h"

#include <cstdint>

namespace attest {

inline domain::Actor
acting_as(UserId user, std::int64_t reputation = 100'000, domain::Role role = domain::Role::user) {
    return {
        .user = user,
        .account = AccountId{user.value},
        .display_name = "Somebody",
        .reputation = reputation,
        .role = role,
        .joined_at = Time{},
    };
}

} // namespace attest
