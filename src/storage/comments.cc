#include "storage/comments.h"

#include "base/verify.h"
#include "storage/bylines.h"
#include "storage/changes.h"
#include "storage/id_list.h"
#include "storage/totals.h"

#include <algorithm>
#include <tuple>

namespace attest::storage {

namespace {

constexpr db::Query list_comments_query{
    .name = "list_comments",
    .sql = joined<
        R"sql(
        SELECT c.id, c.post_id, c.created_at, c.score, c.license, c.body_html, c.author_id, c.author_name,
        )sql",
        byline_columns,
        R"sql(
        FROM)sql",
        id_list,
        R"sql(
        CROSS JOIN comments AS c
        LEFT JOIN users AS u ON u.id = c.author_id
        WHERE c.post_id = wanted.column1 AND c.deleted_at IS NULL
        )sql">,
};

domain::Comment read_comment(const db::Row& row) {
    return {
        .id = row.id<CommentId>(0),
        .post = row.id<PostId>(1),
        .author = read_byline(row, 6),
        .created_at = row.time(2),
        .score = row.integer(3),
        .body_html = row.string(5),
        .license = row.is_null(4) ? std::string{} : row.string(4),
    };
}

} // namespace

Result<std::vector<domain::Comment>>
list_comments(db::ReadTransaction& tx, std::span<const PostId> posts) {
    std::vector<domain::Comment> comments;
    TRY(each_by_id(tx, list_comments_query, posts, [&](const db::Row& row) {
        comments.push_back(read_comment(row));
    }));
    std::ranges::sort(comments, {}, [](const domain::Comment& comment) {
        return std::tuple{comment.created_at, comment.id};
    });
    return comments;
}

namespace {

constexpr db::Query insert_comment_query{
    .name = "insert_comment",
    .sql = R"sql(
        INSERT INTO comments (id, post_id, author_id, created_at, license, body_source, body_html)
        SELECT COALESCE(MAX(id), $1 - 1) + 1, $2, $3, $4, $5, $6, $7
        FROM comments WHERE id >= $1
        RETURNING id
    )sql",
};

constexpr db::Query count_comments_query{
    .name = "count_comments",
    .sql = "UPDATE posts SET comment_count = comment_count + 1 WHERE id = $1",
};

} // namespace

Result<CommentId> insert_comment(db::Transaction& tx, const NewComment& comment) {
    const Act& act = comment.act;
    const std::optional<CommentId> id = TRY(tx.first(
        insert_comment_query,
        {local_id_min, comment.post, act.actor, act.at, act.license, comment.source, comment.html},
        [](const db::Row& row) { return row.id<CommentId>(0); }
    ));
    VERIFY(id.has_value());
    TRY(tx.execute(count_comments_query, {comment.post}));
    TRY(count_total(tx, "comments", 1));
    announce_question(tx, comment.question);
    return *id;
}

} // namespace attest::storage
