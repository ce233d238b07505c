// A query for the words of scanned pages: the same language as that for posts, of which only words,
// phrases, beginnings and what is excluded count. SQLite finds the pages (migration 0008), since
// they change with the database and their rights are decided there; the highlighter marks the
// words.
#pragma once

#include "base/error.h"
#include "search/snippet.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::search {

struct ScanQuery {
    std::string expression; ///< For FTS5's MATCH; empty if no word is looked for.
    Highlighter highlighter;
    bool has_conditions = false; ///< Tags and operators, which no page has, were left out.
};

/// `invalid` at "q" with the place for a query that cannot be read.
Result<ScanQuery> read_scan_query(std::string_view text, const std::vector<std::string>& languages);

} // namespace attest::search
