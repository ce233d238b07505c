// What a citation of a post of ours says of it.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <string>

namespace attest::storage {

struct CitedPost {
    std::string author; ///< As printed; empty for somebody without a name.
};

/// `not_found` for a post that has no page.
Result<CitedPost> find_cited_post(db::ReadTransaction& tx, PostId post);

} // namespace attest::storage
