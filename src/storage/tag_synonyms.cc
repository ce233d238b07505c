#include "storage/tag_synonyms.h"

#include "storage/changes.h"

namespace attest::storage {

namespace {

constexpr db::Query list_tag_synonyms_query{
    .name = "list_tag_synonyms",
    .sql = R"sql(
        SELECT name, approved_at IS NOT NULL, created_at
        FROM tag_synonyms
        WHERE tag_id = $1
        ORDER BY name
    )sql",
};

constexpr db::Query find_tag_of_synonym_query{
    .name = "find_tag_of_synonym",
    .sql = R"sql(
        SELECT t.name
        FROM tag_synonyms AS s
        JOIN tags AS t ON t.id = s.tag_id
        WHERE s.name = $1 AND s.approved_at IS NOT NULL
    )sql",
};

constexpr db::Query insert_tag_synonym_query{
    .name = "insert_tag_synonym",
    .sql = R"sql(
        INSERT INTO tag_synonyms (name, tag_id, suggested_by, created_at, approved_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (name) DO NOTHING
    )sql",
};

constexpr db::Query approve_tag_synonym_query{
    .name = "approve_tag_synonym",
    .sql = R"sql(
        UPDATE tag_synonyms SET approved_at = $3
        WHERE name = $1 AND tag_id = $2 AND approved_at IS NULL
    )sql",
};

constexpr db::Query delete_tag_synonym_query{
    .name = "delete_tag_synonym",
    .sql = "DELETE FROM tag_synonyms WHERE name = $1 AND tag_id = $2",
};

Result<void> check_found(db::Transaction& tx, std::int64_t changed) {
    if (changed == 0) return fail(ErrorCode::not_found, "There is no such synonym here.");
    announce_site(tx);
    return {};
}

} // namespace

Result<std::vector<TagSynonym>> list_tag_synonyms(db::ReadTransaction& tx, TagId tag) {
    return tx.all(list_tag_synonyms_query, {tag}, [](const db::Row& row) {
        return TagSynonym{
            .name = row.string(0), .is_approved = row.boolean(1), .created_at = row.time(2)
        };
    });
}

Result<std::optional<std::string>>
find_tag_of_synonym(db::ReadTransaction& tx, std::string_view name) {
    return tx.first(find_tag_of_synonym_query, {name}, [](const db::Row& row) {
        return row.string(0);
    });
}

Result<void> insert_tag_synonym(db::Transaction& tx, const NewTagSynonym& synonym) {
    const std::optional<Time> approved_at =
        synonym.is_approved ? std::optional{synonym.at} : std::nullopt;
    const std::int64_t inserted = TRY(tx.execute(
        insert_tag_synonym_query,
        {synonym.name, synonym.tag, synonym.suggested_by, synonym.at, approved_at}
    ));
    if (inserted == 0) return fail(ErrorCode::conflict, "That name is a synonym already.");
    announce_site(tx);
    return {};
}

Result<void> approve_tag_synonym(db::Transaction& tx, const SynonymOfTag& synonym, Time at) {
    return check_found(
        tx, TRY(tx.execute(approve_tag_synonym_query, {synonym.name, synonym.tag, at}))
    );
}

Result<void> delete_tag_synonym(db::Transaction& tx, const SynonymOfTag& synonym) {
    return check_found(tx, TRY(tx.execute(delete_tag_synonym_query, {synonym.name, synonym.tag})));
}

} // namespace attest::storage
