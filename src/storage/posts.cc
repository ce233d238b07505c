#include "storage/posts.h"

#include "base/compress.h"
#include "storage/bylines.h"
#include "storage/changes.h"
#include "storage/limits.h"

namespace attest::storage {

domain::Post read_post(const db::Row& row) {
    domain::Post post{
        .id = row.id<PostId>(0),
        .author = read_byline(row, 7),
        .created_at = row.time(1),
        .editor = std::nullopt,
        .edited_at = row.optional_time(2),
        .score = row.integer(3),
        .community_at = row.optional_time(4),
        .license = row.is_null(5) ? std::string{} : row.string(5),
        .body_html = row.string(23),
        .comments = {},
        .comment_count = row.integer(6),
        .deleted_at = row.optional_time(24),
        .has_suggested_edit = row.boolean(25),
        .is_locked = !row.is_null(26),
        .is_imported = !is_local(row.id<PostId>(0)),
    };
    const bool has_editor = !row.is_null(15) || !row.is_null(16);
    if (has_editor) post.editor = read_byline(row, 15);
    return post;
}

namespace {

constexpr db::Query find_post_query{
    .name = "find_post",
    .sql = R"sql(
        SELECT id, kind, question_id, title, tags, author_id, author_name, created_at, score,
               accepted_answer_id, answer_count, deleted_at, license, body_format, deleted_by,
               closed_at, locked_at, community_at
        FROM posts
        WHERE id = $1
    )sql",
};

PostRecord read_post_record(const db::Row& row) {
    PostRecord post{
        .id = row.id<PostId>(0),
        .kind = row.choice<domain::PostKind>(1),
        .question = row.optional_id<QuestionId>(2),
        .title = row.optional_string(3).value_or(""),
        .tags = row.optional_string(4).value_or(""),
        .author = row.optional_id<UserId>(5),
        .author_name = row.optional_string(6),
        .created_at = row.time(7),
        .score = row.integer(8),
        .accepted_answer = row.optional_id<AnswerId>(9),
        .answer_count = row.integer(10),
        .deleted_at = row.optional_time(11),
        .deleted_by = row.optional_id<UserId>(14),
        .closed_at = row.optional_time(15),
        .locked_at = row.optional_time(16),
        .community_at = row.optional_time(17),
        .license = row.optional_string(12),
        .body_format = row.choice<domain::BodyFormat>(13),
    };
    if (post.kind == domain::PostKind::question) post.question = QuestionId{post.id.value};
    return post;
}

} // namespace

Result<PostRecord> find_post(db::ReadTransaction& tx, PostId id) {
    std::optional<PostRecord> post = TRY(tx.first(find_post_query, {id}, read_post_record));
    if (!post) return fail(ErrorCode::not_found, "There is no such post here.");
    return std::move(*post);
}

namespace {

constexpr db::Query find_post_place_query{
    .name = "find_post_place",
    .sql = R"sql(
        SELECT q.id, q.title, q.answer_count, q.accepted_answer_id, p.kind, p.id, p.score
        FROM posts AS p
        JOIN posts AS q ON q.id = CASE p.kind WHEN 1 THEN p.id ELSE p.question_id END
        WHERE p.id = $1 AND p.kind IN (1, 2) AND p.deleted_at IS NULL
          AND q.kind = 1 AND q.deleted_at IS NULL
    )sql",
};

PostPlace read_post_place(const db::Row& row) {
    PostPlace place{
        .question = row.id<QuestionId>(0),
        .title = row.optional_string(1).value_or(""),
        .answer_count = row.integer(2),
        .answer = std::nullopt,
        .is_accepted = false,
        .has_accepted = !row.is_null(3),
        .score = row.integer(6),
    };
    if (row.choice<domain::PostKind>(4) == domain::PostKind::answer) {
        place.answer = row.id<AnswerId>(5);
        place.is_accepted = place.has_accepted && row.integer(3) == row.integer(5);
    }
    return place;
}

} // namespace

Result<PostPlace> find_post_place(db::ReadTransaction& tx, PostId id) {
    std::optional<PostPlace> place = TRY(tx.first(find_post_place_query, {id}, read_post_place));
    if (!place) return fail(ErrorCode::not_found, "There is no such question or answer here.");
    return std::move(*place);
}

namespace {

constexpr db::Query find_author_query{
    .name = "find_author",
    .sql = joined<
        "SELECT p.author_id, p.author_name,",
        byline_columns,
        "FROM posts AS p LEFT JOIN users AS u ON u.id = p.author_id WHERE p.id = $1">,
};

constexpr db::Query find_body_html_query{
    .name = "find_body_html",
    .sql = "SELECT body_html FROM posts WHERE id = $1",
};

constexpr db::Query find_body_text_query{
    .name = "find_body_text",
    .sql = "SELECT body_text FROM posts WHERE id = $1 AND deleted_at IS NULL",
};

constexpr db::Query find_wiki_query{
    .name = "find_wiki",
    .sql = joined<
        "SELECT",
        post_columns,
        "FROM posts AS p",
        post_people,
        "WHERE p.id = $1 AND p.kind IN (4, 5) AND p.deleted_at IS NULL">,
};

} // namespace

constexpr db::Query update_locked_query{
    .name = "update_locked",
    .sql = "UPDATE posts SET locked_at = $2 WHERE id = $1",
};

Result<void> update_locked(db::Transaction& tx, PostId id, std::optional<Time> locked_at) {
    TRY(tx.execute(update_locked_query, {id, locked_at}));
    return {};
}

Result<domain::Byline> find_author(db::ReadTransaction& tx, PostId id) {
    std::optional<domain::Byline> author = TRY(
        tx.first(find_author_query, {id}, [](const db::Row& row) { return read_byline(row, 0); })
    );
    if (!author) return fail(ErrorCode::not_found, "There is no such post here.");
    return std::move(*author);
}

Result<std::string> find_body_html(db::ReadTransaction& tx, PostId id) {
    std::optional<std::string> body =
        TRY(tx.first(find_body_html_query, {id}, [](const db::Row& row) { return row.string(0); }));
    if (!body) return fail(ErrorCode::not_found, "There is no such post here.");
    return std::move(*body);
}

Result<std::string> find_body_text(db::ReadTransaction& tx, PostId id) {
    std::optional<std::string> body =
        TRY(tx.first(find_body_text_query, {id}, [](const db::Row& row) { return row.string(0); }));
    return std::move(body).value_or("");
}

Result<std::optional<domain::Post>> find_wiki(db::ReadTransaction& tx, PostId id) {
    return tx.first(find_wiki_query, {id}, read_post);
}

namespace {

constexpr db::Query update_body_query{
    .name = "update_body",
    .sql = R"sql(
        UPDATE posts
        SET body_html = $2, body_text = $3, body_format = $4, renderer_version = $5
        WHERE id = $1
    )sql",
};

constexpr db::Query update_rendered_body_query{
    .name = "update_rendered_body",
    .sql = R"sql(
        UPDATE posts SET body_html = $2, body_text = $3, renderer_version = $4
        WHERE id = $1 AND renderer_version < $4
    )sql",
};

constexpr db::Query find_original_body_query{
    .name = "find_original_body",
    .sql = "SELECT body FROM post_originals WHERE post_id = $1 AND body IS NOT NULL",
};

constexpr db::Query list_stale_bodies_query{
    .name = "list_stale_bodies",
    .sql = R"sql(
        SELECT id, renderer_version FROM posts WHERE id > $1 ORDER BY id LIMIT $2
    )sql",
};

} // namespace

Result<void> update_body(db::Transaction& tx, PostId id, const StoredBody& body) {
    const std::int64_t changed = TRY(tx.execute(
        update_body_query, {id, body.html, body.text, body.format, body.renderer_version}
    ));
    if (changed == 0) return fail(ErrorCode::not_found, "There is no such post here.");
    return {};
}

Result<std::optional<std::string>> find_original_body(db::ReadTransaction& tx, PostId id) {
    const std::optional<std::string> packed =
        TRY(tx.first(find_original_body_query, {id}, [](const db::Row& row) {
            return std::string{row.blob(0)};
        }));
    if (!packed) return std::nullopt;
    return TRY(decompress(*packed, original_body_bytes_max));
}

Result<void> update_rendered_body(db::Transaction& tx, const RenderedBody& body) {
    const PostRecord post = TRY(find_post(tx, body.id));
    const std::int64_t changed = TRY(tx.execute(
        update_rendered_body_query, {body.id, body.html, body.text, body.renderer_version}
    ));
    if (changed == 0) return {};
    return record_post_change(tx, {.post = body.id, .question = post.question});
}

Result<StaleBodies>
list_stale_bodies(db::ReadTransaction& tx, PostId after, int renderer_version, std::int64_t limit) {
    StaleBodies stale{.posts = {}, .next = after, .is_done = false};
    std::int64_t seen = 0;
    TRY(tx.each(list_stale_bodies_query, {after, limit}, [&](const db::Row& row) {
        ++seen;
        stale.next = row.id<PostId>(0);
        if (row.integer(1) < renderer_version) stale.posts.push_back(stale.next);
    }));
    stale.is_done = seen < limit;
    return stale;
}

} // namespace attest::storage
