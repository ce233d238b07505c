// Who acts: a person signed in, as the rules of a site see them.
#pragma once

#include "base/time.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>

namespace attest::domain {

/// A moderator looks after one site; a keeper runs the server and is a moderator everywhere.
enum class Role : std::uint8_t { user = 0, moderator = 1, keeper = 2 };

struct Actor {
    UserId user;
    AccountId account;
    std::string display_name;
    std::int64_t reputation = 1;
    Role role = Role::user;
    Time joined_at;
    std::optional<Time> suspended_until = {}; ///< May read, vote for nothing and write nothing.

    /// Moderators and keepers may do whatever reputation would earn.
    [[nodiscard]] bool is_moderator() const { return role >= Role::moderator; }
};

} // namespace attest::domain
