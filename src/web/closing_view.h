// The forms to close a question and to lock a post, and the list of questions with votes.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "http/response.h"
#include "service/closing.h"
#include "service/search.h"

#include <string>
#include <vector>

namespace attest::web {

struct CloseFormView {
    service::ClosingState state;
    std::string reason = {};    ///< As chosen, where the form was refused.
    std::string originals = {}; ///< As typed.
    std::string note = {};
    std::vector<domain::TitledQuestion> similar; ///< That may be meant.
    const Error* error = nullptr;
};

http::Response close_form_page(const endpoint::RequestContext& request, const CloseFormView& view);

struct LockFormView {
    PostId post;
    std::string note = {};
    const Error* error = nullptr;
};

http::Response lock_form_page(const endpoint::RequestContext& request, const LockFormView& view);

http::Response voted_questions_page(
    const endpoint::RequestContext& request, const std::vector<domain::VotedQuestion>& questions
);

} // namespace attest::web
