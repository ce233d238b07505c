#include "storage/cited_posts.h"

namespace attest::storage {

namespace {

constexpr db::Query find_cited_post_query{
    .name = "find_cited_post",
    .sql = R"sql(
        SELECT COALESCE(u.display_name, p.author_name, '')
        FROM posts AS p
        LEFT JOIN users AS u ON u.id = p.author_id AND u.deleted_at IS NULL
        WHERE p.id = $1 AND p.kind IN (1, 2)
    )sql",
};

} // namespace

Result<CitedPost> find_cited_post(db::ReadTransaction& tx, PostId post) {
    const std::optional<CitedPost> found =
        TRY(tx.first(find_cited_post_query, {post}, [](const db::Row& row) {
            return CitedPost{.author = row.string(0)};
        }));
    if (!found) return fail(ErrorCode::not_found, "There is no such post here.");
    return *found;
}

} // namespace attest::storage
