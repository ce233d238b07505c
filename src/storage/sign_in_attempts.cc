#include "storage/sign_in_attempts.h"

namespace attest::storage {

namespace {

constexpr db::Query delete_expired_attempts_query{
    .name = "delete_expired_attempts",
    .sql = "DELETE FROM sign_in_attempts WHERE expires_at <= $1",
};

constexpr db::Query insert_attempt_query{
    .name = "insert_attempt",
    .sql = R"sql(
        INSERT INTO sign_in_attempts (
            token_hash, kind, account_id, payload, created_at, expires_at
        )
        VALUES ($1, $2, $3, $4, $5, $6)
    )sql",
};

constexpr db::Query find_attempt_query{
    .name = "find_attempt",
    .sql = R"sql(
        SELECT kind, account_id, payload, failures, created_at, expires_at
        FROM sign_in_attempts
        WHERE token_hash = $1 AND kind = $2 AND expires_at > $3
    )sql",
};

constexpr db::Query count_attempt_failure_query{
    .name = "count_attempt_failure",
    .sql = "UPDATE sign_in_attempts SET failures = failures + 1 WHERE token_hash = $1",
};

constexpr db::Query delete_attempt_query{
    .name = "delete_attempt",
    .sql = "DELETE FROM sign_in_attempts WHERE token_hash = $1",
};

AttemptRecord read_attempt(const db::Row& row) {
    AttemptRecord attempt{
        .kind = static_cast<AttemptKind>(row.integer(0)),
        .payload = row.string(2),
        .failures = row.integer(3),
        .created_at = row.time(4),
        .expires_at = row.time(5),
    };
    if (!row.is_null(1)) attempt.account = row.id<AccountId>(1);
    return attempt;
}

} // namespace

Result<void>
insert_attempt(db::Transaction& tx, std::string_view token_hash, const AttemptRecord& attempt) {
    TRY(tx.execute(delete_expired_attempts_query, {attempt.created_at}));
    TRY(tx.execute(
        insert_attempt_query,
        {token_hash,
         attempt.kind,
         attempt.account,
         attempt.payload,
         attempt.created_at,
         attempt.expires_at}
    ));
    return {};
}

Result<std::optional<AttemptRecord>>
find_attempt(db::ReadTransaction& tx, std::string_view token_hash, AttemptKind kind, Time now) {
    return tx.first(find_attempt_query, {token_hash, kind, now}, read_attempt);
}

Result<void> count_attempt_failure(db::Transaction& tx, std::string_view token_hash) {
    TRY(tx.execute(count_attempt_failure_query, {token_hash}));
    return {};
}

Result<bool> delete_attempt(db::Transaction& tx, std::string_view token_hash) {
    return TRY(tx.execute(delete_attempt_query, {token_hash})) > 0;
}

} // namespace attest::storage
