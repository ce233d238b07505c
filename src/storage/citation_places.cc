#include "storage/citation_places.h"

#include "storage/changes.h"
#include "storage/sql.h"

namespace attest::storage {

namespace {

/// A citation with the source whose page is to be opened: the one that quotes, if there is one.
constexpr SqlPiece sought_citations = R"sql(
    SELECT t.id, coalesce(p.question_id, p.id), coalesce(s.merged_into, s.id), t.label, t.page_from,
        t.page_to, t.quote, t.file_id, t.page_index, t.box, t.next_box, t.likeness
    FROM citations AS t
    JOIN claims AS c ON c.id = t.claim_id
    JOIN posts AS p ON p.id = c.post_id
    JOIN sources AS s ON s.id = coalesce(t.through_id, t.source_id)
)sql";

constexpr db::Query find_sought_citation_query{
    .name = "find_sought_citation",
    .sql = joined<sought_citations, "WHERE t.id = $1 AND t.withdrawn_at IS NULL">,
};

constexpr db::Query list_sought_citations_query{
    .name = "list_sought_citations",
    .sql = joined<
        sought_citations,
        "WHERE t.id > $1 AND t.withdrawn_at IS NULL ORDER BY t.id LIMIT $2">,
};

constexpr db::Query update_citation_place_query{
    .name = "update_citation_place",
    .sql = R"sql(
        UPDATE citations
        SET box = CASE WHEN quote = '' AND file_id IS $2 AND page_index IS $3 THEN box ELSE $4 END,
            file_id = $2, page_index = $3, next_box = $5, likeness = $6
        WHERE id = $1
    )sql",
};

constexpr db::Query queue_search_query{
    .name = "queue_citation_search",
    .sql = "INSERT OR REPLACE INTO citation_searches (citation_id) VALUES ($1)",
};

/// Of the source itself, and of those that were merged into it.
constexpr db::Query queue_searches_query{
    .name = "queue_citation_searches",
    .sql = R"sql(
        WITH same (id) AS (
            SELECT $1 UNION SELECT id FROM sources WHERE merged_into = $1
        )
        INSERT OR REPLACE INTO citation_searches (citation_id)
        SELECT id FROM citations
        WHERE source_id IN same AND through_id IS NULL AND withdrawn_at IS NULL
        UNION
        SELECT id FROM citations WHERE through_id IN same AND withdrawn_at IS NULL
        ORDER BY id
    )sql",
};

constexpr db::Query list_searches_query{
    .name = "list_citation_searches",
    .sql = "SELECT turn, citation_id FROM citation_searches ORDER BY turn LIMIT $1",
};

constexpr db::Query finish_search_query{
    .name = "finish_citation_search",
    .sql = "DELETE FROM citation_searches WHERE turn = $1",
};

SoughtCitation read_sought_citation(const db::Row& row) {
    return {
        .id = row.id<CitationId>(0),
        .question = row.id<QuestionId>(1),
        .source = row.id<SourceId>(2),
        .label = row.string(3),
        .page_from = row.string(4),
        .page_to = row.string(5),
        .quote = row.string(6),
        .place =
            {
                .file = row.optional_id<SourceFileId>(7),
                .page_index = row.optional_integer(8),
                .box = row.string(9),
                .next_box = row.string(10),
                .likeness = row.optional_integer(11),
            },
    };
}

} // namespace

Result<std::optional<SoughtCitation>>
find_sought_citation(db::ReadTransaction& tx, CitationId citation) {
    return tx.first(find_sought_citation_query, {citation}, read_sought_citation);
}

Result<std::vector<SoughtCitation>>
list_sought_citations(db::ReadTransaction& tx, CitationId after, std::int64_t limit) {
    return tx.all(list_sought_citations_query, {after, limit}, read_sought_citation);
}

Result<void> update_citation_place(
    db::Transaction& tx, const SoughtCitation& citation, const CitationPlace& place
) {
    TRY(tx.execute(
        update_citation_place_query,
        {citation.id, place.file, place.page_index, place.box, place.next_box, place.likeness}
    ));
    announce_question(tx, citation.question);
    return {};
}

Result<void> queue_search(db::Transaction& tx, CitationId citation) {
    TRY(tx.execute(queue_search_query, {citation}));
    return {};
}

Result<void> queue_searches_in(db::Transaction& tx, SourceId source) {
    TRY(tx.execute(queue_searches_query, {source}));
    return {};
}

Result<std::vector<CitationSearch>> list_searches(db::ReadTransaction& tx, std::int64_t limit) {
    return tx.all(list_searches_query, {limit}, [](const db::Row& row) {
        return CitationSearch{.turn = row.integer(0), .citation = row.id<CitationId>(1)};
    });
}

Result<bool> finish_search(db::Transaction& tx, std::int64_t turn) {
    return TRY(tx.execute(finish_search_query, {turn})) > 0;
}

} // namespace attest::storage
