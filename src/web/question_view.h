// The page of a question: what was asked, the answers, the comments; related questions in the
// margin.
#pragma once

#include "service/drafts.h"
#include "service/evidence.h"
#include "service/post_marks.h"
#include "service/questions.h"
#include "web/parts.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace attest::web {

struct QuestionView {
    service::QuestionPage question;
    std::int64_t page = 1;                          ///< Of answers.
    std::optional<service::ReaderMarks> marks = {}; ///< Of who is signed in.
    bool shows_all_comments = false;
    std::optional<service::Draft> answer_draft = {};
    std::vector<domain::DeletedComment> deleted_comments = {}; ///< For moderators.
};

http::Response question_page(const RequestContext& request, const QuestionView& view);

} // namespace attest::web
