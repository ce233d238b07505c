// What happened to a post: PostHistory of a dump and our own acts, in one table.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/kinds.h"
#include "domain/revisions.h"
#include "storage/posts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

/// All acts on a post, oldest first. A post has as many as people have touched it, whatever the
/// size of the site.
Result<std::vector<domain::HistoryRow>> list_history(db::ReadTransaction& tx, PostId post);

/// The newest closing; nothing where the dump has no history.
Result<std::optional<domain::HistoryRow>> find_closing(db::ReadTransaction& tx, PostId post);

/// The post that an act with this guid (16 bytes) was done to.
Result<std::optional<PostId>> find_post_of_guid(db::ReadTransaction& tx, std::string_view guid);

/// The source of the newest body; nothing where there is no history.
struct BodySource {
    std::string text;
    domain::BodyFormat format = domain::BodyFormat::markdown;
};

Result<std::optional<BodySource>> find_body_source(db::ReadTransaction& tx, PostId post);

struct HistoryEntry {
    domain::HistoryKind kind;
    std::string_view text{};
    domain::BodyFormat format = domain::BodyFormat::markdown;
};

Result<void>
insert_history(db::Transaction& tx, PostId post, const Act& act, const HistoryEntry& entry);

} // namespace attest::storage
