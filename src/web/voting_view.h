// The margin of a post: its score between two arrows, the tick of the accepted answer, and the
// reader's own marks. Every sign is a button that works without script; for visitors the arrows
// lead to the sign-in page and say so.
#pragma once

#include "service/post_marks.h"
#include "web/parts.h"

#include <optional>

namespace attest::web {

struct VoteBox {
    const service::PostView& post;
    bool is_answer = false;
    bool is_accepted = false;
    const service::ReaderMarks* marks = nullptr; ///< Of who is signed in; null for a visitor.
    std::optional<UserId> asker = {};
};

void write_vote_box(html::Writer& out, const RequestContext& request, const VoteBox& box);

} // namespace attest::web
