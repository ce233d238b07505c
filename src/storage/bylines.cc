#include "storage/bylines.h"

#include <fmt/format.h>

namespace attest::storage {

domain::Byline read_byline(const db::Row& row, int first) {
    domain::Byline byline;
    const bool has_user = !row.is_null(first + 2);
    if (!has_user) {
        if (!row.is_null(first + 1)) byline.name = row.string(first + 1);
        if (byline.name.empty() && !row.is_null(first)) {
            byline.name = fmt::format("user{}", row.integer(first));
        }
        return byline;
    }
    byline.name = row.string(first + 2);
    const bool is_deleted = !row.is_null(first + 7);
    if (is_deleted) return byline;

    byline.id = row.id<UserId>(first);
    byline.reputation = row.integer(first + 3);
    byline.gold_count = row.integer(first + 4);
    byline.silver_count = row.integer(first + 5);
    byline.bronze_count = row.integer(first + 6);
    return byline;
}

} // namespace attest::storage
