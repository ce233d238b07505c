// Posts that somebody else has found, as a part of a query: what the database says of evidence,
// joined by Xapian with what the index says of words.
#pragma once

#include "domain/ids.h"

#include <xapian.h>

#include <memory>
#include <vector>

namespace attest::search {

/// Finds those of the posts (in order of id) that the index holds, and weighs nothing.
Xapian::Query post_set_query(std::shared_ptr<const std::vector<PostId>> posts);

} // namespace attest::search
