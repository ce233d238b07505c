// Flags: what people brought to the moderators' notice, and what came of it.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/flagging.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

struct NewFlag {
    PostId post; ///< Of a comment: the post it stands under.
    std::optional<CommentId> comment;
    UserId flagger;
    domain::FlagKind kind = domain::FlagKind::spam;
    std::string note;
};

/// `conflict` if the person has an open flag on the same thing.
Result<FlagId> insert_flag(db::Transaction& tx, const NewFlag& flag, Time at);

/// The post that a live comment stands under; nothing if it is gone.
Result<std::optional<PostId>> find_flagged_comment(db::ReadTransaction& tx, CommentId comment);

/// Oldest first.
Result<std::vector<domain::OpenFlag>> list_open_flags(db::ReadTransaction& tx, std::int64_t limit);

Result<std::int64_t> count_open_flags(db::ReadTransaction& tx);

/// How many people's open flags call the post itself spam or abuse.
Result<std::int64_t> count_abuse_flags(db::ReadTransaction& tx, PostId post);

struct FlagDecision {
    FlagId flag;
    bool is_helpful = false;
    std::optional<UserId> decided_by; ///< Nothing: the flags themselves decided.
};

/// `conflict` if it was decided already; `not_found` if there is no such flag.
Result<void> decide_flag(db::Transaction& tx, const FlagDecision& decision, Time at);

/// All open flags on a post and its comments: it is gone.
Result<void>
decide_flags_of_post(db::Transaction& tx, PostId post, std::optional<UserId> decided_by, Time at);

} // namespace attest::storage
