// Editing a post: its row, its history, and for a question its tags, in one.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "storage/posts.h"

#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

/// What an edit changes; what is left out stays. Title and tags are a question's.
struct PostEdit {
    std::optional<std::string> title{};
    std::optional<std::vector<std::string>> tags{};
    std::optional<StoredBody> body{};
    Act act;
    bool restores = false; ///< A rollback: kinds 7 to 9 in the history.
    bool merges = false;   ///< It goes into the newest revision, whose guid is the act's.
};

/// Stores an edit as one act in the history; says whether it changed anything: one that does not
/// writes nothing. `not_found` if the post is gone; title and tags of anything but a question are a
/// bug. Tag wikis and their excerpts are edited here too.
Result<bool> edit_post(db::Transaction& tx, PostId id, const PostEdit& edit);

/// The newest act that made a revision; nothing where a dump brought no history.
struct NewestRevision {
    std::string guid; ///< 16 bytes; empty where the dump had none.
    std::optional<UserId> author;
    Time created_at;
    bool is_imported = false;
    bool is_first = false;
    bool is_rollback = false;
};

Result<std::optional<NewestRevision>> find_newest_revision(db::ReadTransaction& tx, PostId post);

/// Whether anybody else has commented on the post since, or suggested an edit that is still open.
struct SeenSince {
    PostId post;
    UserId editor;
    Time since;
};

Result<bool> has_been_seen_since(db::ReadTransaction& tx, const SeenSince& seen);

} // namespace attest::storage
