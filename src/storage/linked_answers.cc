#include "storage/linked_answers.h"

namespace attest::storage {

namespace {

/// What was written here has a number from 1,500,000,000 on (domain/ids.h).
constexpr db::Query list_linked_answers_query{
    .name = "list_linked_answers",
    .sql = R"sql(
        SELECT id FROM posts
        WHERE question_id IS NOT NULL AND deleted_at IS NULL AND id < 1500000000
          AND (instr(body_html, 'href="http') > 0
               OR id IN (SELECT post_id FROM claims WHERE is_bare_link = 1 AND is_detached = 0))
        ORDER BY score DESC, id
    )sql",
};

constexpr db::Query list_link_citations_query{
    .name = "list_link_citations",
    .sql = R"sql(
        SELECT c.post_id, coalesce(s.merged_into, s.id)
        FROM citations AS t
        JOIN claims AS c ON c.id = t.claim_id
        JOIN sources AS s ON s.id = t.source_id
        WHERE t.is_link = 1
    )sql",
};

constexpr db::Query list_addressed_sources_query{
    .name = "list_addressed_sources",
    .sql = R"sql(
        SELECT coalesce(merged_into, id), coalesce(url, ''), coalesce(doi, '')
        FROM sources
        WHERE url IS NOT NULL OR doi IS NOT NULL
    )sql",
};

} // namespace

Result<std::vector<PostId>> list_linked_answers(db::ReadTransaction& tx) {
    return tx.all(list_linked_answers_query, {}, [](const db::Row& row) {
        return row.id<PostId>(0);
    });
}

Result<std::set<std::pair<std::int64_t, std::int64_t>>> list_link_citations(db::ReadTransaction& tx
) {
    std::set<std::pair<std::int64_t, std::int64_t>> known;
    TRY(tx.each(list_link_citations_query, {}, [&](const db::Row& row) {
        known.emplace(row.integer(0), row.integer(1));
    }));
    return known;
}

Result<void> each_addressed_source(
    db::ReadTransaction& tx,
    const std::function<void(SourceId id, std::string_view url, std::string_view doi)>& take
) {
    return tx.each(list_addressed_sources_query, {}, [&](const db::Row& row) {
        take(row.id<SourceId>(0), row.text(1), row.text(2));
    });
}

} // namespace attest::storage
