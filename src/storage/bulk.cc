#include "storage/bulk.h"

#include "base/compress.h"
#include "db/transaction.h"

#include <utility>

namespace attest::storage {

namespace {

/// Bodies of a dump are at most this long unpacked; what claims to be longer is damaged.
constexpr std::size_t body_bytes_max = std::size_t{64} << 20;

std::optional<std::string_view> if_any(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>{text};
}

std::optional<db::Blob> guid_of(const HistoryRow& row) {
    return row.guid ? std::optional{db::Blob{*row.guid}} : std::nullopt;
}

/// The column `original`, which is NULL where there is nothing to keep.
std::string original_of(const db::Row& row, int column) {
    return row.is_null(column) ? std::string{} : row.string(column);
}

} // namespace

constexpr db::Query insert_user_query{
    .name = "insert_bulk_user",
    .sql = R"sql(
        INSERT INTO users (
            id, account_id, origin_account_id, display_name, reputation, created_at, seen_at,
            website_url, location, view_count, up_vote_count, down_vote_count, deleted_at,
            about_html, original, name_key
        )
        VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
        )
        ON CONFLICT DO NOTHING
    )sql",
};

Result<bool> insert_user(db::Transaction& tx, const UserRow& row) {
    const std::int64_t inserted = TRY(tx.execute(
        insert_user_query,
        {row.id,
         row.account_id,
         row.origin_account_id,
         row.display_name,
         row.reputation,
         row.created_at,
         row.seen_at,
         row.website_url,
         row.location,
         row.view_count,
         row.up_vote_count,
         row.down_vote_count,
         row.deleted_at,
         row.about_html,
         if_any(row.original),
         row.name_key}
    ));
    return inserted == 1;
}

constexpr db::Query list_users_after_query{
    .name = "list_users_after",
    .sql = R"sql(
        SELECT
            id, account_id, origin_account_id, display_name, reputation, created_at, seen_at,
            website_url, location, view_count, up_vote_count, down_vote_count, deleted_at,
            about_html, original, name_key
        FROM users
        WHERE id > $1
        ORDER BY id
        LIMIT $2
    )sql",
};

Result<std::vector<UserRow>>
list_users_after(db::ReadTransaction& tx, UserId after, std::int64_t limit) {
    const auto make = [](const db::Row& row) {
        UserRow made;
        made.id = row.id<UserId>(0);
        made.account_id = row.optional_integer(1);
        made.origin_account_id = row.optional_integer(2);
        made.display_name = row.string(3);
        made.reputation = row.integer(4);
        made.created_at = row.time(5);
        made.seen_at = row.optional_time(6);
        made.website_url = row.optional_string(7);
        made.location = row.optional_string(8);
        made.view_count = row.integer(9);
        made.up_vote_count = row.integer(10);
        made.down_vote_count = row.integer(11);
        made.deleted_at = row.optional_time(12);
        made.about_html = row.optional_string(13);
        made.original = original_of(row, 14);
        made.name_key = row.optional_string(15);
        return made;
    };
    return tx.all(list_users_after_query, {after, limit}, make);
}

constexpr db::Query insert_badge_query{
    .name = "insert_bulk_badge",
    .sql = R"sql(
        INSERT INTO badges (
            id, user_id, name, class, is_tag_based, awarded_at, original
        )
        VALUES (
            $1, $2, $3, $4, $5, $6, $7
        )
        ON CONFLICT DO NOTHING
    )sql",
};

Result<bool> insert_badge(db::Transaction& tx, const BadgeRow& row) {
    const std::int64_t inserted = TRY(tx.execute(
        insert_badge_query,
        {row.id,
         row.user_id,
         row.name,
         row.badge_class,
         row.is_tag_based,
         row.awarded_at,
         if_any(row.original)}
    ));
    return inserted == 1;
}

constexpr db::Query list_badges_after_query{
    .name = "list_badges_after",
    .sql = R"sql(
        SELECT
            id, user_id, name, class, is_tag_based, awarded_at, original
        FROM badges
        WHERE id > $1
        ORDER BY id
        LIMIT $2
    )sql",
};

Result<std::vector<BadgeRow>>
list_badges_after(db::ReadTransaction& tx, BadgeId after, std::int64_t limit) {
    const auto make = [](const db::Row& row) {
        BadgeRow made;
        made.id = row.id<BadgeId>(0);
        made.user_id = row.id<UserId>(1);
        made.name = row.string(2);
        made.badge_class = row.choice<domain::BadgeClass>(3);
        made.is_tag_based = row.boolean(4);
        made.awarded_at = row.time(5);
        made.original = original_of(row, 6);
        return made;
    };
    return tx.all(list_badges_after_query, {after, limit}, make);
}

constexpr db::Query insert_tag_query{
    .name = "insert_bulk_tag",
    .sql = R"sql(
        INSERT INTO tags (
            id, name, question_count, excerpt_post_id, wiki_post_id, original
        )
        VALUES (
            $1, $2, $3, $4, $5, $6
        )
        ON CONFLICT DO NOTHING
    )sql",
};

Result<bool> insert_tag(db::Transaction& tx, const TagRow& row) {
    const std::int64_t inserted = TRY(tx.execute(
        insert_tag_query,
        {row.id,
         row.name,
         row.question_count,
         row.excerpt_post_id,
         row.wiki_post_id,
         if_any(row.original)}
    ));
    return inserted == 1;
}

constexpr db::Query list_tags_after_query{
    .name = "list_tags_after",
    .sql = R"sql(
        SELECT
            id, name, question_count, excerpt_post_id, wiki_post_id, original
        FROM tags
        WHERE id > $1
        ORDER BY id
        LIMIT $2
    )sql",
};

Result<std::vector<TagRow>>
list_tags_after(db::ReadTransaction& tx, TagId after, std::int64_t limit) {
    const auto make = [](const db::Row& row) {
        TagRow made;
        made.id = row.id<TagId>(0);
        made.name = row.string(1);
        made.question_count = row.integer(2);
        made.excerpt_post_id = row.optional_id<PostId>(3);
        made.wiki_post_id = row.optional_id<PostId>(4);
        made.original = original_of(row, 5);
        return made;
    };
    return tx.all(list_tags_after_query, {after, limit}, make);
}

constexpr db::Query insert_history_query{
    .name = "insert_bulk_history",
    .sql = R"sql(
        INSERT INTO post_history (
            id, kind, post_id, guid, created_at, author_id, author_name, summary, text, format,
            license, original
        )
        VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
        )
        ON CONFLICT DO NOTHING
    )sql",
};

Result<bool> insert_history(db::Transaction& tx, const HistoryRow& row) {
    const std::int64_t inserted = TRY(tx.execute(
        insert_history_query,
        {row.id,
         row.kind,
         row.post_id,
         guid_of(row),
         row.created_at,
         row.author_id,
         row.author_name,
         row.summary,
         row.text,
         row.format,
         row.license,
         if_any(row.original)}
    ));
    return inserted == 1;
}

constexpr db::Query list_history_after_query{
    .name = "list_history_after",
    .sql = R"sql(
        SELECT
            id, kind, post_id, guid, created_at, author_id, author_name, summary, text, format,
            license, original
        FROM post_history
        WHERE id > $1
        ORDER BY id
        LIMIT $2
    )sql",
};

Result<std::vector<HistoryRow>>
list_history_after(db::ReadTransaction& tx, PostHistoryId after, std::int64_t limit) {
    const auto make = [](const db::Row& row) {
        HistoryRow made;
        made.id = row.id<PostHistoryId>(0);
        made.kind = row.choice<domain::HistoryKind>(1);
        made.post_id = row.id<PostId>(2);
        if (!row.is_null(3)) made.guid = row.blob(3);
        made.created_at = row.time(4);
        made.author_id = row.optional_id<UserId>(5);
        made.author_name = row.optional_string(6);
        made.summary = row.optional_string(7);
        made.text = row.optional_string(8);
        made.format = row.choice<domain::BodyFormat>(9);
        made.license = row.optional_string(10);
        made.original = original_of(row, 11);
        return made;
    };
    return tx.all(list_history_after_query, {after, limit}, make);
}

constexpr db::Query insert_post_query{
    .name = "insert_bulk_post",
    .sql = R"sql(
        INSERT INTO posts (
            id, kind, question_id, accepted_answer_id, title, tags, author_id, author_name,
            editor_id, editor_name, created_at, edited_at, active_at, score, imported_score,
            view_count, answer_count, comment_count, favorite_count, is_unanswered, closed_at,
            community_at, deleted_at, license, body_format, renderer_version, body_html, body_text,
            imported_accepted_answer_id
        )
        VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21, $22, $23, $24, $25, $26, $27, $28, $29
        )
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query insert_post_original_query{
    .name = "insert_bulk_post_original",
    .sql = "INSERT INTO post_originals (post_id, body, original) VALUES ($1, $2, $3) ON CONFLICT "
           "DO NOTHING",
};

Result<bool> insert_post(db::Transaction& tx, const PostRow& row) {
    const std::int64_t inserted = TRY(tx.execute(
        insert_post_query,
        {row.id,
         row.kind,
         row.question_id,
         row.accepted_answer_id,
         row.title,
         row.tags,
         row.author_id,
         row.author_name,
         row.editor_id,
         row.editor_name,
         row.created_at,
         row.edited_at,
         row.active_at,
         row.score,
         row.imported_score,
         row.view_count,
         row.answer_count,
         row.comment_count,
         row.favorite_count,
         row.is_unanswered,
         row.closed_at,
         row.community_at,
         row.deleted_at,
         row.license,
         row.body_format,
         row.renderer_version,
         row.body_html,
         row.body_text,
         row.imported_accepted_answer_id}
    ));
    if (inserted == 0) return false;

    const bool is_other_body = row.packed_body.has_value();
    if (!is_other_body && row.original.empty()) return true;
    std::optional<db::Blob> packed;
    if (is_other_body) packed = db::Blob{*row.packed_body};
    TRY(tx.execute(insert_post_original_query, {row.id, packed, if_any(row.original)}));
    return true;
}

/// What was edited here is no longer what the dump said.
constexpr db::Query list_posts_after_query{
    .name = "list_posts_after",
    .sql = R"sql(
        SELECT
            p.id, p.kind, p.question_id, p.accepted_answer_id, p.title, p.tags, p.author_id,
            p.author_name, p.editor_id, p.editor_name, p.created_at, p.edited_at, p.active_at,
            p.score, p.imported_score, p.view_count, p.answer_count, p.comment_count,
            p.favorite_count, p.is_unanswered, p.closed_at, p.community_at, p.deleted_at,
            p.license, p.body_format, p.renderer_version, p.body_html, p.body_text,
            p.imported_accepted_answer_id,
            CASE
                WHEN EXISTS (
                    SELECT 1 FROM post_history AS h
                    WHERE h.post_id = p.id AND h.id >= 1500000000 AND h.kind IN (5, 8)
                ) THEN NULL
                ELSE o.body
            END,
            o.original
        FROM posts AS p LEFT JOIN post_originals AS o ON o.post_id = p.id
        WHERE p.id > $1
        ORDER BY p.id
        LIMIT $2
    )sql",
};

Result<std::vector<PostRow>>
list_posts_after(db::ReadTransaction& tx, PostId after, std::int64_t limit) {
    const auto make = [](const db::Row& row) {
        PostRow made;
        made.id = row.id<PostId>(0);
        made.kind = row.choice<domain::PostKind>(1);
        made.question_id = row.optional_id<QuestionId>(2);
        made.accepted_answer_id = row.optional_id<AnswerId>(3);
        made.title = row.optional_string(4);
        made.tags = row.optional_string(5);
        made.author_id = row.optional_id<UserId>(6);
        made.author_name = row.optional_string(7);
        made.editor_id = row.optional_id<UserId>(8);
        made.editor_name = row.optional_string(9);
        made.created_at = row.time(10);
        made.edited_at = row.optional_time(11);
        made.active_at = row.time(12);
        made.score = row.integer(13);
        made.imported_score = row.integer(14);
        made.view_count = row.integer(15);
        made.answer_count = row.integer(16);
        made.comment_count = row.integer(17);
        made.favorite_count = row.optional_integer(18);
        made.is_unanswered = row.boolean(19);
        made.closed_at = row.optional_time(20);
        made.community_at = row.optional_time(21);
        made.deleted_at = row.optional_time(22);
        made.license = row.optional_string(23);
        made.body_format = row.choice<domain::BodyFormat>(24);
        made.renderer_version = row.integer(25);
        made.body_html = row.string(26);
        made.body_text = row.string(27);
        made.imported_accepted_answer_id = row.optional_id<AnswerId>(28);
        if (!row.is_null(29)) made.packed_body = row.blob(29);
        made.original = original_of(row, 30);
        return made;
    };
    std::vector<PostRow> rows = TRY(tx.all(list_posts_after_query, {after, limit}, make));
    for (PostRow& row : rows) {
        row.body =
            row.packed_body ? TRY(decompress(*row.packed_body, body_bytes_max)) : row.body_html;
    }
    return rows;
}

constexpr db::Query insert_link_query{
    .name = "insert_bulk_link",
    .sql = R"sql(
        INSERT INTO post_links (
            id, post_id, related_post_id, kind, created_at, original
        )
        VALUES (
            $1, $2, $3, $4, $5, $6
        )
        ON CONFLICT DO NOTHING
    )sql",
};

Result<bool> insert_link(db::Transaction& tx, const LinkRow& row) {
    const std::int64_t inserted = TRY(tx.execute(
        insert_link_query,
        {row.id, row.post_id, row.related_post_id, row.kind, row.created_at, if_any(row.original)}
    ));
    return inserted == 1;
}

constexpr db::Query list_links_after_query{
    .name = "list_links_after",
    .sql = R"sql(
        SELECT
            id, post_id, related_post_id, kind, created_at, original
        FROM post_links
        WHERE id > $1
        ORDER BY id
        LIMIT $2
    )sql",
};

Result<std::vector<LinkRow>>
list_links_after(db::ReadTransaction& tx, PostLinkId after, std::int64_t limit) {
    const auto make = [](const db::Row& row) {
        LinkRow made;
        made.id = row.id<PostLinkId>(0);
        made.post_id = row.id<PostId>(1);
        made.related_post_id = row.id<PostId>(2);
        made.kind = row.choice<domain::LinkKind>(3);
        made.created_at = row.time(4);
        made.original = original_of(row, 5);
        return made;
    };
    return tx.all(list_links_after_query, {after, limit}, make);
}

constexpr db::Query insert_comment_query{
    .name = "insert_bulk_comment",
    .sql = R"sql(
        INSERT INTO comments (
            id, post_id, author_id, author_name, created_at, score, imported_score, deleted_at,
            license, body_source, body_html, original
        )
        VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
        )
        ON CONFLICT DO NOTHING
    )sql",
};

Result<bool> insert_comment(db::Transaction& tx, const CommentRow& row) {
    const std::int64_t inserted = TRY(tx.execute(
        insert_comment_query,
        {row.id,
         row.post_id,
         row.author_id,
         row.author_name,
         row.created_at,
         row.score,
         row.imported_score,
         row.deleted_at,
         row.license,
         row.body_source,
         row.body_html,
         if_any(row.original)}
    ));
    return inserted == 1;
}

constexpr db::Query list_comments_after_query{
    .name = "list_comments_after",
    .sql = R"sql(
        SELECT
            id, post_id, author_id, author_name, created_at, score, imported_score, deleted_at,
            license, body_source, body_html, original
        FROM comments
        WHERE id > $1
        ORDER BY id
        LIMIT $2
    )sql",
};

Result<std::vector<CommentRow>>
list_comments_after(db::ReadTransaction& tx, CommentId after, std::int64_t limit) {
    const auto make = [](const db::Row& row) {
        CommentRow made;
        made.id = row.id<CommentId>(0);
        made.post_id = row.id<PostId>(1);
        made.author_id = row.optional_id<UserId>(2);
        made.author_name = row.optional_string(3);
        made.created_at = row.time(4);
        made.score = row.integer(5);
        made.imported_score = row.integer(6);
        made.deleted_at = row.optional_time(7);
        made.license = row.optional_string(8);
        made.body_source = row.string(9);
        made.body_html = row.string(10);
        made.original = original_of(row, 11);
        return made;
    };
    return tx.all(list_comments_after_query, {after, limit}, make);
}

constexpr db::Query insert_vote_query{
    .name = "insert_bulk_vote",
    .sql = R"sql(
        INSERT INTO votes (
            id, post_id, kind, user_id, created_at, bounty_amount, original
        )
        VALUES (
            $1, $2, $3, $4, $5, $6, $7
        )
        ON CONFLICT DO NOTHING
    )sql",
};

Result<bool> insert_vote(db::Transaction& tx, const VoteRow& row) {
    const std::int64_t inserted = TRY(tx.execute(
        insert_vote_query,
        {row.id,
         row.post_id,
         row.kind,
         row.user_id,
         row.created_at,
         row.bounty_amount,
         if_any(row.original)}
    ));
    return inserted == 1;
}

constexpr db::Query list_votes_after_query{
    .name = "list_votes_after",
    .sql = R"sql(
        SELECT
            id, post_id, kind, user_id, created_at, bounty_amount, original
        FROM votes
        WHERE id > $1
        ORDER BY id
        LIMIT $2
    )sql",
};

Result<std::vector<VoteRow>>
list_votes_after(db::ReadTransaction& tx, VoteId after, std::int64_t limit) {
    const auto make = [](const db::Row& row) {
        VoteRow made;
        made.id = row.id<VoteId>(0);
        made.post_id = row.id<PostId>(1);
        made.kind = row.choice<domain::VoteKind>(2);
        made.user_id = row.optional_id<UserId>(3);
        made.created_at = row.time(4);
        made.bounty_amount = row.optional_integer(5);
        made.original = original_of(row, 6);
        return made;
    };
    return tx.all(list_votes_after_query, {after, limit}, make);
}

constexpr db::Query find_body_source_query{
    .name = "find_body_source",
    .sql = R"sql(
        SELECT text
        FROM post_history
        WHERE post_id = $1 AND kind IN (2, 5, 8)
        ORDER BY created_at DESC, id DESC
        LIMIT 1
    )sql",
};

Result<std::optional<std::string>> find_body_source(db::ReadTransaction& tx, PostId post) {
    const auto text = [](const db::Row& row) { return row.optional_string(0); };
    std::optional<std::optional<std::string>> found =
        TRY(tx.first(find_body_source_query, {post}, text));
    return found ? std::move(*found) : std::nullopt;
}

} // namespace attest::storage
