#include "storage/post_history.h"

#include "storage/bylines.h"
#include "storage/sql.h"

namespace attest::storage {

namespace {

constexpr SqlPiece from_history = R"sql(
    FROM post_history AS h
    LEFT JOIN users AS u ON u.id = h.author_id
)sql";

constexpr SqlPiece history_columns =
    "SELECT h.id, h.kind, h.guid, h.created_at, h.summary, h.text, h.format, h.license, "
    "h.author_id, h.author_name,";

constexpr db::Query list_history_query{
    .name = "list_history",
    .sql = joined<history_columns, byline_columns, from_history, R"sql(
        WHERE h.post_id = $1
        ORDER BY h.created_at, h.id
    )sql">,
};

constexpr db::Query find_closing_query{
    .name = "find_closing",
    .sql = joined<history_columns, byline_columns, from_history, R"sql(
        WHERE h.post_id = $1 AND h.kind = 10
        ORDER BY h.created_at DESC, h.id DESC LIMIT 1
    )sql">,
};

constexpr db::Query find_post_of_guid_query{
    .name = "find_post_of_guid",
    .sql = "SELECT post_id FROM post_history WHERE guid = $1 ORDER BY id LIMIT 1",
};

constexpr db::Query find_body_source_query{
    .name = "find_body_source",
    .sql = R"sql(
        SELECT COALESCE(text, ''), format
        FROM post_history
        WHERE post_id = $1 AND kind IN (2, 5, 8)
        ORDER BY created_at DESC, id DESC LIMIT 1
    )sql",
};

domain::HistoryRow read_history(const db::Row& row) {
    const auto text_or_empty = [&](int column) {
        return row.is_null(column) ? std::string{} : row.string(column);
    };
    return {
        .id = row.id<PostHistoryId>(0),
        .kind = row.choice<domain::HistoryKind>(1),
        .guid = row.is_null(2) ? std::string{} : std::string{row.blob(2)},
        .created_at = row.time(3),
        .author = read_byline(row, 8),
        .summary = text_or_empty(4),
        .text = text_or_empty(5),
        .format = row.choice<domain::BodyFormat>(6),
        .license = text_or_empty(7),
    };
}

} // namespace

Result<std::vector<domain::HistoryRow>> list_history(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_history_query, {post}, read_history);
}

Result<std::optional<domain::HistoryRow>> find_closing(db::ReadTransaction& tx, PostId post) {
    return tx.first(find_closing_query, {post}, read_history);
}

Result<std::optional<PostId>> find_post_of_guid(db::ReadTransaction& tx, std::string_view guid) {
    return tx.first(find_post_of_guid_query, {db::Blob{guid}}, [](const db::Row& row) {
        return row.id<PostId>(0);
    });
}

Result<std::optional<BodySource>> find_body_source(db::ReadTransaction& tx, PostId post) {
    return tx.first(find_body_source_query, {post}, [](const db::Row& row) {
        return BodySource{.text = row.string(0), .format = row.choice<domain::BodyFormat>(1)};
    });
}

namespace {

constexpr db::Query insert_history_query{
    .name = "insert_history",
    .sql = R"sql(
        INSERT INTO post_history
            (id, kind, post_id, guid, created_at, author_id, summary, text, format, license)
        SELECT COALESCE(MAX(id), $1 - 1) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
        FROM post_history WHERE id >= $1
    )sql",
};

} // namespace

Result<void>
insert_history(db::Transaction& tx, PostId post, const Act& act, const HistoryEntry& entry) {
    const auto null_if_empty = [](const std::string& text) {
        return text.empty() ? db::Parameter{std::nullopt} : db::Parameter{text};
    };
    TRY(tx.execute(
        insert_history_query,
        {local_id_min,
         entry.kind,
         post,
         db::Blob{act.guid},
         act.at,
         act.actor,
         null_if_empty(act.summary),
         entry.text,
         entry.format,
         null_if_empty(act.license)}
    ));
    return {};
}

} // namespace attest::storage
