// Comments under posts: writing, editing, deleting, voting them up.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/ids.h"
#include "domain/posts.h"
#include "service/site.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::service {

struct PostComment {
    PostId post;
    std::string markdown;
    std::string idempotency_key = {};
};

/// `invalid` at "body". The author of the post and those named in it are told.
Result<CommentId>
post_comment(const Site& site, const domain::Actor& actor, const PostComment& form);

struct EditComment {
    CommentId comment;
    std::string markdown;
};

Result<void> edit_comment(const Site& site, const domain::Actor& actor, const EditComment& form);

Result<void> delete_comment(const Site& site, const domain::Actor& actor, CommentId comment);

struct VoteOnComment {
    CommentId comment;
    bool gives = true; ///< False takes the vote back.
};

/// The score afterwards. Done twice it has one effect.
Result<std::int64_t>
vote_on_comment(const Site& site, const domain::Actor& actor, const VoteOnComment& form);

/// A comment as its author opens it in a form, or somebody sees who wants to delete it.
struct OpenedComment {
    CommentId id;
    PostId post;
    QuestionId question;
    std::string source;
};

/// `forbidden` for whom the rules let not edit it.
Result<OpenedComment> open_comment(const Site& site, const domain::Actor& actor, CommentId comment);

/// Under which question a post stands that somebody wants to comment on, and whom "@" can name.
struct CommentForm {
    QuestionId question;
    std::string title;
    std::vector<std::string> names; ///< As they are typed behind "@".
};

/// `forbidden` for whom the rules let not comment there.
Result<CommentForm> open_comment_form(const Site& site, const domain::Actor& actor, PostId post);

/// On whose page a comment is read, and under which post; asked before what may remove it.
struct CommentAddress {
    QuestionId question;
    PostId post;
};

Result<CommentAddress> find_comment_address(const Site& site, CommentId comment);

/// The name of who wrote a comment, for a reply; empty if nobody is known.
Result<std::string> find_comment_author(const Site& site, CommentId comment);

/// What was deleted under a question and its answers; `not_found` for who is no moderator.
Result<std::vector<domain::DeletedComment>>
list_deleted_comments(const Site& site, const domain::Actor& actor, QuestionId question);

} // namespace attest::service
