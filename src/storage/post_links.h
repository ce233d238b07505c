// Questions that hang together: linked, duplicates and related ones.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/posts.h"

#include <cstdint>
#include <vector>

namespace attest::storage {

/// All that stands beside a question, links_shown_max of each.
struct Surroundings {
    std::vector<domain::TitledQuestion> linked;     ///< Either way, best score first.
    std::vector<domain::TitledQuestion> duplicates; ///< Closed as duplicates of it, newest first.
    std::vector<domain::TitledQuestion> originals;  ///< Of which it is a duplicate.
    std::vector<domain::TitledQuestion> related;    ///< Those that read alike, best first.
    std::int64_t duplicate_count = 0;
};

/// One statement.
Result<Surroundings> find_surroundings(db::ReadTransaction& tx, QuestionId question);

} // namespace attest::storage
