#include "storage/source_files.h"

#include "storage/limits.h"
#include "storage/scan_words.h"
#include "storage/sql.h"

namespace attest::storage {

namespace {

constexpr db::Query find_scanned_source_query{
    .name = "find_scanned_source",
    .sql = R"sql(
        SELECT s.id, s.key, s.title, s.author, s.issued, s.year
        FROM sources AS named
        JOIN sources AS s ON s.id = coalesce(named.merged_into, named.id)
        WHERE named.key = $1
           OR named.id = (SELECT source_id FROM source_aliases WHERE alias = $1)
        ORDER BY named.key = $1 DESC LIMIT 1
    )sql",
};

constexpr db::Query insert_source_file_query{
    .name = "insert_source_file",
    .sql = R"sql(
        INSERT INTO source_files (id, source_id, sha256, name, media_type, bytes, page_count,
            label_offset, rights, state, failure, hidden_reason, user_id, created_at)
        VALUES ((SELECT max(1500000000, coalesce(max(id) + 1, 0)) FROM source_files),
            $1, $2, $3, $4, $5, 0, NULL, $6, 0, '', NULL, $7, $8)
        ON CONFLICT DO NOTHING
        RETURNING id
    )sql",
};

constexpr SqlPiece file_columns =
    "id, source_id, sha256, name, media_type, bytes, page_count, label_offset, rights, state, "
    "failure, hidden_reason, user_id, created_at";

constexpr db::Query find_source_file_query{
    .name = "find_source_file",
    .sql = joined<"SELECT", file_columns, "FROM source_files WHERE id = $1">,
};

constexpr db::Query list_source_files_query{
    .name = "list_source_files",
    .sql = joined<
        "SELECT",
        file_columns,
        "FROM source_files WHERE source_id = $1 ORDER BY created_at, id LIMIT $2">,
};

constexpr db::Query find_waiting_file_query{
    .name = "find_waiting_file",
    .sql = joined<
        "SELECT",
        file_columns,
        "FROM source_files WHERE state = 0 ORDER BY created_at, id LIMIT 1">,
};

constexpr db::Query count_files_of_query{
    .name = "count_files_of",
    .sql = "SELECT count(*) FROM source_files WHERE user_id = $1 AND created_at >= $2",
};

constexpr db::Query update_file_pages_query{
    .name = "update_file_pages",
    .sql = "UPDATE source_files SET page_count = $2 WHERE id = $1",
};

constexpr db::Query update_file_state_query{
    .name = "update_file_state",
    .sql = "UPDATE source_files SET state = $2, failure = $3 WHERE id = $1",
};

constexpr db::Query update_file_rights_query{
    .name = "update_file_rights",
    .sql = "UPDATE source_files SET rights = $2 WHERE id = $1",
};

constexpr db::Query update_file_offset_query{
    .name = "update_file_offset",
    .sql = "UPDATE source_files SET label_offset = $2 WHERE id = $1",
};

constexpr db::Query update_file_hidden_query{
    .name = "update_file_hidden",
    .sql = "UPDATE source_files SET hidden_reason = $2 WHERE id = $1",
};

constexpr db::Query insert_source_page_query{
    .name = "insert_source_page",
    .sql = R"sql(
        INSERT INTO source_pages (file_id, page_index, label, width, height, text, boxes, text_from,
            revision, image_sha256, thumbnail_sha256, failure)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query count_source_pages_query{
    .name = "count_source_pages",
    .sql = "SELECT count(*) FROM source_pages WHERE file_id = $1",
};

constexpr db::Query find_source_page_query{
    .name = "find_source_page",
    .sql = R"sql(
        SELECT file_id, page_index, label, width, height, text, boxes, text_from, revision,
            image_sha256, thumbnail_sha256, failure
        FROM source_pages WHERE file_id = $1 AND page_index = $2
    )sql",
};

constexpr db::Query find_page_by_label_query{
    .name = "find_page_by_label",
    .sql = R"sql(
        SELECT page_index FROM source_pages
        WHERE file_id = $1 AND label = $2 ORDER BY page_index LIMIT 1
    )sql",
};

constexpr db::Query list_page_lines_query{
    .name = "list_page_lines",
    .sql = R"sql(
        SELECT page_index, label, width, height, failure, text_from <> 0
        FROM source_pages WHERE file_id = $1 ORDER BY page_index
    )sql",
};

constexpr db::Query list_page_texts_query{
    .name = "list_page_texts",
    .sql = "SELECT page_index, text FROM source_pages WHERE file_id = $1 ORDER BY page_index",
};

constexpr db::Query update_page_label_query{
    .name = "update_page_label",
    .sql = R"sql(
        UPDATE source_pages SET label = $3, revision = revision + 1
        WHERE file_id = $1 AND page_index = $2
    )sql",
};

constexpr db::Query update_page_text_query{
    .name = "update_page_text",
    .sql = R"sql(
        UPDATE source_pages SET text = $3, boxes = x'', text_from = $4, revision = revision + 1
        WHERE file_id = $1 AND page_index = $2
    )sql",
};

constexpr db::Query list_page_citations_query{
    .name = "list_page_citations",
    .sql = R"sql(
        SELECT t.id, t.page_index, t.quote, t.box, t.next_box
        FROM citations AS t
        JOIN claims AS c ON c.id = t.claim_id AND c.is_detached = 0
        JOIN posts AS p ON p.id = c.post_id AND p.deleted_at IS NULL
        JOIN posts AS q ON q.id = coalesce(p.question_id, p.id) AND q.deleted_at IS NULL
        WHERE t.file_id = $1 AND t.page_index IS NOT NULL AND t.withdrawn_at IS NULL
        ORDER BY t.page_index, t.id
    )sql",
};

constexpr db::Query hide_same_files_query{
    .name = "hide_same_files",
    .sql = R"sql(
        UPDATE source_files AS f
        SET hidden_reason = (SELECT o.hidden_reason FROM source_files AS o
                             WHERE o.source_id = $1 AND o.sha256 = f.sha256)
        WHERE f.source_id = $2 AND f.hidden_reason IS NULL
          AND f.sha256 IN (SELECT sha256 FROM source_files WHERE source_id = $1)
    )sql",
};

constexpr db::Query move_source_files_query{
    .name = "move_source_files",
    .sql = "UPDATE OR IGNORE source_files SET source_id = $2 WHERE source_id = $1",
};

constexpr db::Query list_stored_hashes_query{
    .name = "list_stored_hashes",
    .sql = R"sql(
        SELECT sha256 FROM source_files
        UNION
        SELECT image_sha256 FROM source_pages WHERE image_sha256 <> ''
        UNION
        SELECT thumbnail_sha256 FROM source_pages WHERE thumbnail_sha256 <> ''
    )sql",
};

SourceFile file_of(const db::Row& row) {
    return {
        .id = row.id<SourceFileId>(0),
        .source = row.id<SourceId>(1),
        .sha256 = row.string(2),
        .name = row.string(3),
        .media_type = row.string(4),
        .bytes = row.integer(5),
        .page_count = row.integer(6),
        .label_offset = row.optional_integer(7),
        .rights = static_cast<domain::ScanRights>(row.integer(8)),
        .state = static_cast<domain::ScanState>(row.integer(9)),
        .failure = row.string(10),
        .hidden_reason = row.optional_string(11),
        .user = row.optional_id<UserId>(12),
        .created_at = row.time(13),
    };
}

SourcePage page_of(const db::Row& row) {
    return {
        .file = row.id<SourceFileId>(0),
        .index = row.integer(1),
        .label = row.string(2),
        .width = row.integer(3),
        .height = row.integer(4),
        .text = row.string(5),
        .boxes = std::string{row.blob(6)},
        .text_from = static_cast<domain::PageTextFrom>(row.integer(7)),
        .revision = row.integer(8),
        .image_sha256 = row.string(9),
        .thumbnail_sha256 = row.string(10),
        .failure = row.string(11),
    };
}

} // namespace

Result<ScannedSource> find_scanned_source(db::ReadTransaction& tx, std::string_view key) {
    auto source = TRY(tx.first(find_scanned_source_query, {key}, [](const db::Row& row) {
        return ScannedSource{
            .id = row.id<SourceId>(0),
            .key = row.string(1),
            .title = row.string(2),
            .author = row.string(3),
            .issued = row.string(4),
            .year = row.optional_integer(5),
        };
    }));
    if (!source) return fail(ErrorCode::not_found, "There is no source with this key.");
    return *std::move(source);
}

Result<SourceFileId> insert_source_file(db::Transaction& tx, const SourceFile& file) {
    const auto id = TRY(tx.first(
        insert_source_file_query,
        {file.source,
         file.sha256,
         file.name,
         file.media_type,
         file.bytes,
         file.rights,
         file.user,
         file.created_at},
        [](const db::Row& row) { return row.id<SourceFileId>(0); }
    ));
    if (!id) return fail(ErrorCode::conflict, "This source has this very file already.");
    return *id;
}

Result<SourceFile> find_source_file(db::ReadTransaction& tx, SourceFileId file) {
    auto found = TRY(tx.first(find_source_file_query, {file}, file_of));
    if (!found) return fail(ErrorCode::not_found, "There is no such file.");
    return *std::move(found);
}

Result<std::vector<SourceFile>> list_source_files(db::ReadTransaction& tx, SourceId source) {
    return tx.all(list_source_files_query, {source, source_files_max}, file_of);
}

Result<void> move_source_files(db::Transaction& tx, SourceId from, SourceId into) {
    TRY(tx.execute(hide_same_files_query, {from, into}));
    TRY(tx.execute(move_source_files_query, {from, into}));
    return {};
}

Result<std::optional<SourceFile>> find_waiting_file(db::ReadTransaction& tx) {
    return tx.first(find_waiting_file_query, {}, file_of);
}

Result<std::int64_t> count_files_of(db::ReadTransaction& tx, UserId user, Time since) {
    const auto count = TRY(tx.first(count_files_of_query, {user, since}, [](const db::Row& row) {
        return row.integer(0);
    }));
    return count.value_or(0);
}

Result<void> update_file_pages(db::Transaction& tx, SourceFileId file, std::int64_t page_count) {
    TRY(tx.execute(update_file_pages_query, {file, page_count}));
    return {};
}

Result<void> update_file_state(
    db::Transaction& tx, SourceFileId file, domain::ScanState state, std::string_view failure
) {
    TRY(tx.execute(update_file_state_query, {file, state, failure}));
    return {};
}

Result<void> update_file_rights(db::Transaction& tx, SourceFileId file, domain::ScanRights rights) {
    TRY(tx.execute(update_file_rights_query, {file, rights}));
    return {};
}

Result<void>
update_file_offset(db::Transaction& tx, SourceFileId file, std::optional<std::int64_t> offset) {
    TRY(tx.execute(update_file_offset_query, {file, offset}));
    return {};
}

Result<void> update_file_hidden(
    db::Transaction& tx, SourceFileId file, const std::optional<std::string>& reason
) {
    TRY(tx.execute(update_file_hidden_query, {file, reason}));
    return {};
}

Result<void> insert_source_page(db::Transaction& tx, const SourcePage& page) {
    TRY(tx.execute(
        insert_source_page_query,
        {page.file,
         page.index,
         page.label,
         page.width,
         page.height,
         page.text,
         db::Blob{page.boxes},
         page.text_from,
         page.image_sha256,
         page.thumbnail_sha256,
         page.failure}
    ));
    return insert_scan_words(tx, page.file, page.index, page.text);
}

Result<std::int64_t> count_source_pages(db::ReadTransaction& tx, SourceFileId file) {
    const auto count = TRY(tx.first(count_source_pages_query, {file}, [](const db::Row& row) {
        return row.integer(0);
    }));
    return count.value_or(0);
}

Result<std::optional<SourcePage>>
find_source_page(db::ReadTransaction& tx, SourceFileId file, std::int64_t index) {
    return tx.first(find_source_page_query, {file, index}, page_of);
}

Result<std::optional<std::int64_t>>
find_page_by_label(db::ReadTransaction& tx, SourceFileId file, std::string_view label) {
    return tx.first(find_page_by_label_query, {file, label}, [](const db::Row& row) {
        return row.integer(0);
    });
}

Result<std::vector<PageLine>> list_page_lines(db::ReadTransaction& tx, SourceFileId file) {
    return tx.all(list_page_lines_query, {file}, [](const db::Row& row) {
        return PageLine{
            .index = row.integer(0),
            .label = row.string(1),
            .width = row.integer(2),
            .height = row.integer(3),
            .failure = row.string(4),
            .has_text = row.integer(5) != 0,
        };
    });
}

Result<std::vector<PageText>> list_page_texts(db::ReadTransaction& tx, SourceFileId file) {
    return tx.all(list_page_texts_query, {file}, [](const db::Row& row) {
        return PageText{.index = row.integer(0), .text = row.string(1)};
    });
}

Result<void> update_page_label(
    db::Transaction& tx, SourceFileId file, std::int64_t index, std::string_view label
) {
    TRY(tx.execute(update_page_label_query, {file, index, label}));
    return {};
}

Result<void> update_page_text(
    db::Transaction& tx, SourceFileId file, std::int64_t index, std::string_view text
) {
    TRY(delete_scan_words(tx, file, index));
    TRY(tx.execute(
        update_page_text_query,
        {file,
         index,
         text,
         text.empty() ? domain::PageTextFrom::nothing : domain::PageTextFrom::reader}
    ));
    return insert_scan_words(tx, file, index, text);
}

Result<std::vector<PageCitation>> list_page_citations(db::ReadTransaction& tx, SourceFileId file) {
    return tx.all(list_page_citations_query, {file}, [](const db::Row& row) {
        return PageCitation{
            .id = row.id<CitationId>(0),
            .page_index = row.integer(1),
            .quote = row.string(2),
            .box = row.string(3),
            .next_box = row.string(4),
        };
    });
}

Result<std::vector<std::string>> list_stored_hashes(db::ReadTransaction& tx) {
    return tx.all(list_stored_hashes_query, {}, [](const db::Row& row) { return row.string(0); });
}

} // namespace attest::storage
