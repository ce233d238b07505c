// Answering: the form below a question, and what takes it.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "endpoint/route.h"
#include "html/writer.h"
#include "service/drafts.h"
#include "service/preview.h"

#include <optional>
#include <span>
#include <string>

namespace attest::web {

struct AnswerFields {
    QuestionId question;
    std::string body = {};
    bool is_community_wiki = false;
    std::optional<service::Draft> draft = {}; ///< Where the body comes from, if from there.
    std::optional<service::Preview> preview = {};
    const Error* error = nullptr;
};

/// The anchor of the form.
inline constexpr std::string_view answer_anchor = "your-answer";

void write_answer_form(
    html::Writer& out, const endpoint::RequestContext& request, const AnswerFields& fields
);

/// For a visitor: the way to sign in that comes back to the form.
void write_answer_invitation(html::Writer& out, const endpoint::RequestContext& request);

std::span<const endpoint::Route> answering_routes();

} // namespace attest::web
