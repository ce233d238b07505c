#include "storage/answers.h"

#include "base/verify.h"
#include "storage/changes.h"
#include "storage/id_list.h"
#include "storage/post_history.h"
#include "storage/questions.h"
#include "storage/reputation.h"
#include "storage/totals.h"
#include "storage/users.h"
#include "storage/votes.h"

#include <algorithm>
#include <utility>

namespace attest::storage {

namespace {

constexpr db::Query list_answers_by_id_query{
    .name = "list_answers_by_id",
    .sql = joined<"SELECT", post_columns, ", q.accepted_answer_id = p.id FROM", id_list, R"sql(
        CROSS JOIN posts AS p
        JOIN posts AS q ON q.id = p.question_id
        LEFT JOIN users AS u ON u.id = p.author_id
        LEFT JOIN users AS e ON e.id = p.editor_id
        WHERE p.id = wanted.column1 AND p.deleted_at IS NULL
    )sql">,
};

domain::Answer read_answer(const db::Row& row) {
    return {
        .post = read_post(row),
        .is_accepted = !row.is_null(post_width) && row.boolean(post_width),
    };
}

} // namespace

Result<std::vector<domain::Answer>>
list_answers_by_id(db::ReadTransaction& tx, std::span<const PostId> ids) {
    std::vector<domain::Answer> answers;
    TRY(each_by_id(tx, list_answers_by_id_query, ids, [&](const db::Row& row) {
        answers.push_back(read_answer(row));
    }));
    std::ranges::sort(answers, {}, [&](const domain::Answer& answer) {
        return std::ranges::find(ids, answer.post.id);
    });
    return answers;
}

namespace {

constexpr db::Query insert_answer_query{
    .name = "insert_answer",
    .sql = R"sql(
        INSERT INTO posts (id, kind, question_id, author_id, created_at, active_at,
                           license, body_format, renderer_version, body_html, body_text,
                           community_at)
        SELECT COALESCE(MAX(id), $1 - 1) + 1, 2, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10
        FROM posts WHERE id >= $1
        RETURNING id
    )sql",
};

} // namespace

Result<AnswerId> insert_answer(db::Transaction& tx, const NewAnswer& answer) {
    const Act& act = answer.act;
    const std::optional<AnswerId> id = TRY(tx.first(
        insert_answer_query,
        {local_id_min,
         answer.question,
         act.actor,
         act.at,
         act.license,
         answer.body.format,
         answer.body.renderer_version,
         answer.body.html,
         answer.body.text,
         answer.is_community_wiki ? std::optional{act.at} : std::nullopt},
        [](const db::Row& row) { return row.id<AnswerId>(0); }
    ));
    VERIFY(id.has_value());

    TRY(insert_history(
        tx,
        post_id(*id),
        act,
        {domain::HistoryKind::initial_body, answer.body.source, answer.body.format}
    ));
    if (answer.is_community_wiki) {
        TRY(insert_history(tx, post_id(*id), act, {domain::HistoryKind::community_owned, ""}));
    }
    TRY(count_answers(tx, answer.question, 1));
    TRY(update_activity(tx, answer.question, act.at));
    TRY(count_total(tx, "answers", 1));
    TRY(count_posts(tx, act.actor, {.answers = 1}));
    TRY(record_post_change(tx, {.post = post_id(*id), .question = answer.question}));
    return *id;
}

namespace {

constexpr db::Query count_answer_score_query{
    .name = "count_answer_score",
    .sql = "UPDATE posts SET score = score + $2 WHERE id = $1",
};

constexpr db::Query delete_answer_query{
    .name = "delete_answer",
    .sql = R"sql(
        UPDATE posts SET deleted_at = $3
        WHERE id = $1 AND question_id = $2 AND deleted_at IS NULL
        RETURNING author_id
    )sql",
};

constexpr db::Query find_accepted_answer_query{
    .name = "find_accepted_answer",
    .sql = "SELECT accepted_answer_id FROM posts WHERE id = $1",
};

} // namespace

Result<void> count_answer_score(db::Transaction& tx, AnswerOfQuestion which, std::int64_t change) {
    TRY(tx.execute(count_answer_score_query, {which.answer, change}));
    TRY(update_unanswered(tx, which.question));
    return record_post_change(tx, {.post = post_id(which.answer), .question = which.question});
}

Result<void> delete_answer(db::Transaction& tx, AnswerOfQuestion which, Time at) {
    const std::optional<std::optional<UserId>> author = TRY(tx.first(
        delete_answer_query,
        {which.answer, which.question, at},
        [](const db::Row& row) { return row.optional_id<UserId>(0); }
    ));
    if (!author) return {};

    TRY(take_back_post_reputation(tx, post_id(which.answer), at));
    TRY(delete_acceptance(tx, which.answer));
    const std::optional<std::optional<AnswerId>> accepted =
        TRY(tx.first(find_accepted_answer_query, {which.question}, [](const db::Row& row) {
            return row.optional_id<AnswerId>(0);
        }));
    if (accepted && *accepted == which.answer) {
        TRY(update_accepted_answer(tx, which.question, std::nullopt));
    } else {
        TRY(update_unanswered(tx, which.question));
    }
    TRY(count_answers(tx, which.question, -1));
    TRY(count_total(tx, "answers", -1));
    if (*author) TRY(count_posts(tx, **author, {.answers = -1}));
    return record_post_change(tx, {.post = post_id(which.answer), .question = which.question});
}

} // namespace attest::storage
