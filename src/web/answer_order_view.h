// How a question's answers stand: the orders to choose from, and why an answer stands where it
// does.
#pragma once

#include "endpoint/context.h"
#include "html/writer.h"
#include "service/questions.h"
#include "web/parts.h"

#include <vector>

namespace attest::web {

/// The orders that this question's answers have.
std::vector<Tab>
answer_order_tabs(const endpoint::RequestContext& request, const service::QuestionPage& question);

/// Under an answer: the figures that put it in its place by evidence. Nothing in another order.
void write_why_here(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const service::QuestionPage& question,
    PostId answer
);

} // namespace attest::web
