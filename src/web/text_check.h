// What a writer is told of the citations in a text: the list "claims in this text" beside the
// editor, made by the server alone, whether a script asks for it while somebody types or a form's
// button does; and the marks in the preview, which lead to it.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "html/writer.h"
#include "service/preview.h"

#include <optional>
#include <string_view>
#include <vector>

namespace attest::web {

/// The text that was read, and the id of the field that it stands in.
struct TextField {
    std::string_view field;
    std::string_view markdown;
};

void write_text_check(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const service::Preview& preview,
    const TextField& text
);

/// The text as a page will show it, with the marks of its claims.
html::Html marked_preview(
    const endpoint::RequestContext& request, const service::Preview& preview, std::string_view field
);

/// What of it wants the writer's hand: broken citations, unknown keys, pages that cannot be read.
std::size_t count_amiss(const service::Preview& preview);

/// Claims that the form says it has been warned of (`let_go`, "12 15").
std::vector<ClaimId> read_let_go(const endpoint::RequestContext& request);

} // namespace attest::web
