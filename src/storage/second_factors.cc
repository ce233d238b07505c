#include "storage/second_factors.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_totp_query{
    .name = "insert_totp",
    .sql = R"sql(
        INSERT INTO totp_secrets (account_id, secret, created_at)
        VALUES ($1, $2, $3)
        ON CONFLICT (account_id) DO UPDATE
        SET secret = excluded.secret, created_at = excluded.created_at, last_step = NULL
        WHERE totp_secrets.confirmed_at IS NULL
    )sql",
};

constexpr db::Query find_totp_query{
    .name = "find_totp",
    .sql = "SELECT secret, confirmed_at, last_step FROM totp_secrets WHERE account_id = $1",
};

constexpr db::Query confirm_totp_query{
    .name = "confirm_totp",
    .sql = "UPDATE totp_secrets SET confirmed_at = $2 WHERE account_id = $1",
};

constexpr db::Query use_totp_step_query{
    .name = "use_totp_step",
    .sql = R"sql(
        UPDATE totp_secrets SET last_step = $2
        WHERE account_id = $1 AND (last_step IS NULL OR last_step < $2)
    )sql",
};

constexpr db::Query delete_totp_query{
    .name = "delete_totp",
    .sql = "DELETE FROM totp_secrets WHERE account_id = $1",
};

constexpr db::Query delete_recovery_codes_query{
    .name = "delete_recovery_codes",
    .sql = "DELETE FROM recovery_codes WHERE account_id = $1",
};

constexpr db::Query insert_recovery_code_query{
    .name = "insert_recovery_code",
    .sql = "INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)",
};

constexpr db::Query use_recovery_code_query{
    .name = "use_recovery_code",
    .sql = R"sql(
        UPDATE recovery_codes SET used_at = $3
        WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL
    )sql",
};

constexpr db::Query count_unused_recovery_codes_query{
    .name = "count_unused_recovery_codes",
    .sql = "SELECT COUNT(*) FROM recovery_codes WHERE account_id = $1 AND used_at IS NULL",
};

TotpRecord read_totp(const db::Row& row) {
    TotpRecord totp{
        .secret = std::string{row.blob(0)},
        .confirmed_at = row.optional_time(1),
    };
    if (!row.is_null(2)) totp.last_step = row.integer(2);
    return totp;
}

} // namespace

Result<void>
insert_totp(db::Transaction& tx, AccountId account, std::string_view secret, Time now) {
    const std::int64_t rows = TRY(tx.execute(insert_totp_query, {account, db::Blob{secret}, now}));
    if (rows == 0) {
        return fail(
            ErrorCode::conflict, "An authenticator app is set up already. Remove it first."
        );
    }
    return {};
}

Result<std::optional<TotpRecord>> find_totp(db::ReadTransaction& tx, AccountId account) {
    return tx.first(find_totp_query, {account}, read_totp);
}

Result<void> confirm_totp(db::Transaction& tx, AccountId account, Time now) {
    TRY(tx.execute(confirm_totp_query, {account, now}));
    return {};
}

Result<bool> use_totp_step(db::Transaction& tx, AccountId account, std::int64_t step) {
    return TRY(tx.execute(use_totp_step_query, {account, step})) > 0;
}

Result<void> delete_totp(db::Transaction& tx, AccountId account) {
    TRY(tx.execute(delete_totp_query, {account}));
    return {};
}

Result<void> replace_recovery_codes(
    db::Transaction& tx, AccountId account, const std::vector<std::string>& hashes
) {
    TRY(tx.execute(delete_recovery_codes_query, {account}));
    for (const std::string& hash : hashes) {
        TRY(tx.execute(insert_recovery_code_query, {account, hash}));
    }
    return {};
}

Result<bool>
use_recovery_code(db::Transaction& tx, AccountId account, std::string_view hash, Time now) {
    return TRY(tx.execute(use_recovery_code_query, {account, hash, now})) > 0;
}

Result<std::int64_t> count_unused_recovery_codes(db::ReadTransaction& tx, AccountId account) {
    const std::optional<std::int64_t> count =
        TRY(tx.first(count_unused_recovery_codes_query, {account}, [](const db::Row& row) {
            return row.integer(0);
        }));
    return count.value_or(0);
}

} // namespace attest::storage
