// The library of sources, one source with everything that cites it, and its history.
#pragma once

#include "service/sources.h"
#include "web/parts.h"

#include <cstdint>
#include <string>

namespace attest::web {

struct SourceListView {
    std::vector<service::SourceSummary> sources;
    std::int64_t total = 0; ///< Of the library; 0 where words were searched.
    bool has_more = false;
    storage::SourceOrder order = storage::SourceOrder::newest;
    std::string words = {};
    std::int64_t page = 1;
};

http::Response source_list_page(const RequestContext& request, const SourceListView& view);

struct SourceView {
    service::SourcePage source;
    std::int64_t page = 1;
    std::string chicago_html = {}; ///< Printed, and safe; empty where it could not be.
    std::string mla_html = {};
    /// A form of the page that was refused; its sentences stand at its fields.
    const Error* error = nullptr;
};

http::Response source_page(const RequestContext& request, const SourceView& view, int status = 200);

http::Response
source_history_page(const RequestContext& request, const service::SourceHistory& history);

/// A source as a line of a list.
void write_source_line(
    html::Writer& out, const RequestContext& request, const service::SourceSummary& source
);

/// "document of the time".
std::string_view kind_words(const messages::Texts& texts, domain::SourceKind kind);
std::string_view kind_hint(const messages::Texts& texts, domain::SourceKind kind);

} // namespace attest::web
