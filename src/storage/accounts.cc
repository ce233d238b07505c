#include "storage/accounts.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_account_query{
    .name = "insert_account",
    .sql = R"sql(
        INSERT INTO accounts (
            email, email_key, display_name, password_hash, is_keeper, created_at, confirmed_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (email_key) WHERE email_key IS NOT NULL DO NOTHING
        RETURNING id
    )sql",
};

constexpr db::Query find_account_query{
    .name = "find_account",
    .sql = R"sql(
        SELECT id, email, email_key, display_name, password_hash, is_keeper, created_at, confirmed_at
        FROM accounts
        WHERE id = $1 AND erased_at IS NULL
    )sql",
};

constexpr db::Query find_account_by_email_query{
    .name = "find_account_by_email",
    .sql = R"sql(
        SELECT id, email, email_key, display_name, password_hash, is_keeper, created_at, confirmed_at
        FROM accounts
        WHERE email_key = $1
    )sql",
};

AccountRecord read_account(const db::Row& row) {
    return {
        .id = row.id<AccountId>(0),
        .email = row.string(1),
        .email_key = row.optional_string(2).value_or(""),
        .display_name = row.string(3),
        .password_hash = row.optional_string(4),
        .is_keeper = row.boolean(5),
        .created_at = row.time(6),
        .confirmed_at = row.optional_time(7),
    };
}

} // namespace

Result<AccountId> insert_account(db::Transaction& tx, const AccountRecord& account) {
    const std::optional<AccountId> id = TRY(tx.first(
        insert_account_query,
        {account.email,
         account.email_key,
         account.display_name,
         account.password_hash,
         account.is_keeper,
         account.created_at,
         account.confirmed_at},
        [](const db::Row& row) { return row.id<AccountId>(0); }
    ));
    if (!id) return fail(ErrorCode::conflict, "This address has an account already.");
    return *id;
}

Result<std::optional<AccountRecord>> find_account(db::ReadTransaction& tx, AccountId id) {
    return tx.first(find_account_query, {id}, read_account);
}

Result<std::optional<AccountRecord>>
find_account_by_email(db::ReadTransaction& tx, std::string_view email_key) {
    return tx.first(find_account_by_email_query, {email_key}, read_account);
}

} // namespace attest::storage
