// The page of a question: what was asked, the answers, the comments; related questions in the
// margin.
#pragma once

#include "service/questions.h"
#include "web/parts.h"

#include <cstdint>

namespace attest::web {

struct QuestionView {
    service::QuestionPage question;
    std::int64_t page = 1; ///< Of answers.
};

http::Response question_page(const RequestContext& request, const QuestionView& view);

} // namespace attest::web
