// The history of a post: every revision, and what changed from one to the next.
#pragma once

#include "service/revisions.h"
#include "web/parts.h"

#include <cstdint>
#include <string>

namespace attest::web {

struct RevisionsView {
    service::RevisionsPage history;
    PostId post;
    endpoint::DiffView view = endpoint::DiffView::inline_;
    std::int64_t page = 1;
    std::string guid = {}; ///< Set where one revision is shown alone.
};

http::Response revisions_page(const RequestContext& request, const RevisionsView& view);

} // namespace attest::web
