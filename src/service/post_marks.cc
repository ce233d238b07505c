#include "service/post_marks.h"

#include "domain/privileges.h"
#include "service/paging.h"
#include "storage/posts.h"

#include <algorithm>

namespace attest::service {

std::optional<domain::VoteKind> ReaderMarks::vote_on(PostId post) const {
    const auto vote =
        std::ranges::find(marks.votes, post, [](const auto& one) { return one.first; });
    if (vote == marks.votes.end()) return std::nullopt;
    return vote->second;
}

bool ReaderMarks::follows(PostId post) const {
    return std::ranges::find(marks.followed, post) != marks.followed.end();
}

bool ReaderMarks::has_bookmarked(PostId post) const {
    return std::ranges::find(marks.bookmarked, post) != marks.bookmarked.end();
}

bool ReaderMarks::has_voted_on(CommentId comment) const {
    return std::ranges::find(marks.comment_votes, comment) != marks.comment_votes.end();
}

Result<ReaderMarks>
read_reader_marks(const Site& site, const domain::Actor& actor, QuestionId question) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<ReaderMarks> {
        return ReaderMarks{
            TRY(storage::list_reader_marks(tx, {.reader = actor.user, .question = question}))
        };
    });
}

Result<void> mark_post(const Site& site, const domain::Actor& actor, const MarkPost& form) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::find_post_place(tx, form.post));
        return storage::set_post_mark(
            tx, form.mark, {.user = actor.user, .post = form.post, .at = now, .sets = form.sets}
        );
    });
}

Result<MarkedPosts>
list_marked_posts(const Site& site, const domain::Actor& actor, PostMark mark, PageRequest page) {
    const Window window = TRY(window_of(page));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<MarkedPosts> {
        MarkedPosts list;
        list.posts = TRY(storage::list_marked_posts(
            tx, mark, {.user = actor.user, .limit = window.limit(), .offset = window.offset}
        ));
        list.has_more = cut_to(list.posts, window);
        return list;
    });
}

} // namespace attest::service
