// Imported answers with links to works outside, for which the site makes citations of its own
// (service/link_citations.h).
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace attest::storage {

/// Imported answers that stand and hold a link, or have a claim of one; those that readers value
/// most first.
Result<std::vector<PostId>> list_linked_answers(db::ReadTransaction& tx);

/// Posts with the sources that links in them were made citations of, withdrawn and detached ones
/// too: what is not made again.
Result<std::set<std::pair<std::int64_t, std::int64_t>>> list_link_citations(db::ReadTransaction& tx
);

/// Sources that are found by an address or a DOI.
Result<void> each_addressed_source(
    db::ReadTransaction& tx,
    const std::function<void(SourceId id, std::string_view url, std::string_view doi)>& take
);

} // namespace attest::storage
