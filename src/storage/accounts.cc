#include "storage/accounts.h"

#include <array>

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

namespace {

constexpr db::Query list_accounts_query{
    .name = "list_accounts",
    .sql = R"sql(
        SELECT id, email, email_key, display_name, password_hash, is_keeper, created_at, confirmed_at
        FROM accounts
        WHERE erased_at IS NULL AND is_keeper >= $1
        ORDER BY id LIMIT $2 OFFSET $3
    )sql",
};

constexpr db::Query count_keepers_query{
    .name = "count_keepers",
    .sql = R"sql(
        SELECT COUNT(*) FROM accounts
        WHERE is_keeper = 1 AND confirmed_at IS NOT NULL AND erased_at IS NULL
    )sql",
};

constexpr db::Query update_credentials_query{
    .name = "update_credentials",
    .sql = R"sql(
        UPDATE accounts SET display_name = $2, password_hash = $3
        WHERE id = $1 AND confirmed_at IS NULL
    )sql",
};

constexpr db::Query confirm_account_query{
    .name = "confirm_account",
    .sql = "UPDATE accounts SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL",
};

constexpr db::Query update_password_query{
    .name = "update_password",
    .sql = "UPDATE accounts SET password_hash = $2 WHERE id = $1 AND erased_at IS NULL",
};

constexpr db::Query update_email_query{
    .name = "update_email",
    .sql = R"sql(
        UPDATE accounts SET email = $2, email_key = $3
        WHERE id = $1 AND erased_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM accounts AS other WHERE other.email_key = $3 AND other.id <> $1)
    )sql",
};

constexpr db::Query update_account_name_query{
    .name = "update_account_name",
    .sql = "UPDATE accounts SET display_name = $2 WHERE id = $1 AND erased_at IS NULL",
};

constexpr db::Query update_keeper_query{
    .name = "update_keeper",
    .sql = "UPDATE accounts SET is_keeper = $2 WHERE id = $1 AND erased_at IS NULL",
};

constexpr db::Query erase_account_query{
    .name = "erase_account",
    .sql = R"sql(
        UPDATE accounts
        SET email = '', email_key = NULL, display_name = '', password_hash = NULL, is_keeper = 0,
            erased_at = $2
        WHERE id = $1
    )sql",
};

constexpr std::array<db::Query, 12> erase_around_account_queries{{
    {.name = "erase_sessions", .sql = "DELETE FROM sessions WHERE account_id = $1"},
    {.name = "erase_tokens", .sql = "DELETE FROM account_tokens WHERE account_id = $1"},
    {.name = "erase_passkeys", .sql = "DELETE FROM passkeys WHERE account_id = $1"},
    {.name = "erase_totp_secrets", .sql = "DELETE FROM totp_secrets WHERE account_id = $1"},
    {.name = "erase_recovery_codes", .sql = "DELETE FROM recovery_codes WHERE account_id = $1"},
    {.name = "erase_identities", .sql = "DELETE FROM openid_identities WHERE account_id = $1"},
    {.name = "erase_attempts", .sql = "DELETE FROM sign_in_attempts WHERE account_id = $1"},
    {.name = "erase_events", .sql = "DELETE FROM account_events WHERE account_id = $1"},
    {.name = "erase_claims", .sql = "DELETE FROM claims WHERE account_id = $1"},
    {.name = "erase_accepted_invitations", .sql = "DELETE FROM invitations WHERE account_id = $1"},
    {.name = "erase_inviter",
     .sql = "UPDATE invitations SET invited_by = NULL WHERE invited_by = $1"},
    {.name = "erase_decider", .sql = "UPDATE claims SET decided_by = NULL WHERE decided_by = $1"},
}};

constexpr db::Query erase_invitations_query{
    .name = "erase_invitations",
    .sql = R"sql(
        DELETE FROM invitations
        WHERE lower(email) = (SELECT email_key FROM accounts WHERE id = $1)
    )sql",
};

constexpr db::Query delete_unconfirmed_tokens_query{
    .name = "delete_unconfirmed_tokens",
    .sql = R"sql(
        DELETE FROM account_tokens
        WHERE account_id IN (SELECT id FROM accounts WHERE confirmed_at IS NULL AND created_at < $1)
    )sql",
};

constexpr db::Query delete_unconfirmed_events_query{
    .name = "delete_unconfirmed_events",
    .sql = R"sql(
        DELETE FROM account_events
        WHERE account_id IN (SELECT id FROM accounts WHERE confirmed_at IS NULL AND created_at < $1)
    )sql",
};

constexpr db::Query delete_unconfirmed_accounts_query{
    .name = "delete_unconfirmed_accounts",
    .sql = R"sql(
        DELETE FROM accounts
        WHERE confirmed_at IS NULL AND erased_at IS NULL AND created_at < $1
          AND id NOT IN (SELECT account_id FROM openid_identities)
          AND id NOT IN (SELECT account_id FROM sessions)
    )sql",
};

} // namespace

Result<std::vector<AccountRecord>>
list_accounts(db::ReadTransaction& tx, const AccountFilter& filter) {
    return tx.all(
        list_accounts_query, {filter.keepers_only, filter.limit, filter.offset}, read_account
    );
}

Result<std::int64_t> count_keepers(db::ReadTransaction& tx) {
    return TRY(tx.first(count_keepers_query, {}, [](const db::Row& row) { return row.integer(0); })
    ).value_or(0);
}

Result<void> update_credentials(db::Transaction& tx, const Credentials& credentials) {
    TRY(tx.execute(
        update_credentials_query,
        {credentials.account, credentials.display_name, credentials.password_hash}
    ));
    return {};
}

Result<void> confirm_account(db::Transaction& tx, AccountId account, Time at) {
    TRY(tx.execute(confirm_account_query, {account, at}));
    return {};
}

Result<void> update_password(db::Transaction& tx, AccountId account, std::string_view hash) {
    TRY(tx.execute(update_password_query, {account, hash}));
    return {};
}

Result<void> update_email(db::Transaction& tx, const AccountEmail& changed) {
    const std::int64_t rows =
        TRY(tx.execute(update_email_query, {changed.account, changed.email, changed.email_key}));
    if (rows == 0) return fail(ErrorCode::conflict, "Another account has this address.");
    return {};
}

Result<void> update_account_name(db::Transaction& tx, AccountId account, std::string_view name) {
    TRY(tx.execute(update_account_name_query, {account, name}));
    return {};
}

Result<void> update_keeper(db::Transaction& tx, AccountId account, bool is_keeper) {
    TRY(tx.execute(update_keeper_query, {account, is_keeper}));
    return {};
}

Result<void> erase_account(db::Transaction& tx, AccountId account, Time at) {
    TRY(tx.execute(erase_invitations_query, {account}));
    for (const db::Query& query : erase_around_account_queries)
        TRY(tx.execute(query, {account}));
    TRY(tx.execute(erase_account_query, {account, at}));
    return {};
}

Result<void> delete_unconfirmed_accounts(db::Transaction& tx, Time before) {
    TRY(tx.execute(delete_unconfirmed_tokens_query, {before}));
    TRY(tx.execute(delete_unconfirmed_events_query, {before}));
    TRY(tx.execute(delete_unconfirmed_accounts_query, {before}));
    return {};
}

} // namespace attest::storage
