// Deleting posts and bringing them back: who did it, the votes before it, and the deleted answers
// of a question for those who may see them.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/posts.h"
#include "storage/answers.h"
#include "storage/posts.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace attest::storage {

/// The place of a post, also where it or its question is deleted: for those who may see that.
struct AnyPostPlace {
    PostPlace place;
    std::optional<UserId> author;
    std::optional<UserId> question_author;
    bool is_deleted = false;
    bool is_question_deleted = false;
};

Result<AnyPostPlace> find_any_post_place(db::ReadTransaction& tx, PostId id);

/// Whether the question has an accepted answer, or one that was voted up.
Result<bool> has_good_answer(db::ReadTransaction& tx, QuestionId id);

/// Marks a post deleted, with all that follows (delete_question, delete_answer), by whom, and as an
/// act in the history. `details` stand as its text. Settles the votes.
struct Deletion {
    PostRecord post;
    UserId by; ///< The Community user: by votes.
    Act act;
    std::string details{};
};

Result<void> delete_post(db::Transaction& tx, const Deletion& deletion);

/// Brings a deleted post back into all lists and counters.
Result<void> undelete_post(db::Transaction& tx, const Deletion& undeletion);

struct DeletionVote {
    PostId post;
    UserId user;
    bool is_undeletion = false;
    Time at;
};

/// `conflict` if the user has voted so before.
Result<void> insert_deletion_vote(db::Transaction& tx, const DeletionVote& vote);

/// Who has voted, in the order in which they did.
Result<std::vector<domain::Byline>>
list_deletion_votes(db::ReadTransaction& tx, PostId post, bool is_undeletion);

/// Oldest first, at most `limit`.
Result<std::vector<domain::Answer>>
list_deleted_answers(db::ReadTransaction& tx, QuestionId question, std::int64_t limit);

/// The post becomes everybody's.
Result<void> make_community_wiki(db::Transaction& tx, const PostRecord& post, const Act& act);

} // namespace attest::storage
