#include "storage/idempotency.h"

#include "storage/limits.h"

#include <utility>

namespace attest::storage {

namespace {

constexpr db::Query find_idempotency_key_query{
    .name = "find_idempotency_key",
    .sql = "SELECT kind, result_id FROM idempotency_keys WHERE user_id = $1 AND key = $2",
};

constexpr db::Query insert_idempotency_key_query{
    .name = "insert_idempotency_key",
    .sql = R"sql(
        INSERT INTO idempotency_keys (user_id, key, kind, result_id, created_at)
        VALUES ($1, $2, $3, $4, $5)
    )sql",
};

constexpr db::Query delete_old_idempotency_keys_query{
    .name = "delete_old_idempotency_keys",
    .sql = R"sql(
        DELETE FROM idempotency_keys
        WHERE (user_id, key) IN (
            SELECT user_id, key FROM idempotency_keys
            WHERE created_at < $1 ORDER BY created_at LIMIT $2
        )
    )sql",
};

struct StoredResult {
    std::string kind;
    std::int64_t id = 0;
};

} // namespace

Result<std::optional<std::int64_t>>
find_idempotent_result(db::ReadTransaction& tx, const IdempotencyKey& key) {
    if (key.key.empty()) return std::nullopt;
    if (key.key.size() > idempotency_key_bytes_max) {
        return fail(
            ErrorCode::invalid, "This form's key is too long. Load the page again and send it then."
        );
    }
    const std::optional<StoredResult> stored =
        TRY(tx.first(find_idempotency_key_query, {key.user, key.key}, [](const db::Row& row) {
            return StoredResult{.kind = row.string(0), .id = row.integer(1)};
        }));
    if (!stored) return std::nullopt;
    if (stored->kind != key.kind) {
        return fail(
            ErrorCode::conflict,
            "This form was sent before, for something else. Load the page again and send it then."
        );
    }
    return stored->id;
}

Result<void>
insert_idempotent_result(db::Transaction& tx, const IdempotencyKey& key, std::int64_t result) {
    if (key.key.empty()) return {};
    TRY(tx.execute(insert_idempotency_key_query, {key.user, key.key, key.kind, result, key.at}));
    TRY(tx.execute(
        delete_old_idempotency_keys_query,
        {key.at - idempotency_key_age_max, idempotency_keys_forgotten}
    ));
    return {};
}

} // namespace attest::storage
