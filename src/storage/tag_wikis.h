// The two posts that speak of a tag: its excerpt and its wiki.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/kinds.h"
#include "storage/posts.h"
#include "storage/tags.h"

#include <optional>
#include <string>

namespace attest::storage {

/// The name of the tag that a wiki or an excerpt belongs to; nothing for other posts.
Result<std::optional<std::string>> find_tag_of_wiki(db::ReadTransaction& tx, PostId post);

struct NewTagWiki {
    TagRecord tag;
    domain::PostKind kind = domain::PostKind::tag_wiki; ///< Or the excerpt.
    Act act;
};

/// An empty one, with an empty first revision, for the edits that follow.
Result<PostId> insert_tag_wiki(db::Transaction& tx, const NewTagWiki& wiki);

} // namespace attest::storage
