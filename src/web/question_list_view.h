// A list of questions: home, all questions, one tag.
#pragma once

#include "service/questions.h"
#include "service/tags.h"
#include "web/parts.h"

#include <optional>
#include <string>

namespace attest::web {

struct QuestionListView {
    service::QuestionListRequest request;
    service::QuestionList list;
    bool is_home = false;
    service::SiteTotals totals; ///< In the margin, at home and on the plain lists.
    std::vector<service::TagSummary> popular_tags; ///< There too.
    std::optional<service::TagPage> tag;           ///< In the margin of a tag's list.
};

http::Response question_list_page(const RequestContext& request, const QuestionListView& view);

} // namespace attest::web
