// What moderators did, in the order in which they did it.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/moderation.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct ModerationAct {
    std::optional<UserId> moderator; ///< Nothing: the keeper's command, or flags.
    std::string_view kind;           ///< "closed", "reopened", "locked", "unlocked", "deleted" …
    std::optional<PostId> post{};
    std::optional<CommentId> comment{};
    std::optional<UserId> user{}; ///< Whom it was done to.
    std::string_view note{};
};

Result<void> log_moderation(db::Transaction& tx, const ModerationAct& act, Time at);

struct ModerationLogFilter {
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// The latest first.
Result<std::vector<domain::LoggedAct>>
list_moderation(db::ReadTransaction& tx, const ModerationLogFilter& filter);

Result<std::int64_t> count_moderation(db::ReadTransaction& tx);

} // namespace attest::storage
