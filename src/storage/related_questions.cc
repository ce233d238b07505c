#include "storage/related_questions.h"

#include "storage/changes.h"

namespace attest::storage {

namespace {

constexpr db::Query list_related_ids_query{
    .name = "list_related_ids",
    .sql = "SELECT related_id FROM related_questions WHERE question_id = $1 ORDER BY rank",
};

constexpr db::Query delete_related_query{
    .name = "delete_related_questions",
    .sql = "DELETE FROM related_questions WHERE question_id = $1",
};

constexpr db::Query insert_related_query{
    .name = "insert_related_question",
    .sql = "INSERT INTO related_questions (question_id, rank, related_id) VALUES ($1, $2, $3)",
};

} // namespace

Result<std::vector<QuestionId>> list_related_ids(db::ReadTransaction& tx, QuestionId question) {
    return tx.all(list_related_ids_query, {question}, [](const db::Row& row) {
        return row.id<QuestionId>(0);
    });
}

Result<void> update_related_questions(
    db::Transaction& tx, QuestionId question, std::span<const QuestionId> related
) {
    TRY(tx.execute(delete_related_query, {question}));
    std::int64_t rank = 0;
    for (const QuestionId id : related) {
        TRY(tx.execute(insert_related_query, {question, ++rank, id}));
    }
    announce_question(tx, question);
    return {};
}

} // namespace attest::storage
