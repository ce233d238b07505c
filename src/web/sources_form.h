// The form of a source: filled from what was pasted, or from the source that is edited.
#pragma once

#include "service/sources.h"
#include "web/parts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::web {

struct SourceFormView {
    service::SourceForm form;
    std::vector<service::SourceSummary> doubles = {};
    std::int64_t left_out = 0;
    std::string key = {}; ///< Of the source that is edited; empty for a new one.
    std::int64_t based_on = 0;
    const Error* error = nullptr;
};

http::Response
source_form_page(const RequestContext& request, const SourceFormView& view, int status = 200);

/// The one field to paste into.
http::Response
paste_page(const RequestContext& request, const Error* error = nullptr, int status = 200);

/// What was sent. Other variables of CSL, for which the form has no field, come along hidden.
service::SourceForm read_source_form(const RequestContext& request);

} // namespace attest::web
