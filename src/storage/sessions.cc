#include "storage/sessions.h"

namespace attest::storage {

namespace {

constexpr db::Query find_session_query{
    .name = "find_session",
    .sql = R"sql(
        SELECT
            s.id, s.account_id, s.created_at, s.seen_at, s.expires_at, s.proved_at,
            s.device, s.address, a.is_keeper
        FROM sessions AS s
        JOIN accounts AS a ON a.id = s.account_id
        WHERE s.token_hash = $1 AND s.expires_at > $2 AND a.erased_at IS NULL
    )sql",
};

constexpr db::Query insert_session_query{
    .name = "insert_session",
    .sql = R"sql(
        INSERT INTO sessions (
            token_hash, account_id, created_at, seen_at, expires_at, proved_at, device, address
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        RETURNING id
    )sql",
};

constexpr db::Query touch_session_query{
    .name = "touch_session",
    .sql = "UPDATE sessions SET seen_at = $2, expires_at = $3, address = $4 WHERE id = $1",
};

constexpr db::Query prove_session_query{
    .name = "prove_session",
    .sql = "UPDATE sessions SET proved_at = $2 WHERE id = $1",
};

constexpr db::Query list_sessions_query{
    .name = "list_sessions",
    .sql = R"sql(
        SELECT
            s.id, s.account_id, s.created_at, s.seen_at, s.expires_at, s.proved_at,
            s.device, s.address, a.is_keeper
        FROM sessions AS s
        JOIN accounts AS a ON a.id = s.account_id
        WHERE s.account_id = $1 AND s.expires_at > $2
        ORDER BY s.seen_at DESC, s.id DESC
    )sql",
};

constexpr db::Query delete_session_query{
    .name = "delete_session",
    .sql = "DELETE FROM sessions WHERE account_id = $1 AND id = $2",
};

constexpr db::Query delete_sessions_query{
    .name = "delete_sessions",
    .sql = "DELETE FROM sessions WHERE account_id = $1 AND id <> $2",
};

constexpr db::Query delete_expired_sessions_query{
    .name = "delete_expired_sessions",
    .sql = "DELETE FROM sessions WHERE expires_at <= $1",
};

SessionRecord read_session(const db::Row& row) {
    return {
        .id = row.id<SessionId>(0),
        .account = row.id<AccountId>(1),
        .created_at = row.time(2),
        .seen_at = row.time(3),
        .expires_at = row.time(4),
        .proved_at = row.time(5),
        .device = row.string(6),
        .address = row.string(7),
        .is_keeper = row.boolean(8),
    };
}

} // namespace

Result<std::optional<SessionRecord>>
find_session(db::ReadTransaction& tx, std::string_view token_hash, Time now) {
    return tx.first(find_session_query, {token_hash, now}, read_session);
}

Result<SessionId>
insert_session(db::Transaction& tx, std::string_view token_hash, const SessionRecord& session) {
    const std::optional<SessionId> id = TRY(tx.first(
        insert_session_query,
        {token_hash,
         session.account,
         session.created_at,
         session.seen_at,
         session.expires_at,
         session.proved_at,
         session.device,
         session.address},
        [](const db::Row& row) { return row.id<SessionId>(0); }
    ));
    if (!id) return fail(ErrorCode::internal, "A session could not be stored.");
    return *id;
}

Result<void> touch_session(db::Transaction& tx, const SessionTouch& touch) {
    TRY(tx.execute(
        touch_session_query, {touch.session, touch.seen_at, touch.expires_at, touch.address}
    ));
    return {};
}

Result<void> prove_session(db::Transaction& tx, SessionId session, Time at) {
    TRY(tx.execute(prove_session_query, {session, at}));
    return {};
}

Result<std::vector<SessionRecord>>
list_sessions(db::ReadTransaction& tx, AccountId account, Time now) {
    return tx.all(list_sessions_query, {account, now}, read_session);
}

Result<bool> delete_session(db::Transaction& tx, AccountId account, SessionId session) {
    return TRY(tx.execute(delete_session_query, {account, session})) > 0;
}

Result<std::int64_t>
delete_sessions(db::Transaction& tx, AccountId account, std::optional<SessionId> kept) {
    return tx.execute(delete_sessions_query, {account, kept.value_or(SessionId{0})});
}

Result<void> delete_expired_sessions(db::Transaction& tx, Time now) {
    TRY(tx.execute(delete_expired_sessions_query, {now}));
    return {};
}

} // namespace attest::storage
