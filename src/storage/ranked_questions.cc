#include "storage/ranked_questions.h"

#include "storage/changes.h"
#include "storage/limits.h"

namespace attest::storage {

namespace {

constexpr db::Query list_hot_candidates_query{
    .name = "list_hot_candidates",
    .sql = R"sql(
        SELECT q.id, q.view_count, q.answer_count, q.score, q.created_at, q.active_at,
               COALESCE((SELECT SUM(a.score) FROM posts AS a
                         WHERE a.question_id = q.id AND a.deleted_at IS NULL), 0)
        FROM (SELECT id, view_count, answer_count, score, created_at, active_at, closed_at
              FROM posts
              WHERE kind = 1 AND deleted_at IS NULL
              ORDER BY active_at DESC, id DESC LIMIT $1) AS q
        WHERE q.closed_at IS NULL
    )sql",
};

// Sorted in the reading: a month's questions are the most that is sorted, once a minute, by a job.
// The plus keeps the index by score away, which would be walked through all years.
constexpr db::Query list_best_since_query{
    .name = "list_best_since",
    .sql = R"sql(
        SELECT id FROM posts
        WHERE kind = 1 AND deleted_at IS NULL AND created_at >= $1
        ORDER BY +score DESC, id DESC LIMIT $2
    )sql",
};

constexpr db::Query list_ranked_ids_query{
    .name = "list_ranked_ids",
    .sql = "SELECT question_id FROM ranked_questions WHERE list = $1 ORDER BY rank",
};

constexpr db::Query count_ranked_query{
    .name = "count_ranked_questions",
    .sql = "SELECT COUNT(*) FROM ranked_questions WHERE list = $1",
};

constexpr db::Query count_ranked_tagged_query{
    .name = "count_ranked_tagged_questions",
    .sql = R"sql(
        SELECT COUNT(*)
        FROM ranked_questions AS r
        CROSS JOIN question_tags AS t
        WHERE r.list = $1 AND t.tag_id = $2 AND t.question_id = r.question_id
    )sql",
};

constexpr db::Query delete_ranked_list_query{
    .name = "delete_ranked_list",
    .sql = "DELETE FROM ranked_questions WHERE list = $1",
};

constexpr db::Query insert_ranked_question_query{
    .name = "insert_ranked_question",
    .sql = "INSERT INTO ranked_questions (list, rank, question_id) VALUES ($1, $2, $3)",
};

QuestionId read_id(const db::Row& row) {
    return row.id<QuestionId>(0);
}

} // namespace

Result<std::vector<HotCandidate>> list_hot_candidates(db::ReadTransaction& tx) {
    return tx.all(list_hot_candidates_query, {hot_candidates_max}, [](const db::Row& row) {
        return HotCandidate{
            .id = row.id<QuestionId>(0),
            .warmth =
                {.view_count = row.integer(1),
                 .answer_count = row.integer(2),
                 .score = row.integer(3),
                 .answer_scores = row.integer(6),
                 .created_at = row.time(4),
                 .active_at = row.time(5)},
        };
    });
}

Result<std::vector<QuestionId>> list_best_since(db::ReadTransaction& tx, Time since) {
    return tx.all(list_best_since_query, {since, ranked_questions_max}, read_id);
}

Result<std::vector<QuestionId>> list_ranked_ids(db::ReadTransaction& tx, domain::RankedList list) {
    return tx.all(list_ranked_ids_query, {list}, read_id);
}

Result<std::int64_t> count_ranked_questions(db::ReadTransaction& tx, const RankedListPart& part) {
    const auto read_count = [](const db::Row& row) { return row.integer(0); };
    const std::optional<std::int64_t> count =
        TRY(part.tag ? tx.first(count_ranked_tagged_query, {part.list, *part.tag}, read_count)
                     : tx.first(count_ranked_query, {part.list}, read_count));
    return count.value_or(0);
}

Result<void> update_ranked_list(
    db::Transaction& tx, domain::RankedList list, std::span<const QuestionId> questions
) {
    TRY(tx.execute(delete_ranked_list_query, {list}));
    std::int64_t rank = 0;
    for (const QuestionId question : questions) {
        TRY(tx.execute(insert_ranked_question_query, {list, ++rank, question}));
    }
    announce_site(tx);
    return {};
}

} // namespace attest::storage
