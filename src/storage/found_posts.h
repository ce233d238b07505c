// Posts that a search has found, with what its page shows of each.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/posts.h"

#include <span>
#include <string>
#include <unordered_map>

namespace attest::storage {

struct FoundPost {
    QuestionId question;
    domain::Byline author;
    std::int64_t score = 0;
    Time created_at;
    std::string body_text;
};

/// Those of `ids` that are not deleted. One statement for each ids_per_statement.
Result<std::unordered_map<PostId, FoundPost>>
list_found_posts(db::ReadTransaction& tx, std::span<const PostId> ids);

} // namespace attest::storage
