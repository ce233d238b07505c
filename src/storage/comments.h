// Comments under posts.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/posts.h"
#include "storage/posts.h"

#include <span>
#include <string>
#include <vector>

namespace attest::storage {

/// The comments of all these posts, oldest first. One statement for each ids_per_statement posts.
Result<std::vector<domain::Comment>>
list_comments(db::ReadTransaction& tx, std::span<const PostId> posts);

struct NewComment {
    PostId post;
    QuestionId question; ///< On whose page the post stands.
    std::string source;
    std::string html;
    Act act;
};

Result<CommentId> insert_comment(db::Transaction& tx, const NewComment& comment);

} // namespace attest::storage
