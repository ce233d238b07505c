#include "storage/account_tokens.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_account_token_query{
    .name = "insert_account_token",
    .sql = R"sql(
        INSERT INTO account_tokens (token_hash, kind, account_id, email, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)
    )sql",
};

constexpr db::Query find_account_token_query{
    .name = "find_account_token",
    .sql = R"sql(
        SELECT kind, account_id, email, created_at, expires_at
        FROM account_tokens
        WHERE token_hash = $1 AND kind = $2 AND expires_at > $3
    )sql",
};

constexpr db::Query delete_account_tokens_query{
    .name = "delete_account_tokens",
    .sql = "DELETE FROM account_tokens WHERE kind = $1 AND account_id IS NOT DISTINCT FROM $2",
};

constexpr db::Query delete_all_account_tokens_query{
    .name = "delete_all_account_tokens",
    .sql = "DELETE FROM account_tokens WHERE account_id = $1",
};

constexpr db::Query delete_expired_account_tokens_query{
    .name = "delete_expired_account_tokens",
    .sql = "DELETE FROM account_tokens WHERE expires_at <= $1",
};

} // namespace

Result<void>
replace_account_token(db::Transaction& tx, std::string_view hash, const AccountToken& token) {
    TRY(delete_account_tokens(tx, token.kind, token.account));
    TRY(tx.execute(
        insert_account_token_query,
        {hash, token.kind, token.account, token.email, token.created_at, token.expires_at}
    ));
    return {};
}

Result<std::optional<AccountToken>>
find_account_token(db::ReadTransaction& tx, std::string_view hash, TokenKind kind, Time now) {
    return tx.first(find_account_token_query, {hash, kind, now}, [](const db::Row& row) {
        return AccountToken{
            .kind = static_cast<TokenKind>(row.integer(0)),
            .account = row.optional_id<AccountId>(1),
            .email = row.optional_string(2),
            .created_at = row.time(3),
            .expires_at = row.time(4),
        };
    });
}

Result<void>
delete_account_tokens(db::Transaction& tx, TokenKind kind, std::optional<AccountId> account) {
    TRY(tx.execute(delete_account_tokens_query, {kind, account}));
    return {};
}

Result<void> delete_all_account_tokens(db::Transaction& tx, AccountId account) {
    TRY(tx.execute(delete_all_account_tokens_query, {account}));
    return {};
}

Result<void> delete_expired_account_tokens(db::Transaction& tx, Time now) {
    TRY(tx.execute(delete_expired_account_tokens_query, {now}));
    return {};
}

} // namespace attest::storage
