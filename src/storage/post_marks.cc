#include "storage/post_marks.h"

#include "storage/sql.h"

namespace attest::storage {

namespace {

/// The first column says which mark a row is.
constexpr db::Query list_reader_marks_query{
    .name = "list_reader_marks",
    .sql = R"sql(
        WITH page (id) AS (
            SELECT id FROM posts WHERE id = $1
            UNION ALL SELECT id FROM posts WHERE question_id = $1 AND deleted_at IS NULL
        )
        SELECT 1, v.post_id, v.kind
        FROM page CROSS JOIN votes AS v
        WHERE v.post_id = page.id AND v.user_id = $2 AND v.kind IN (2, 3) AND v.id >= 1500000000
        UNION ALL
        SELECT 2, f.post_id, 0
        FROM page CROSS JOIN followed_posts AS f
        WHERE f.user_id = $2 AND f.post_id = page.id
        UNION ALL
        SELECT 3, b.post_id, 0
        FROM page CROSS JOIN bookmarks AS b
        WHERE b.user_id = $2 AND b.post_id = page.id
        UNION ALL
        SELECT 4, c.id, 0
        FROM page CROSS JOIN comments AS c CROSS JOIN comment_votes AS v
        WHERE c.post_id = page.id AND v.comment_id = c.id AND v.user_id = $2
    )sql",
};

constexpr db::Query insert_followed_post_query{
    .name = "insert_followed_post",
    .sql = R"sql(
        INSERT INTO followed_posts (user_id, post_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query delete_followed_post_query{
    .name = "delete_followed_post",
    .sql = "DELETE FROM followed_posts WHERE user_id = $1 AND post_id = $2",
};

constexpr db::Query insert_bookmark_query{
    .name = "insert_bookmark",
    .sql = R"sql(
        INSERT INTO bookmarks (user_id, post_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query delete_bookmark_query{
    .name = "delete_bookmark",
    .sql = "DELETE FROM bookmarks WHERE user_id = $1 AND post_id = $2",
};

constexpr SqlPiece marked_columns = R"sql(
    SELECT p.id, q.id, COALESCE(q.title, ''), p.score, p.kind = 2, m.created_at
)sql";

constexpr SqlPiece of_marked_posts = R"sql(
    AS m
    JOIN posts AS p ON p.id = m.post_id
    JOIN posts AS q ON q.id = CASE p.kind WHEN 1 THEN p.id ELSE p.question_id END
    WHERE m.user_id = $1 AND p.deleted_at IS NULL AND q.deleted_at IS NULL
    ORDER BY m.created_at DESC, m.post_id DESC LIMIT $2 OFFSET $3
)sql";

constexpr db::Query list_followed_posts_query{
    .name = "list_followed_posts",
    .sql = joined<marked_columns, "FROM followed_posts", of_marked_posts>,
};

constexpr db::Query list_bookmarks_query{
    .name = "list_bookmarks",
    .sql = joined<marked_columns, "FROM bookmarks", of_marked_posts>,
};

} // namespace

Result<ReaderMarks> list_reader_marks(db::ReadTransaction& tx, const ReaderOfPage& page) {
    ReaderMarks marks;
    TRY(tx.each(list_reader_marks_query, {page.question, page.reader}, [&](const db::Row& row) {
        switch (row.integer(0)) {
        case 1:
            marks.votes.emplace_back(row.id<PostId>(1), row.choice<domain::VoteKind>(2));
            break;
        case 2:
            marks.followed.push_back(row.id<PostId>(1));
            break;
        case 3:
            marks.bookmarked.push_back(row.id<PostId>(1));
            break;
        default:
            marks.comment_votes.push_back(row.id<CommentId>(1));
        }
    }));
    return marks;
}

Result<void> set_post_mark(db::Transaction& tx, PostMark mark, const PostMarking& marking) {
    const bool follows = mark == PostMark::followed;
    if (marking.sets) {
        TRY(tx.execute(
            follows ? insert_followed_post_query : insert_bookmark_query,
            {marking.user, marking.post, marking.at}
        ));
    } else {
        TRY(tx.execute(
            follows ? delete_followed_post_query : delete_bookmark_query,
            {marking.user, marking.post}
        ));
    }
    return {};
}

Result<std::vector<MarkedPost>>
list_marked_posts(db::ReadTransaction& tx, PostMark mark, const MarkFilter& filter) {
    const auto make = [](const db::Row& row) {
        return MarkedPost{
            .post = row.id<PostId>(0),
            .question = row.id<QuestionId>(1),
            .title = row.string(2),
            .score = row.integer(3),
            .is_answer = row.boolean(4),
            .marked_at = row.time(5),
        };
    };
    return tx.all(
        mark == PostMark::followed ? list_followed_posts_query : list_bookmarks_query,
        {filter.user, filter.limit, filter.offset},
        make
    );
}

} // namespace attest::storage
