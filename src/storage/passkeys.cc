#include "storage/passkeys.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_passkey_query{
    .name = "insert_passkey",
    .sql = R"sql(
        INSERT INTO passkeys (
            account_id, credential_id, public_key, algorithm, sign_count, name, created_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (credential_id) DO NOTHING
        RETURNING id
    )sql",
};

constexpr db::Query find_passkey_query{
    .name = "find_passkey",
    .sql = R"sql(
        SELECT
            id, account_id, credential_id, public_key, algorithm, sign_count, name, created_at,
            used_at
        FROM passkeys
        WHERE credential_id = $1
    )sql",
};

constexpr db::Query list_passkeys_query{
    .name = "list_passkeys",
    .sql = R"sql(
        SELECT
            id, account_id, credential_id, public_key, algorithm, sign_count, name, created_at,
            used_at
        FROM passkeys
        WHERE account_id = $1
        ORDER BY id
    )sql",
};

constexpr db::Query use_passkey_query{
    .name = "use_passkey",
    .sql = "UPDATE passkeys SET sign_count = $3, used_at = $4 WHERE id = $1 AND sign_count = $2",
};

constexpr db::Query delete_passkey_query{
    .name = "delete_passkey",
    .sql = "DELETE FROM passkeys WHERE account_id = $1 AND id = $2",
};

constexpr db::Query delete_passkeys_query{
    .name = "delete_passkeys",
    .sql = "DELETE FROM passkeys WHERE account_id = $1",
};

PasskeyRecord read_passkey(const db::Row& row) {
    return {
        .id = row.id<PasskeyId>(0),
        .account = row.id<AccountId>(1),
        .credential_id = std::string{row.blob(2)},
        .public_key = std::string{row.blob(3)},
        .algorithm = row.integer(4),
        .sign_count = row.integer(5),
        .name = row.string(6),
        .created_at = row.time(7),
        .used_at = row.optional_time(8),
    };
}

} // namespace

Result<PasskeyId> insert_passkey(db::Transaction& tx, const PasskeyRecord& passkey) {
    const std::optional<PasskeyId> id = TRY(tx.first(
        insert_passkey_query,
        {passkey.account,
         db::Blob{passkey.credential_id},
         db::Blob{passkey.public_key},
         passkey.algorithm,
         passkey.sign_count,
         passkey.name,
         passkey.created_at},
        [](const db::Row& row) { return row.id<PasskeyId>(0); }
    ));
    if (!id) return fail(ErrorCode::conflict, "This passkey is there already.");
    return *id;
}

Result<std::optional<PasskeyRecord>>
find_passkey(db::ReadTransaction& tx, std::string_view credential_id) {
    return tx.first(find_passkey_query, {db::Blob{credential_id}}, read_passkey);
}

Result<std::vector<PasskeyRecord>> list_passkeys(db::ReadTransaction& tx, AccountId account) {
    return tx.all(list_passkeys_query, {account}, read_passkey);
}

Result<bool> use_passkey(db::Transaction& tx, const PasskeyUse& use) {
    return TRY(tx.execute(
               use_passkey_query, {use.passkey, use.sign_count_before, use.sign_count, use.at}
           ))
           > 0;
}

Result<bool> delete_passkey(db::Transaction& tx, AccountId account, PasskeyId passkey) {
    return TRY(tx.execute(delete_passkey_query, {account, passkey})) > 0;
}

Result<void> delete_passkeys(db::Transaction& tx, AccountId account) {
    TRY(tx.execute(delete_passkeys_query, {account}));
    return {};
}

} // namespace attest::storage
