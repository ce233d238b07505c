// A reader's own marks: following and bookmarking posts, the lists of both, and what a question's
// page shows as marked.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/ids.h"
#include "service/questions.h"
#include "service/site.h"
#include "storage/post_marks.h"

#include <optional>
#include <vector>

namespace attest::service {

using storage::PostMark;

/// The reader's marks on a question's page, and the rules' answers that a page needs beside them.
struct ReaderMarks {
    [[nodiscard]] std::optional<domain::VoteKind> vote_on(PostId post) const;
    [[nodiscard]] bool follows(PostId post) const;
    [[nodiscard]] bool has_bookmarked(PostId post) const;
    [[nodiscard]] bool has_voted_on(CommentId comment) const;

    storage::ReaderMarks marks;
};

/// One statement more than the page for a visitor.
Result<ReaderMarks>
read_reader_marks(const Site& site, const domain::Actor& actor, QuestionId question);

struct MarkPost {
    PostId post;
    PostMark mark = PostMark::followed;
    bool sets = true;
};

/// `not_found` for posts without a page.
Result<void> mark_post(const Site& site, const domain::Actor& actor, const MarkPost& form);

using MarkedPost = storage::MarkedPost;

struct MarkedPosts {
    std::vector<MarkedPost> posts;
    bool has_more = false;
};

/// The actor's own.
Result<MarkedPosts>
list_marked_posts(const Site& site, const domain::Actor& actor, PostMark mark, PageRequest page);

} // namespace attest::service
