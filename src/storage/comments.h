// Comments under posts.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/commenting.h"
#include "domain/posts.h"
#include "storage/posts.h"

#include <span>
#include <string>
#include <vector>

namespace attest::storage {

/// The comments of all these posts, oldest first. One statement for each ids_per_statement posts.
Result<std::vector<domain::Comment>>
list_comments(db::ReadTransaction& tx, std::span<const PostId> posts);

/// Those of a question and its answers that were deleted, oldest first. One statement.
Result<std::vector<domain::DeletedComment>>
list_deleted_comments(db::ReadTransaction& tx, QuestionId question);

struct NewComment {
    PostId post;
    QuestionId question; ///< On whose page the post stands.
    std::string source;
    std::string html;
    Act act;
};

Result<CommentId> insert_comment(db::Transaction& tx, const NewComment& comment);

/// A comment that is there, with what rules ask of it.
struct CommentRecord {
    CommentId id;
    PostId post;
    QuestionId question; ///< On whose page it is read.
    std::string source;
    std::int64_t score = 0;
    domain::StandingComment facts;
};

/// `not_found` also where the comment, its post or its question is deleted.
Result<CommentRecord> find_comment(db::ReadTransaction& tx, CommentId id);

/// The post that somebody wants to comment on. `not_found` as above.
struct CommentPlace {
    QuestionId question;
    std::string title; ///< Of the question.
    domain::CommentedPost facts;
};

Result<CommentPlace> find_comment_place(db::ReadTransaction& tx, PostId post);

struct CommentEdit {
    std::string source;
    std::string html;
    Time at;
};

Result<void>
update_comment(db::Transaction& tx, const CommentRecord& comment, const CommentEdit& edit);

/// Marks it deleted; the post's count follows.
struct CommentDeletion {
    UserId by;
    Time at;
};

Result<void>
delete_comment(db::Transaction& tx, const CommentRecord& comment, const CommentDeletion& deletion);

/// An up-vote on a comment, given or taken back, and its score. False if it is as wanted already.
struct CommentBallot {
    UserId voter;
    Time at;
    bool gives = true;
};

Result<bool>
set_comment_vote(db::Transaction& tx, const CommentRecord& comment, const CommentBallot& ballot);

} // namespace attest::storage
