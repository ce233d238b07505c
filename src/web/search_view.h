// The page of search results, with the operators explained beside the box.
#pragma once

#include "service/search.h"
#include "web/parts.h"

#include <optional>
#include <string>

namespace attest::web {

struct SearchView {
    std::string query = {};
    service::SearchOrder order = service::SearchOrder::relevance;
    std::int64_t page = 1;
    std::optional<service::SearchPage> found = std::nullopt; ///< Nothing where nothing was asked.
    std::optional<Error> error = std::nullopt; ///< A query that cannot be read, or no index yet.
};

http::Response search_page(const RequestContext& request, const SearchView& view);

/// The operators as a table.
void write_operators(html::Writer& out, const RequestContext& request);

} // namespace attest::web
