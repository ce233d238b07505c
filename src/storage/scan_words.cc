#include "storage/scan_words.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_scan_words_query{
    .name = "insert_scan_words",
    .sql = "INSERT INTO scan_words (rowid, text) VALUES ($1 * 65536 + $2, $3)",
};

/// FTS5 keeps no text, so it has to be told what to take out.
constexpr db::Query delete_scan_words_query{
    .name = "delete_scan_words",
    .sql = R"sql(
        INSERT INTO scan_words (scan_words, rowid, text)
        SELECT 'delete', file_id * 65536 + page_index, text FROM source_pages
        WHERE file_id = $1 AND page_index = $2
    )sql",
};

constexpr db::Query fill_scan_words_query{
    .name = "fill_scan_words",
    .sql = R"sql(
        INSERT INTO scan_words (rowid, text)
        SELECT file_id * 65536 + page_index, text FROM source_pages
    )sql",
};

/// Whether a citation speaks of the page, as list_page_citations asks it: also of where
/// its quote runs over to.
constexpr db::Query find_scan_pages_query{
    .name = "find_scan_pages",
    .sql = R"sql(
        SELECT f.id, w.rowid % 65536, f.rights, f.hidden_reason IS NOT NULL, f.user_id,
               f.label_offset, f.source_id,
               EXISTS (
                   SELECT 1 FROM citations AS t
                   JOIN claims AS c ON c.id = t.claim_id AND c.is_detached = 0
                   JOIN posts AS p ON p.id = c.post_id AND p.deleted_at IS NULL
                   JOIN posts AS q ON q.id = coalesce(p.question_id, p.id) AND q.deleted_at IS NULL
                   WHERE t.file_id = f.id AND t.withdrawn_at IS NULL
                       AND (t.page_index = w.rowid % 65536
                            OR t.next_box <> '' AND t.page_index + 1 = w.rowid % 65536)
               ) AS is_cited
        FROM scan_words AS w
        CROSS JOIN source_files AS f ON f.id = w.rowid / 65536
        WHERE w.scan_words MATCH $1 AND ($2 IS NULL OR f.source_id = $2)
            AND ($4 = 1 OR f.hidden_reason IS NULL
                 AND (f.user_id = $3 OR f.rights = 1 OR f.rights = 2 AND is_cited))
        ORDER BY w.rowid
        LIMIT $5
    )sql",
};

constexpr db::Query find_shown_page_query{
    .name = "find_shown_page",
    .sql = R"sql(
        SELECT g.file_id, g.page_index, g.label, g.text, s.key, s.title
        FROM source_pages AS g
        JOIN source_files AS f ON f.id = g.file_id
        JOIN sources AS s ON s.id = f.source_id
        WHERE g.file_id = $1 AND g.page_index = $2
    )sql",
};

} // namespace

Result<void> insert_scan_words(
    db::Transaction& tx, SourceFileId file, std::int64_t index, std::string_view text
) {
    TRY(tx.execute(insert_scan_words_query, {file, index, text}));
    return {};
}

Result<void> delete_scan_words(db::Transaction& tx, SourceFileId file, std::int64_t index) {
    TRY(tx.execute(delete_scan_words_query, {file, index}));
    return {};
}

Result<void> fill_scan_words(db::Transaction& tx) {
    TRY(tx.execute(fill_scan_words_query));
    return {};
}

Result<std::vector<FoundScanPage>>
find_scan_pages(db::ReadTransaction& tx, const ScanSearch& search) {
    return tx.all(
        find_scan_pages_query,
        {search.expression, search.source, search.reader, search.sees_all, search.limit},
        [](const db::Row& row) {
            return FoundScanPage{
                .file = row.id<SourceFileId>(0),
                .index = row.integer(1),
                .is_cited = row.boolean(7),
                .facts =
                    {.rights = row.choice<domain::ScanRights>(2),
                     .is_hidden = row.boolean(3),
                     .uploader = row.optional_id<UserId>(4)},
                .label_offset = row.optional_integer(5),
                .source = row.id<SourceId>(6),
            };
        }
    );
}

Result<std::optional<ShownScanPage>>
find_shown_page(db::ReadTransaction& tx, SourceFileId file, std::int64_t index) {
    return tx.first(find_shown_page_query, {file, index}, [](const db::Row& row) {
        return ShownScanPage{
            .file = row.id<SourceFileId>(0),
            .index = row.integer(1),
            .label = row.string(2),
            .text = row.string(3),
            .source_key = row.string(4),
            .source_title = row.string(5),
        };
    });
}

} // namespace attest::storage
