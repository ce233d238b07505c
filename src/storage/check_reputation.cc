#include "storage/check_reputation.h"

#include "storage/sql.h"

namespace attest::storage {

namespace {

constexpr db::Query list_paid_checks_query{
    .name = "list_paid_checks",
    .sql = R"sql(
        SELECT t.id, t.user_id, t.withdrawn_at IS NULL AND c.is_detached = 0, t.is_in_text OR t.is_link,
            p.author_id,
            t.quote, k.user_id, u.created_at, k.verdict, k.is_of_translation,
            k.wording_hash = c.wording_hash, k.content_hash = t.content_hash, k.passage, k.created_at
        FROM claims AS c
        JOIN posts AS p ON p.id = c.post_id
        JOIN citations AS t ON t.claim_id = c.id
        JOIN citation_checks AS k ON k.citation_id = t.id AND k.is_latest = 1
        JOIN users AS u ON u.id = k.user_id
        WHERE c.post_id = $1
        ORDER BY t.id, k.created_at, k.id
    )sql",
};

constexpr db::Query list_check_events_query{
    .name = "list_check_events",
    .sql = R"sql(
        SELECT id, user_id, kind, citation_id, created_at
        FROM reputation_events
        WHERE post_id = $1 AND citation_id IS NOT NULL
    )sql",
};

constexpr db::Query is_post_shown_query{
    .name = "is_post_shown",
    .sql = R"sql(
        SELECT 1 FROM posts AS p
        LEFT JOIN posts AS q ON q.id = p.question_id
        WHERE p.id = $1 AND p.deleted_at IS NULL AND q.deleted_at IS NULL
    )sql",
};

/// A question and its answers, or an answer: what nobody reads any more, or can read again.
constexpr db::Query list_page_posts_query{
    .name = "list_page_posts",
    .sql = R"sql(
        SELECT $1 UNION ALL SELECT id FROM posts WHERE question_id = $1 AND deleted_at IS NULL
    )sql",
};

} // namespace

Result<std::vector<PostId>> list_posts_of_page(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_page_posts_query, {post}, [](const db::Row& row) {
        return row.id<PostId>(0);
    });
}

Result<std::vector<PaidCheck>> list_paid_checks(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_paid_checks_query, {post}, [](const db::Row& row) {
        return PaidCheck{
            .citation = row.id<CitationId>(0),
            .added_by = row.optional_id<UserId>(1),
            .is_live = row.boolean(2),
            .is_in_text = row.boolean(3),
            .post_author = row.optional_id<UserId>(4),
            .quote = row.string(5),
            .reader = row.id<UserId>(6),
            .reader_since = row.time(7),
            .verdict = row.choice<domain::Verdict>(8),
            .is_of_translation = row.boolean(9),
            .is_of_this_wording = row.boolean(10),
            .is_of_this_citation = row.boolean(11),
            .passage = row.string(12),
            .at = row.time(13),
        };
    });
}

Result<std::vector<CheckEvent>> list_check_events(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_check_events_query, {post}, [](const db::Row& row) {
        return CheckEvent{
            .id = row.integer(0),
            .user = row.id<UserId>(1),
            .kind = row.choice<domain::ReputationKind>(2),
            .citation = row.id<CitationId>(3),
            .at = row.time(4),
        };
    });
}

Result<bool> is_post_shown(db::ReadTransaction& tx, PostId post) {
    const auto found =
        TRY(tx.first(is_post_shown_query, {post}, [](const db::Row&) { return true; }));
    return found.has_value();
}

} // namespace attest::storage
