#include "storage/waiting_checks.h"

namespace attest::storage {

namespace {

constexpr db::Query delete_expired_waiting_checks_query{
    .name = "delete_expired_waiting_checks",
    .sql = "DELETE FROM waiting_checks WHERE expires_at <= $1",
};

constexpr db::Query insert_waiting_check_query{
    .name = "insert_waiting_check",
    .sql = R"sql(
        INSERT INTO waiting_checks (token_hash, citation_id, verdict, is_of_translation, seen, note,
            passage, wording_hash, content_hash, address_hash, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    )sql",
};

constexpr db::Query find_waiting_check_query{
    .name = "find_waiting_check",
    .sql = R"sql(
        SELECT citation_id, verdict, is_of_translation, seen, note, passage, wording_hash,
            content_hash, address_hash, created_at, expires_at
        FROM waiting_checks
        WHERE token_hash = $1 AND expires_at > $2
    )sql",
};

constexpr db::Query delete_waiting_check_query{
    .name = "delete_waiting_check",
    .sql = "DELETE FROM waiting_checks WHERE token_hash = $1",
};

constexpr db::Query count_waiting_checks_query{
    .name = "count_waiting_checks",
    .sql = R"sql(
        SELECT (SELECT count(*) FROM waiting_checks WHERE expires_at > $2),
            (SELECT count(*) FROM waiting_checks WHERE address_hash = $1 AND expires_at > $2)
    )sql",
};

} // namespace

Result<void>
insert_waiting_check(db::Transaction& tx, std::string_view token_hash, const WaitingCheck& check) {
    TRY(delete_expired_waiting_checks(tx, check.created_at));
    TRY(tx.execute(
        insert_waiting_check_query,
        {token_hash,
         check.citation,
         check.verdict,
         check.is_of_translation,
         check.seen,
         check.note,
         check.passage,
         check.wording_hash,
         check.content_hash,
         check.address_hash,
         check.created_at,
         check.expires_at}
    ));
    return {};
}

Result<void> delete_expired_waiting_checks(db::Transaction& tx, Time now) {
    TRY(tx.execute(delete_expired_waiting_checks_query, {now}));
    return {};
}

Result<std::optional<WaitingCheck>>
find_waiting_check(db::ReadTransaction& tx, std::string_view token_hash, Time now) {
    return tx.first(find_waiting_check_query, {token_hash, now}, [](const db::Row& row) {
        return WaitingCheck{
            .citation = row.id<CitationId>(0),
            .verdict = row.choice<domain::Verdict>(1),
            .is_of_translation = row.boolean(2),
            .seen = row.choice<domain::SeenHow>(3),
            .note = row.string(4),
            .passage = row.string(5),
            .wording_hash = row.string(6),
            .content_hash = row.string(7),
            .address_hash = row.string(8),
            .created_at = row.time(9),
            .expires_at = row.time(10),
        };
    });
}

Result<void> delete_waiting_check(db::Transaction& tx, std::string_view token_hash) {
    TRY(tx.execute(delete_waiting_check_query, {token_hash}));
    return {};
}

Result<WaitingCheckCounts>
count_waiting_checks(db::ReadTransaction& tx, std::string_view address_hash, Time now) {
    return TRY(tx.first(
                   count_waiting_checks_query,
                   {address_hash, now},
                   [](const db::Row& row) {
                       return WaitingCheckCounts{
                           .all = row.integer(0), .of_address = row.integer(1)
                       };
                   }
               )
    ).value_or(WaitingCheckCounts{});
}

} // namespace attest::storage
