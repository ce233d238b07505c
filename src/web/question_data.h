// A question for machines: schema.org QAPage as JSON-LD.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "service/questions.h"

namespace attest::web {

/// A `<script type="application/ld+json">`: data, which the content security policy lets stand.
html::Html
question_data(const endpoint::RequestContext& request, const service::QuestionPage& question);

} // namespace attest::web
