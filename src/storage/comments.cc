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

constexpr db::Query list_deleted_comments_query{
    .name = "list_deleted_comments_of_question",
    .sql = joined<
        R"sql(
        SELECT c.id, c.post_id, c.created_at, c.score, c.license, c.body_html, c.author_id, c.author_name,
        )sql",
        byline_columns,
        R"sql(
            , c.deleted_at, c.deleted_by, d.display_name
        FROM posts AS p
        CROSS JOIN comments AS c ON c.post_id = p.id
        LEFT JOIN users AS u ON u.id = c.author_id
        LEFT JOIN users AS d ON d.id = c.deleted_by
        WHERE (p.id = $1 OR p.question_id = $1) AND c.deleted_at IS NOT NULL
        ORDER BY c.created_at, c.id
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

domain::DeletedComment read_deleted_comment(const db::Row& row) {
    constexpr int after_author = 6 + byline_width;
    return {
        .comment = read_comment(row),
        .deleted_at = row.time(after_author),
        .deleted_by =
            {.id = row.optional_id<UserId>(after_author + 1),
             .name = row.optional_string(after_author + 2).value_or("")},
    };
}

} // namespace

Result<std::vector<domain::DeletedComment>>
list_deleted_comments(db::ReadTransaction& tx, QuestionId question) {
    return tx.all(list_deleted_comments_query, {question}, read_deleted_comment);
}

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

namespace {

constexpr db::Query find_comment_query{
    .name = "find_comment",
    .sql = R"sql(
        SELECT c.post_id, q.id, c.body_source, c.score, c.author_id, c.created_at, p.locked_at
        FROM comments AS c
        JOIN posts AS p ON p.id = c.post_id
        JOIN posts AS q ON q.id = CASE p.kind WHEN 1 THEN p.id ELSE p.question_id END
        WHERE c.id = $1 AND c.deleted_at IS NULL AND p.deleted_at IS NULL AND q.deleted_at IS NULL
    )sql",
};

constexpr db::Query find_comment_place_query{
    .name = "find_comment_place",
    .sql = R"sql(
        SELECT q.id, COALESCE(q.title, ''), p.author_id, q.author_id, p.locked_at
        FROM posts AS p
        JOIN posts AS q ON q.id = CASE p.kind WHEN 1 THEN p.id ELSE p.question_id END
        WHERE p.id = $1 AND p.kind IN (1, 2) AND p.deleted_at IS NULL
          AND q.kind = 1 AND q.deleted_at IS NULL
    )sql",
};

constexpr db::Query update_comment_query{
    .name = "update_comment",
    .sql = "UPDATE comments SET body_source = $2, body_html = $3, edited_at = $4 WHERE id = $1",
};

constexpr db::Query delete_comment_query{
    .name = "delete_comment",
    .sql = R"sql(
        UPDATE comments SET deleted_at = $2, deleted_by = $3 WHERE id = $1 AND deleted_at IS NULL
    )sql",
};

constexpr db::Query uncount_comment_query{
    .name = "uncount_comment",
    .sql = "UPDATE posts SET comment_count = comment_count - 1 WHERE id = $1",
};

constexpr db::Query insert_comment_vote_query{
    .name = "insert_comment_vote",
    .sql = R"sql(
        INSERT INTO comment_votes (comment_id, user_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query delete_comment_vote_query{
    .name = "delete_comment_vote",
    .sql = "DELETE FROM comment_votes WHERE comment_id = $1 AND user_id = $2",
};

constexpr db::Query count_comment_score_query{
    .name = "count_comment_score",
    .sql = "UPDATE comments SET score = score + $2 WHERE id = $1",
};

} // namespace

Result<CommentRecord> find_comment(db::ReadTransaction& tx, CommentId id) {
    std::optional<CommentRecord> comment =
        TRY(tx.first(find_comment_query, {id}, [&](const db::Row& row) {
            return CommentRecord{
                .id = id,
                .post = row.id<PostId>(0),
                .question = row.id<QuestionId>(1),
                .source = row.string(2),
                .score = row.integer(3),
                .facts =
                    {.author = row.optional_id<UserId>(4),
                     .created_at = row.time(5),
                     .post_locked_at = row.optional_time(6)},
            };
        }));
    if (!comment) return fail(ErrorCode::not_found, "There is no such comment here.");
    return std::move(*comment);
}

Result<CommentPlace> find_comment_place(db::ReadTransaction& tx, PostId post) {
    std::optional<CommentPlace> place =
        TRY(tx.first(find_comment_place_query, {post}, [](const db::Row& row) {
            return CommentPlace{
                .question = row.id<QuestionId>(0),
                .title = row.string(1),
                .facts =
                    {.author = row.optional_id<UserId>(2),
                     .asker = row.optional_id<UserId>(3),
                     .locked_at = row.optional_time(4)},
            };
        }));
    if (!place) return fail(ErrorCode::not_found, "There is no such question or answer here.");
    return std::move(*place);
}

Result<void>
update_comment(db::Transaction& tx, const CommentRecord& comment, const CommentEdit& edit) {
    TRY(tx.execute(update_comment_query, {comment.id, edit.source, edit.html, edit.at}));
    announce_question(tx, comment.question);
    return {};
}

Result<void>
delete_comment(db::Transaction& tx, const CommentRecord& comment, const CommentDeletion& deletion) {
    const std::int64_t changed =
        TRY(tx.execute(delete_comment_query, {comment.id, deletion.at, deletion.by}));
    if (changed == 0) return {};
    TRY(tx.execute(uncount_comment_query, {comment.post}));
    TRY(count_total(tx, "comments", -1));
    announce_question(tx, comment.question);
    return {};
}

Result<bool>
set_comment_vote(db::Transaction& tx, const CommentRecord& comment, const CommentBallot& ballot) {
    const std::int64_t changed =
        TRY(ballot.gives
                ? tx.execute(insert_comment_vote_query, {comment.id, ballot.voter, ballot.at})
                : tx.execute(delete_comment_vote_query, {comment.id, ballot.voter}));
    if (changed == 0) return false;
    TRY(tx.execute(count_comment_score_query, {comment.id, ballot.gives ? 1 : -1}));
    announce_question(tx, comment.question);
    return true;
}

} // namespace attest::storage
