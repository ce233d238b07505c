// A question for machines: schema.org QAPage as JSON-LD.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "service/questions.h"

namespace attest::web {

/// A `<script type="application/ld+json">`: data, which the content security policy lets stand.
/// Answers carry what they cite, with the page: no more than anybody sees of it.
html::Html
question_data(const endpoint::RequestContext& request, const service::QuestionPage& question);

} // namespace attest::web
