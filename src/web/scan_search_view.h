// The page of results from the words of scans: of all, or of one source.
#pragma once

#include "service/scan_search.h"
#include "web/parts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::web {

struct ScanSearchView {
    std::string query = {};
    std::string source_key = {}; ///< Empty: all scans.
    std::string source_title = {};
    std::int64_t page = 1;
    std::optional<service::ScanSearchPage> found = std::nullopt; ///< Nothing was asked.
    std::optional<Error> error = std::nullopt;                   ///< A query that cannot be read.
};

http::Response scan_search_page(const RequestContext& request, const ScanSearchView& view);

/// Posts or scans: the same words in either.
void write_search_kinds(
    html::Writer& out, const RequestContext& request, std::string_view query, bool is_scans
);

/// "Search in this scan", for a source's pages.
void write_source_search(
    html::Writer& out, const RequestContext& request, std::string_view key, std::string_view query
);

} // namespace attest::web
