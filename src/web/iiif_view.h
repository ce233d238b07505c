// Scans for the viewers of other sites: IIIF Presentation 3, Image 3 and Content State 1
// (evidence.md, F5). What a reader may not see whole is in none of them.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "service/cited_pages.h"
#include "service/scans.h"

#include <span>
#include <string>
#include <string_view>

namespace attest::web {

/// The pages that this reader may see whole.
std::string scan_manifest(const endpoint::RequestContext& request, const service::Scan& scan);

/// Level 0: the two sizes that there are.
std::string scan_image_info(const endpoint::RequestContext& request, const service::ScanPage& page);

/// The lines of print of a page that may be seen whole.
std::string page_annotations(
    const endpoint::RequestContext& request,
    const service::ScanPage& page,
    std::span<const service::PrintedLine> lines
);

/// A link that a viewer opens at the quote: the manifest with the state in its query.
html::Url content_state(
    const endpoint::RequestContext& request,
    std::string_view key,
    SourceFileId file,
    const service::MarkedPage& page
);

} // namespace attest::web
