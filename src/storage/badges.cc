#include "storage/badges.h"

namespace attest::storage {

namespace {

constexpr db::Query list_badges_of_user_query{
    .name = "list_badges_of_user",
    .sql = R"sql(
        SELECT name, class, MAX(is_tag_based), COUNT(*), MAX(awarded_at)
        FROM badges
        WHERE user_id = $1
        GROUP BY class, name
        ORDER BY class, name LIMIT $2 OFFSET $3
    )sql",
};

} // namespace

Result<std::vector<BadgeOfUser>>
list_badges_of_user(db::ReadTransaction& tx, const BadgeFilter& filter) {
    return tx.all(
        list_badges_of_user_query,
        {filter.user, filter.limit, filter.offset},
        [](const db::Row& row) {
            return BadgeOfUser{
                .name = row.string(0),
                .badge_class = row.choice<domain::BadgeClass>(1),
                .is_tag_based = row.boolean(2),
                .count = row.integer(3),
                .awarded_at = row.time(4),
            };
        }
    );
}

} // namespace attest::storage
