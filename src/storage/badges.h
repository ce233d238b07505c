// Badges that people were awarded.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/kinds.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::storage {

/// A badge that a user has, once or several times.
struct BadgeOfUser {
    std::string name;
    domain::BadgeClass badge_class = domain::BadgeClass::bronze;
    bool is_tag_based = false;
    std::int64_t count = 0;
    Time awarded_at; ///< The newest.
};

struct BadgeFilter {
    UserId user;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// Gold first, then by name.
Result<std::vector<BadgeOfUser>>
list_badges_of_user(db::ReadTransaction& tx, const BadgeFilter& filter);

} // namespace attest::storage
