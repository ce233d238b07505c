#include "storage/claim_links.h"

#include "storage/sql.h"

namespace attest::storage {

namespace {

constexpr db::Query update_inference_query{
    .name = "update_inference",
    .sql = "UPDATE claims SET is_inference = $2 WHERE id = $1 AND is_inference <> $2",
};

constexpr db::Query delete_claim_bases_query{
    .name = "delete_claim_bases",
    .sql = "DELETE FROM claim_bases WHERE claim_id = $1",
};

constexpr db::Query insert_claim_base_query{
    .name = "insert_claim_base",
    .sql = "INSERT INTO claim_bases (claim_id, base_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
};

constexpr db::Query list_claim_bases_query{
    .name = "list_claim_bases",
    .sql = R"sql(
        SELECT b.claim_id, b.base_id
        FROM claims AS c
        JOIN claim_bases AS b ON b.claim_id = c.id
        JOIN claims AS o ON o.id = b.base_id AND o.is_detached = 0
        WHERE c.post_id = $1 AND c.is_detached = 0 AND c.is_inference = 1
        ORDER BY b.claim_id, o.start, o.id
    )sql",
};

/// The first of them, those that follow it, and those that follow the same. A post that is deleted
/// stands alone, as those see it that stand.
constexpr db::Query list_same_claims_query{
    .name = "list_same_claims",
    .sql = R"sql(
        SELECT found.claim_id, o.id, o.post_id
        FROM (
            SELECT c.id AS claim_id, c.same_as AS other_id
            FROM claims AS c
            WHERE c.post_id = $1 AND c.is_detached = 0 AND c.same_as IS NOT NULL
            UNION
            SELECT c.id, o.id
            FROM claims AS c
            JOIN claims AS o ON o.same_as = c.id
            WHERE c.post_id = $1 AND c.is_detached = 0
            UNION
            SELECT c.id, o.id
            FROM claims AS c
            JOIN claims AS o ON o.same_as = c.same_as AND o.id <> c.id
            WHERE c.post_id = $1 AND c.is_detached = 0 AND c.same_as IS NOT NULL
        ) AS found
        JOIN claims AS o ON o.id = found.other_id AND o.is_detached = 0
        JOIN posts AS p ON p.id = o.post_id AND p.deleted_at IS NULL
        WHERE EXISTS (SELECT 1 FROM posts WHERE id = $1 AND deleted_at IS NULL)
        ORDER BY found.claim_id, o.id
    )sql",
};

constexpr db::Query join_followers_query{
    .name = "join_followers",
    .sql = "UPDATE claims SET same_as = $2 WHERE same_as = $1",
};

constexpr db::Query join_claim_query{
    .name = "join_claim",
    .sql = "UPDATE claims SET same_as = $2, same_by = $3, same_at = $4 WHERE id = $1",
};

constexpr db::Query part_claim_query{
    .name = "part_claim",
    .sql = "UPDATE claims SET same_as = NULL, same_by = NULL, same_at = NULL WHERE id = $1",
};

constexpr db::Query find_claim_join_query{
    .name = "find_claim_join",
    .sql = R"sql(
        SELECT c.same_by, coalesce(u.display_name, ''), c.same_at
        FROM claims AS c
        LEFT JOIN users AS u ON u.id = c.same_by
        WHERE c.id = $1 AND c.same_as IS NOT NULL AND c.same_at IS NOT NULL
    )sql",
};

} // namespace

Result<void> replace_claim_bases(
    db::Transaction& tx, ClaimId claim, bool is_inference, std::span<const ClaimId> bases
) {
    TRY(tx.execute(update_inference_query, {claim, is_inference}));
    TRY(tx.execute(delete_claim_bases_query, {claim}));
    for (const ClaimId base : bases)
        TRY(tx.execute(insert_claim_base_query, {claim, base}));
    return {};
}

Result<std::vector<ClaimBase>> list_claim_bases(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_claim_bases_query, {post}, [](const db::Row& row) {
        return ClaimBase{.claim = row.id<ClaimId>(0), .base = row.id<ClaimId>(1)};
    });
}

Result<std::vector<SameClaim>> list_same_claims(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_same_claims_query, {post}, [](const db::Row& row) {
        return SameClaim{
            .claim = row.id<ClaimId>(0),
            .other = row.id<ClaimId>(1),
            .other_post = row.id<PostId>(2),
        };
    });
}

Result<void> join_claims(db::Transaction& tx, ClaimId claim, ClaimId first, UserId user, Time at) {
    TRY(tx.execute(join_followers_query, {claim, first}));
    TRY(tx.execute(join_claim_query, {claim, first, user, at}));
    return {};
}

Result<void> part_claim(db::Transaction& tx, ClaimId claim) {
    TRY(tx.execute(part_claim_query, {claim}));
    return {};
}

Result<std::optional<ClaimJoin>> find_claim_join(db::ReadTransaction& tx, ClaimId claim) {
    return tx.first(find_claim_join_query, {claim}, [](const db::Row& row) {
        return ClaimJoin{
            .user = row.optional_id<UserId>(0), .name = row.string(1), .at = row.time(2)
        };
    });
}

} // namespace attest::storage
