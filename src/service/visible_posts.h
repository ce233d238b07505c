// What a reader may see. A deleted post is there for its author, for moderators and for those who
// have earned to see it; for everybody else it is not there, and nothing tells the difference.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/actor.h"
#include "service/site.h"
#include "storage/posts.h"

#include <optional>

namespace attest::service {

/// Nothing for a visitor.
using Reader = std::optional<domain::Actor>;

/// The place of a post that the reader may see; else `not_found`.
Result<storage::PostPlace>
find_visible_place(db::ReadTransaction& tx, const Site& site, PostId id, const Reader& reader);

} // namespace attest::service
