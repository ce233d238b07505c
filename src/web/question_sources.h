// What a question and its answers cite, as files for reference managers.
#pragma once

#include "endpoint/context.h"
#include "endpoint/route.h"
#include "html/html.h"
#include "html/writer.h"

#include <span>

namespace attest::web {

std::span<const endpoint::Route> question_source_routes();

/// Of the head of the question's page.
html::Html question_source_alternates(const endpoint::RequestContext& request, QuestionId question);

/// "BibTeX · RIS · CSL-JSON"
void write_question_source_links(
    html::Writer& out, const endpoint::RequestContext& request, QuestionId question
);

} // namespace attest::web
