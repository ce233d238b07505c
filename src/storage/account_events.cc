#include "storage/account_events.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_account_event_query{
    .name = "insert_account_event",
    .sql = R"sql(
        INSERT INTO account_events (account_id, kind, detail, address, created_at)
        VALUES ($1, $2, $3, $4, $5)
    )sql",
};

constexpr db::Query list_account_events_query{
    .name = "list_account_events",
    .sql = R"sql(
        SELECT account_id, kind, detail, address, created_at
        FROM account_events
        WHERE account_id = $1
        ORDER BY id DESC LIMIT $2
    )sql",
};

constexpr db::Query has_signed_in_from_query{
    .name = "has_signed_in_from",
    .sql = R"sql(
        SELECT 1 FROM account_events
        WHERE account_id = $1 AND address = $2 AND kind = 'signed_in' LIMIT 1
    )sql",
};

constexpr db::Query delete_old_account_events_query{
    .name = "delete_old_account_events",
    .sql = "DELETE FROM account_events WHERE created_at < $1",
};

} // namespace

Result<void> insert_account_event(db::Transaction& tx, const AccountEvent& event) {
    TRY(tx.execute(
        insert_account_event_query,
        {event.account, event.kind, event.detail, event.address, event.created_at}
    ));
    return {};
}

Result<std::vector<AccountEvent>>
list_account_events(db::ReadTransaction& tx, AccountId account, std::int64_t limit) {
    return tx.all(list_account_events_query, {account, limit}, [](const db::Row& row) {
        return AccountEvent{
            .account = row.id<AccountId>(0),
            .kind = row.string(1),
            .detail = row.string(2),
            .address = row.string(3),
            .created_at = row.time(4),
        };
    });
}

Result<bool>
has_signed_in_from(db::ReadTransaction& tx, AccountId account, std::string_view address) {
    return TRY(tx.first(
                   has_signed_in_from_query, {account, address}, [](const db::Row&) { return true; }
               )
    ).value_or(false);
}

Result<void> delete_old_account_events(db::Transaction& tx, Time before) {
    TRY(tx.execute(delete_old_account_events_query, {before}));
    return {};
}

} // namespace attest::storage
