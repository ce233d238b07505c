#include "storage/user_claims.h"

#include "storage/sql.h"

#include <utility>

namespace attest::storage {

namespace {

constexpr db::Query insert_user_claim_query{
    .name = "insert_user_claim",
    .sql = R"sql(
        INSERT INTO claims (account_id, site_id, user_id, code, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_id, site_id, user_id) WHERE decided_at IS NULL DO NOTHING
    )sql",
};

constexpr SqlPiece claim_columns = R"sql(
    SELECT id, account_id, site_id, user_id, code, created_at, decided_at, COALESCE(is_granted, 0)
    FROM claims
)sql";

constexpr db::Query find_open_user_claim_query{
    .name = "find_open_user_claim",
    .sql = joined<claim_columns, R"sql(
        WHERE account_id = $1 AND site_id = $2 AND user_id = $3 AND decided_at IS NULL
    )sql">,
};

constexpr db::Query find_user_claim_query{
    .name = "find_user_claim",
    .sql = joined<claim_columns, "WHERE id = $1">,
};

constexpr db::Query list_open_user_claims_query{
    .name = "list_open_user_claims",
    .sql = joined<claim_columns, "WHERE site_id = $1 AND decided_at IS NULL ORDER BY id LIMIT $2">,
};

constexpr db::Query list_user_claims_of_query{
    .name = "list_user_claims_of",
    .sql = joined<claim_columns, "WHERE account_id = $1 ORDER BY id DESC">,
};

constexpr db::Query decide_user_claim_query{
    .name = "decide_user_claim",
    .sql = R"sql(
        UPDATE claims SET decided_at = $2, is_granted = $3, decided_by = $4
        WHERE id = $1 AND decided_at IS NULL
    )sql",
};

UserClaimRecord read_user_claim(const db::Row& row) {
    return {
        .id = row.id<UserClaimId>(0),
        .account = row.id<AccountId>(1),
        .site = row.id<SiteId>(2),
        .user = row.id<UserId>(3),
        .code = row.string(4),
        .created_at = row.time(5),
        .decided_at = row.optional_time(6),
        .is_granted = row.boolean(7),
    };
}

} // namespace

Result<UserClaimRecord> open_user_claim(db::Transaction& tx, const UserClaimRecord& claim) {
    TRY(tx.execute(
        insert_user_claim_query,
        {claim.account, claim.site, claim.user, claim.code, claim.created_at}
    ));
    std::optional<UserClaimRecord> open = TRY(tx.first(
        find_open_user_claim_query, {claim.account, claim.site, claim.user}, read_user_claim
    ));
    if (!open) return fail(ErrorCode::internal, "A claim could not be stored.");
    return std::move(*open);
}

Result<std::optional<UserClaimRecord>> find_user_claim(db::ReadTransaction& tx, UserClaimId claim) {
    return tx.first(find_user_claim_query, {claim}, read_user_claim);
}

Result<std::vector<UserClaimRecord>>
list_open_user_claims(db::ReadTransaction& tx, SiteId site, std::int64_t limit) {
    return tx.all(list_open_user_claims_query, {site, limit}, read_user_claim);
}

Result<std::vector<UserClaimRecord>>
list_user_claims_of(db::ReadTransaction& tx, AccountId account) {
    return tx.all(list_user_claims_of_query, {account}, read_user_claim);
}

Result<void> decide_user_claim(db::Transaction& tx, const UserClaimDecision& decision) {
    const std::int64_t rows = TRY(tx.execute(
        decide_user_claim_query, {decision.claim, decision.at, decision.is_granted, decision.by}
    ));
    if (rows == 0) return fail(ErrorCode::conflict, "This claim was decided already.");
    return {};
}

} // namespace attest::storage
