// A question for machines: schema.org QAPage as JSON-LD.
#pragma once

#include "html/html.h"
#include "service/questions.h"
#include "web/claim_marks.h"

namespace attest::web {

/// A `<script type="application/ld+json">`: data, which the content security policy lets stand.
/// Answers carry what they cite, with the page: no more than anybody sees of it.
html::Html question_data(const service::QuestionPage& question, const EvidenceWords& words);

} // namespace attest::web
