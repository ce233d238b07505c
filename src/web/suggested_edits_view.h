// The list of edits that wait for review, one of them with what it changes, and its improvement.
#pragma once

#include "base/error.h"
#include "service/suggested_edits.h"
#include "web/editing.h"
#include "web/parts.h"

#include <cstdint>
#include <string>

namespace attest::web {

http::Response suggested_edits_page(
    const RequestContext& request, const service::WaitingEdits& list, std::int64_t page
);

struct SuggestedEditView {
    service::SuggestedEditPage page;
    std::string reason = {};
    const Error* error = nullptr;
};

http::Response
suggested_edit_page(const RequestContext& request, const SuggestedEditView& view, int status = 200);

struct ImprovementView {
    service::SuggestedEditPage page;
    EditFields fields;
    const Error* error = nullptr;
};

http::Response
improvement_page(const RequestContext& request, const ImprovementView& view, int status = 200);

} // namespace attest::web
