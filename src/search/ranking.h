// One search in one reader: match, rank, count, suggest. Split from the pool of readers (index.cc),
// which only runs it again when the writer has been faster.
#pragma once

#include "search/index.h"
#include "search/query.h"
#include "search/words.h"

#include <xapian.h>

namespace attest::search {

/// May throw Xapian's errors.
SearchAnswer run_search(
    Xapian::Database& index,
    Stems& stems,
    const SearchRequest& request,
    const Query& query,
    Highlighter highlighter
);

std::vector<SimilarQuestion>
find_similar(Xapian::Database& index, Stems& stems, std::string_view text, std::uint32_t limit);

std::vector<QuestionId>
find_related(Xapian::Database& index, QuestionId question, std::uint32_t limit);

} // namespace attest::search
