#include "storage/drafts.h"

#include "storage/limits.h"

namespace attest::storage {

namespace {

constexpr db::Query find_draft_query{
    .name = "find_draft",
    .sql = R"sql(
        SELECT place, title, tags, body, answer, summary, base, updated_at, found FROM drafts
        WHERE user_id = $1 AND place = $2
    )sql",
};

constexpr db::Query save_draft_query{
    .name = "save_draft",
    .sql = R"sql(
        INSERT INTO drafts (user_id, place, title, tags, body, answer, summary, base, updated_at,
            found)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (user_id, place) DO UPDATE SET
            title = excluded.title, tags = excluded.tags, body = excluded.body,
            answer = excluded.answer, summary = excluded.summary, base = excluded.base,
            updated_at = excluded.updated_at, found = excluded.found
    )sql",
};

constexpr db::Query delete_draft_query{
    .name = "delete_draft",
    .sql = "DELETE FROM drafts WHERE user_id = $1 AND place = $2",
};

constexpr db::Query delete_old_drafts_query{
    .name = "delete_old_drafts",
    .sql = R"sql(
        DELETE FROM drafts WHERE user_id = $1 AND place IN (
            SELECT place FROM drafts WHERE user_id = $1
            ORDER BY updated_at DESC, place LIMIT 1000 OFFSET $2
        )
    )sql",
};

} // namespace

Result<std::optional<Draft>>
find_draft(db::ReadTransaction& tx, UserId user, std::string_view place) {
    return tx.first(find_draft_query, {user, place}, [](const db::Row& row) {
        return Draft{
            .place = row.string(0),
            .title = row.string(1),
            .tags = row.string(2),
            .body = row.string(3),
            .answer = row.string(4),
            .summary = row.string(5),
            .base = row.string(6),
            .found = row.string(8),
            .updated_at = row.time(7),
        };
    });
}

Result<void> save_draft(db::Transaction& tx, UserId user, const Draft& draft) {
    TRY(tx.execute(
        save_draft_query,
        {user,
         draft.place,
         draft.title,
         draft.tags,
         draft.body,
         draft.answer,
         draft.summary,
         draft.base,
         draft.updated_at,
         draft.found}
    ));
    TRY(tx.execute(delete_old_drafts_query, {user, drafts_max}));
    return {};
}

Result<void> delete_draft(db::Transaction& tx, UserId user, std::string_view place) {
    TRY(tx.execute(delete_draft_query, {user, place}));
    return {};
}

} // namespace attest::storage
