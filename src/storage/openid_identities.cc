#include "storage/openid_identities.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_openid_identity_query{
    .name = "insert_openid_identity",
    .sql = R"sql(
        INSERT INTO openid_identities (issuer, subject, account_id, created_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query find_openid_identity_query{
    .name = "find_openid_identity",
    .sql = R"sql(
        SELECT issuer, subject, account_id, created_at, used_at
        FROM openid_identities
        WHERE issuer = $1 AND subject = $2
    )sql",
};

constexpr db::Query list_openid_identities_query{
    .name = "list_openid_identities",
    .sql = R"sql(
        SELECT issuer, subject, account_id, created_at, used_at
        FROM openid_identities
        WHERE account_id = $1
        ORDER BY created_at, issuer
    )sql",
};

constexpr db::Query touch_openid_identity_query{
    .name = "touch_openid_identity",
    .sql = "UPDATE openid_identities SET used_at = $3 WHERE issuer = $1 AND subject = $2",
};

constexpr db::Query delete_openid_identity_query{
    .name = "delete_openid_identity",
    .sql = "DELETE FROM openid_identities WHERE account_id = $1 AND issuer = $2",
};

OpenIdIdentityRecord read_identity(const db::Row& row) {
    return {
        .issuer = row.string(0),
        .subject = row.string(1),
        .account = row.id<AccountId>(2),
        .created_at = row.time(3),
        .used_at = row.optional_time(4),
    };
}

} // namespace

Result<void> insert_openid_identity(db::Transaction& tx, const OpenIdIdentityRecord& identity) {
    const std::int64_t rows = TRY(tx.execute(
        insert_openid_identity_query,
        {identity.issuer, identity.subject, identity.account, identity.created_at}
    ));
    if (rows == 0) {
        return fail(
            ErrorCode::conflict, "This account of the other site belongs to somebody here already."
        );
    }
    return {};
}

Result<std::optional<OpenIdIdentityRecord>>
find_openid_identity(db::ReadTransaction& tx, std::string_view issuer, std::string_view subject) {
    return tx.first(find_openid_identity_query, {issuer, subject}, read_identity);
}

Result<std::vector<OpenIdIdentityRecord>>
list_openid_identities(db::ReadTransaction& tx, AccountId account) {
    return tx.all(list_openid_identities_query, {account}, read_identity);
}

Result<void>
touch_openid_identity(db::Transaction& tx, const OpenIdIdentityRecord& identity, Time now) {
    TRY(tx.execute(touch_openid_identity_query, {identity.issuer, identity.subject, now}));
    return {};
}

Result<bool>
delete_openid_identity(db::Transaction& tx, AccountId account, std::string_view issuer) {
    return TRY(tx.execute(delete_openid_identity_query, {account, issuer})) > 0;
}

} // namespace attest::storage
