// What a reader can do with a post, as quiet links and buttons below it. One place, so that every
// act is offered in the same way, and only to those for whom it makes sense.
#pragma once

#include "domain/ids.h"
#include "endpoint/context.h"
#include "html/writer.h"

#include <optional>

namespace attest::web {

/// A post as far as its acts depend on it.
struct PostState {
    PostId post;
    bool is_answer = false;
    std::optional<UserId> author;
    bool is_closed = false; ///< Of the question.
    bool is_locked = false;
    bool is_deleted = false;
    bool is_community_wiki = false;
};

/// Nothing for visitors: their page is the same for all, and kept.
void write_post_acts(
    html::Writer& out, const endpoint::RequestContext& request, const PostState& state
);

} // namespace attest::web
