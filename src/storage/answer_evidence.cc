#include "storage/answer_evidence.h"

#include "storage/id_list.h"
#include "storage/sql.h"

namespace attest::storage {

namespace {

/// Votes against are counted by the index of those cast here; an import's are only in the score.
constexpr db::Query list_weighed_posts_query{
    .name = "list_weighed_posts",
    .sql = R"sql(
        SELECT p.id, p.id <> $1, p.score, coalesce(e.claim_count, 0), coalesce(e.counts, ''),
            (SELECT count(*) FROM votes AS v
             WHERE v.post_id = p.id AND v.kind = 3 AND v.user_id IS NOT NULL AND v.id >= 1500000000),
            p.created_at, p.active_at,
            coalesce(p.id = (SELECT accepted_answer_id FROM posts WHERE id = $1), 0)
        FROM (SELECT id, score, created_at, active_at FROM posts WHERE id = $1
              UNION ALL
              SELECT id, score, created_at, active_at
              FROM posts WHERE question_id = $1 AND deleted_at IS NULL) AS p
        LEFT JOIN post_evidence AS e ON e.post_id = p.id
    )sql",
};

constexpr db::Query list_question_evidence_query{
    .name = "list_question_evidence",
    .sql = joined<
        "SELECT e.question_id, e.counts FROM",
        id_list,
        R"sql(
        CROSS JOIN post_evidence AS e ON e.question_id = wanted.column1 AND e.claim_count > 0
        CROSS JOIN posts AS p ON p.id = e.post_id AND p.deleted_at IS NULL
        )sql">,
};

} // namespace

Result<std::vector<WeighedPost>> list_weighed_posts(db::ReadTransaction& tx, QuestionId question) {
    return tx.all(list_weighed_posts_query, {question}, [](const db::Row& row) {
        return WeighedPost{
            .post = row.id<PostId>(0),
            .is_answer = row.boolean(1),
            .is_accepted = row.boolean(8),
            .created_at = row.time(6),
            .active_at = row.time(7),
            .score = row.integer(2),
            .known_down = row.integer(5),
            .claim_count = row.integer(3),
            .counts = row.string(4),
        };
    });
}

Result<std::vector<QuestionEvidence>>
list_question_evidence(db::ReadTransaction& tx, std::span<const QuestionId> questions) {
    std::vector<QuestionEvidence> found;
    TRY(each_by_id(tx, list_question_evidence_query, questions, [&](const db::Row& row) {
        found.push_back({.question = row.id<QuestionId>(0), .counts = row.string(1)});
    }));
    return found;
}

} // namespace attest::storage
