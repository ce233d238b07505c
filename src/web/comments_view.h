// Comments under a post, and the page with the form for one.
#pragma once

#include "base/error.h"
#include "service/post_marks.h"
#include "web/parts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::web {

/// As on Stack Exchange: of a longer thread the best are shown, in the order in which they came.
inline constexpr std::size_t comments_unfolded = 5;

struct CommentThread {
    const service::PostView& post;
    std::optional<UserId> asker = {};
    const service::ReaderMarks* marks = nullptr; ///< Of who is signed in; null for a visitor.
    bool shows_all = false;
    html::Url page; ///< Where the post is read.
};

void write_comments(html::Writer& out, const RequestContext& request, const CommentThread& thread);

/// Those of one post, folded away; nothing if there are none.
void write_deleted_comments(
    html::Writer& out,
    const RequestContext& request,
    PostId post,
    const std::vector<domain::DeletedComment>& deleted
);

struct CommentFormView {
    html::Url action;
    std::string question_title = {}; ///< Empty where a comment is edited.
    html::Url question;
    std::string body;
    std::vector<std::string> names = {}; ///< Whom "@" can name.
    bool is_edit = false;
};

http::Response comment_form_page(
    const RequestContext& request, const CommentFormView& view, const Error* error = nullptr
);

} // namespace attest::web
