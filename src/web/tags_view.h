// The index of tags, and what is written about one.
#pragma once

#include "service/tags.h"
#include "web/parts.h"

#include <cstdint>
#include <string>

namespace attest::web {

struct TagListView {
    service::TagList list;
    service::TagOrder order = service::TagOrder::popular;
    std::string filter = {};
    std::int64_t page = 1;
};

http::Response tag_list_page(const RequestContext& request, const TagListView& view);

http::Response tag_page(const RequestContext& request, const service::TagPage& tag);

} // namespace attest::web
