// Statements that ask for several ids at once.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "storage/limits.h"
#include "storage/sql.h"

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <utility>

namespace attest::storage {

/// `FROM`, id_list, `CROSS JOIN posts AS p WHERE p.id = wanted.column1 …`. Parameters that are not
/// needed are null, which equals nothing. With `IN` SQLite would put the ids into a temporary table
/// first, whose page cache alone is 87 KB that it allocates and frees: 60 µs, and three times that
/// where the allocator gives the memory back to the system. Hence also CROSS JOIN, which keeps this
/// side a coroutine.
inline constexpr SqlPiece id_list = R"sql((VALUES
    ($1), ($2), ($3), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11), ($12), ($13), ($14), ($15), ($16),
    ($17), ($18), ($19), ($20), ($21), ($22), ($23), ($24), ($25), ($26), ($27), ($28), ($29), ($30), ($31),
    ($32)) AS wanted
)sql";

/// Runs `query`, which ends its condition with `IN` and id_list, for all `ids`, ids_per_statement
/// at a time. Rows come in no order.
template <typename AnyId>
Result<void> each_by_id(
    db::ReadTransaction& tx,
    const db::Query& query,
    std::span<const AnyId> ids,
    const std::function<void(const db::Row&)>& take
) {
    for (; !ids.empty(); ids = ids.subspan(std::min(ids.size(), ids_per_statement))) {
        std::array<std::optional<AnyId>, ids_per_statement> slots;
        std::copy_n(ids.begin(), std::min(ids.size(), ids_per_statement), slots.begin());
        const auto run = [&]<std::size_t... slot>(std::index_sequence<slot...>) {
            return tx.each(query, {db::Parameter{slots[slot]}...}, take);
        };
        TRY(run(std::make_index_sequence<ids_per_statement>{}));
    }
    return {};
}

} // namespace attest::storage
