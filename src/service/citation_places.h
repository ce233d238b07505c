// Binds citations to the pages of their sources' scans (evidence.md, B4): which file, which page,
// and where on it the quote stands.
//
// The place is worked out from what the site holds, and may be worked out again at any time: at
// every write of a citation, and when a scan becomes ready, is labelled anew, gets a text, is
// hidden or shown, or its source is merged. A write looks at so many pages and no more (limits.h);
// the rest waits for a job, in its own snapshot.
//
// Of the source's files that are ready and not hidden (of `quoted in`, the quoting source's) the
// one is taken that has the quote; among such as are alike in this, the one that more readers may
// see, and then the older. In a file the page with the locator's label is looked at, and its range,
// and the page that the quote runs over to; without such a page all are. Nobody's sight enters
// here: what a reader may see of the page is asked when it is shown.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "scans/word_boxes.h"
#include "service/site.h"
#include "storage/citation_places.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// Places what was just written, as far as a write looks, and leaves the rest to the job.
Result<void> place_citations(db::Transaction& tx, std::span<const CitationId> citations);

/// After a source's files have changed: every live citation whose page is one of the source's.
Result<void> place_citations_in(db::Transaction& tx, SourceId source);

/// The job: places some that wait. False if none does.
Result<bool> place_waiting_citations(const Site& site);

/// Citations whose stored place differs from what looking again gives; those that wait are not
/// looked at.
Result<std::vector<std::string>> find_misplaced(db::ReadTransaction& tx);

/// Places every live citation anew.
Result<void> place_all(db::Transaction& tx);

/// "x,y,w,h" in thousandths of the page; nothing for '' and what is no box.
std::optional<scans::Box> parse_box(std::string_view text);
std::string format_box(const scans::Box& box);

/// The smallest box around all; nothing if there is none.
std::optional<scans::Box> join_boxes(std::span<const scans::Box> boxes);

} // namespace attest::service
