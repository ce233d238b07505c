// Where citations stand on the pages of scans, and which of them are still to be looked for.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"
#include "storage/evidence.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

/// What a citation tells of its page.
struct SoughtCitation {
    CitationId id{};
    QuestionId question{};
    SourceId source{};     ///< Whose page is to be opened, through merges.
    std::string label;     ///< CSL's locator label.
    std::string page_from; ///< Or ''.
    std::string page_to;
    std::string quote;
    CitationPlace place; ///< As it is kept.
};

/// Nothing if it was withdrawn.
Result<std::optional<SoughtCitation>>
find_sought_citation(db::ReadTransaction& tx, CitationId citation);

/// Live ones from `after` on, by id: to look at all.
Result<std::vector<SoughtCitation>>
list_sought_citations(db::ReadTransaction& tx, CitationId after, std::int64_t limit);

/// A box that a reader drew where there is no quote stays as long as its page does. Announces the
/// question.
Result<void> update_citation_place(
    db::Transaction& tx, const SoughtCitation& citation, const CitationPlace& place
);

/// A citation that waits to be looked for.
struct CitationSearch {
    std::int64_t turn = 0;
    CitationId citation{};
};

/// Asked again it gets a new turn.
Result<void> queue_search(db::Transaction& tx, CitationId citation);

/// Of all live citations whose page is one of the source's.
Result<void> queue_searches_in(db::Transaction& tx, SourceId source);

/// The oldest first.
Result<std::vector<CitationSearch>> list_searches(db::ReadTransaction& tx, std::int64_t limit);

/// False if it was asked for again meanwhile, or is gone.
Result<bool> finish_search(db::Transaction& tx, std::int64_t turn);

} // namespace attest::storage
