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
};

/// Stores an edit as one act in the history. `not_found` if the post is gone or has no page; title
/// and tags of an answer are a bug. An edit that changes nothing writes nothing.
Result<void> edit_post(db::Transaction& tx, PostId id, const PostEdit& edit);

} // namespace attest::storage
