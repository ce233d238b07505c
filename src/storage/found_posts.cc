#include "storage/found_posts.h"

#include "storage/bylines.h"
#include "storage/id_list.h"

namespace attest::storage {

namespace {

constexpr db::Query list_found_posts_query{
    .name = "list_found_posts",
    .sql = joined<
        R"sql(
        SELECT p.id, COALESCE(p.question_id, p.id), p.score, p.created_at, p.author_id, p.author_name,
        )sql",
        byline_columns,
        R"sql(, p.body_text
        FROM)sql",
        id_list,
        R"sql(
        CROSS JOIN posts AS p
        LEFT JOIN users AS u ON u.id = p.author_id
        WHERE p.id = wanted.column1 AND p.deleted_at IS NULL
        )sql">,
};

} // namespace

Result<std::unordered_map<PostId, FoundPost>>
list_found_posts(db::ReadTransaction& tx, std::span<const PostId> ids) {
    std::unordered_map<PostId, FoundPost> posts;
    TRY(each_by_id(tx, list_found_posts_query, ids, [&](const db::Row& row) {
        posts.emplace(
            row.id<PostId>(0),
            FoundPost{
                .question = row.id<QuestionId>(1),
                .author = read_byline(row, 4),
                .score = row.integer(2),
                .created_at = row.time(3),
                .body_text = row.string(12),
            }
        );
    }));
    return posts;
}

} // namespace attest::storage
