// What a reader has put to posts for themselves: votes, bookmarks, following.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/kinds.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace attest::storage {

/// The marks of one reader on one question's page.
struct ReaderMarks {
    std::vector<std::pair<PostId, domain::VoteKind>> votes;
    std::vector<PostId> followed;
    std::vector<PostId> bookmarked;
    std::vector<CommentId> comment_votes;
};

struct ReaderOfPage {
    UserId reader;
    QuestionId question;
};

/// One statement.
Result<ReaderMarks> list_reader_marks(db::ReadTransaction& tx, const ReaderOfPage& page);

enum class PostMark : std::uint8_t { followed, bookmarked };

struct PostMarking {
    UserId user;
    PostId post;
    Time at;
    bool sets = true; ///< False takes the mark away.
};

/// Shown to nobody but its owner, so no page that others see changes.
Result<void> set_post_mark(db::Transaction& tx, PostMark mark, const PostMarking& marking);

struct MarkedPost {
    PostId post;
    QuestionId question;
    std::string title;
    std::int64_t score = 0;
    bool is_answer = false;
    Time marked_at;
};

struct MarkFilter {
    UserId user;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// Newest mark first; what is deleted is left out.
Result<std::vector<MarkedPost>>
list_marked_posts(db::ReadTransaction& tx, PostMark mark, const MarkFilter& filter);

} // namespace attest::storage
