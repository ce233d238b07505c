// What a claim's page shows of the page behind a citation: its image at the quote, where it is, how
// like the quote is to it; or where the work can be had.
#pragma once

#include "endpoint/context.h"
#include "html/writer.h"
#include "service/cited_pages.h"

namespace attest::web {

void write_cited_page(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const service::CitationRecord& citation,
    const service::OpenedCitation& opened
);

/// Whether something of the page is shown, so that a check can be made here.
bool is_page_shown(const service::OpenedCitation& opened);

} // namespace attest::web
