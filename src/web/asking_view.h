// The form in which a question is asked, with similar questions above it and how to ask well
// beside it.
#pragma once

#include "base/error.h"
#include "service/drafts.h"
#include "service/preview.h"
#include "service/questions.h"
#include "web/parts.h"

#include <optional>
#include <string>
#include <vector>

namespace attest::web {

struct AskView {
    service::Draft fields{.place = "ask"};
    std::optional<service::Draft> draft = {}; ///< Where the fields come from, if from there.
    std::optional<service::Preview> preview = {};
    std::optional<service::Preview> answer_preview = {};
    std::optional<service::Preview> found_preview = {};
    std::vector<service::TitledQuestion> similar = {};
    bool has_seen_similar = false;
    const Error* error = nullptr;
};

http::Response ask_page(const RequestContext& request, const AskView& view, int status = 200);

/// The list of similar questions alone.
void write_similar(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<service::TitledQuestion>& similar
);

} // namespace attest::web
