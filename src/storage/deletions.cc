#include "storage/deletions.h"

#include "domain/tagging.h"
#include "storage/bylines.h"
#include "storage/changes.h"
#include "storage/post_history.h"
#include "storage/questions.h"
#include "storage/reputation.h"
#include "storage/sql.h"
#include "storage/tags.h"
#include "storage/totals.h"
#include "storage/users.h"

namespace attest::storage {

namespace {

constexpr db::Query find_any_post_place_query{
    .name = "find_any_post_place",
    .sql = R"sql(
        SELECT q.id, q.title, q.answer_count, q.accepted_answer_id, p.kind, p.id, p.score,
               p.author_id, q.author_id, p.deleted_at IS NOT NULL, q.deleted_at IS NOT NULL
        FROM posts AS p
        JOIN posts AS q ON q.id = CASE p.kind WHEN 1 THEN p.id ELSE p.question_id END
        WHERE p.id = $1 AND p.kind IN (1, 2) AND q.kind = 1
    )sql",
};

constexpr db::Query has_good_answer_query{
    .name = "has_good_answer",
    .sql = R"sql(
        SELECT q.accepted_answer_id IS NOT NULL
            OR EXISTS (SELECT 1 FROM posts AS a
                       WHERE a.question_id = q.id AND a.deleted_at IS NULL AND a.score > 0)
        FROM posts AS q
        WHERE q.id = $1
    )sql",
};

} // namespace

Result<AnyPostPlace> find_any_post_place(db::ReadTransaction& tx, PostId id) {
    std::optional<AnyPostPlace> any =
        TRY(tx.first(find_any_post_place_query, {id}, [](const db::Row& row) {
            AnyPostPlace found{
                .place =
                    {.question = row.id<QuestionId>(0),
                     .title = row.optional_string(1).value_or(""),
                     .answer_count = row.integer(2),
                     .answer = std::nullopt,
                     .has_accepted = !row.is_null(3),
                     .score = row.integer(6)},
                .author = row.optional_id<UserId>(7),
                .question_author = row.optional_id<UserId>(8),
                .is_deleted = row.boolean(9),
                .is_question_deleted = row.boolean(10),
            };
            if (row.choice<domain::PostKind>(4) == domain::PostKind::answer) {
                found.place.answer = row.id<AnswerId>(5);
                found.place.is_accepted =
                    found.place.has_accepted && row.integer(3) == row.integer(5);
            }
            return found;
        }));
    if (!any) return fail(ErrorCode::not_found, "There is no such question or answer here.");
    return std::move(*any);
}

Result<bool> has_good_answer(db::ReadTransaction& tx, QuestionId id) {
    const std::optional<bool> has_one =
        TRY(tx.first(has_good_answer_query, {id}, [](const db::Row& row) { return row.boolean(0); })
        );
    return has_one.value_or(false);
}

namespace {

constexpr db::Query update_deleter_query{
    .name = "update_deleter",
    .sql = "UPDATE posts SET deleted_by = $2 WHERE id = $1",
};

constexpr db::Query settle_deletion_votes_query{
    .name = "settle_deletion_votes",
    .sql = "DELETE FROM deletion_votes WHERE post_id = $1",
};

constexpr db::Query undelete_query{
    .name = "undelete_post",
    .sql = R"sql(
        UPDATE posts SET deleted_at = NULL, deleted_by = NULL
        WHERE id = $1 AND deleted_at IS NOT NULL
    )sql",
};

constexpr db::Query find_is_unanswered_query{
    .name = "find_is_unanswered",
    .sql = "SELECT is_unanswered FROM posts WHERE id = $1",
};

Result<void> record_act(db::Transaction& tx, const Deletion& deletion, domain::HistoryKind kind) {
    TRY(insert_history(tx, deletion.post.id, deletion.act, {kind, deletion.details}));
    TRY(tx.execute(settle_deletion_votes_query, {deletion.post.id}));
    return record_post_change(tx, {.post = deletion.post.id, .question = deletion.post.question});
}

bool is_question(const PostRecord& post) {
    return post.kind == domain::PostKind::question;
}

Result<void> count_question_again(db::Transaction& tx, const PostRecord& post) {
    TRY(tag_question(tx, *post.question, domain::parse_tags(post.tags)));
    const std::optional<bool> is_unanswered =
        TRY(tx.first(find_is_unanswered_query, {post.id}, [](const db::Row& row) {
            return row.boolean(0);
        }));
    TRY(count_total(tx, "questions", 1));
    TRY(count_total(tx, "unanswered", is_unanswered.value_or(false) ? 1 : 0));
    if (post.author) TRY(count_posts(tx, *post.author, {.questions = 1}));
    // An answer may have come and gone in the meantime.
    return update_unanswered(tx, *post.question);
}

Result<void> count_answer_again(db::Transaction& tx, const PostRecord& post) {
    TRY(count_answers(tx, *post.question, 1));
    TRY(count_total(tx, "answers", 1));
    if (post.author) TRY(count_posts(tx, *post.author, {.answers = 1}));
    return update_unanswered(tx, *post.question);
}

} // namespace

Result<void> delete_post(db::Transaction& tx, const Deletion& deletion) {
    const PostRecord& post = deletion.post;
    if (is_question(post)) {
        TRY(delete_question(tx, *post.question, deletion.act.at));
    } else {
        TRY(delete_answer(
            tx, {.answer = AnswerId{post.id.value}, .question = *post.question}, deletion.act.at
        ));
    }
    TRY(tx.execute(update_deleter_query, {post.id, deletion.by}));
    return record_act(tx, deletion, domain::HistoryKind::deleted);
}

Result<void> undelete_post(db::Transaction& tx, const Deletion& undeletion) {
    const PostRecord& post = undeletion.post;
    if (TRY(tx.execute(undelete_query, {post.id})) == 0) return {};
    TRY(is_question(post) ? count_question_again(tx, post) : count_answer_again(tx, post));
    TRY(restore_post_reputation(tx, post.id));
    return record_act(tx, undeletion, domain::HistoryKind::undeleted);
}

namespace {

constexpr db::Query insert_deletion_vote_query{
    .name = "insert_deletion_vote",
    .sql = R"sql(
        INSERT INTO deletion_votes (post_id, user_id, is_undeletion, created_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (post_id, user_id, is_undeletion) DO NOTHING
    )sql",
};

constexpr db::Query list_deletion_votes_query{
    .name = "list_deletion_votes",
    .sql = joined<
        "SELECT v.user_id, NULL,",
        byline_columns,
        R"sql(
        FROM deletion_votes AS v
        LEFT JOIN users AS u ON u.id = v.user_id
        WHERE v.post_id = $1 AND v.is_undeletion = $2
        ORDER BY v.created_at, v.user_id
        )sql">,
};

constexpr db::Query list_deleted_answers_query{
    .name = "list_deleted_answers",
    .sql = joined<
        "SELECT",
        post_columns,
        "FROM posts AS p",
        post_people,
        R"sql(
        WHERE p.question_id = $1 AND p.deleted_at IS NOT NULL AND p.kind = 2
        ORDER BY p.id LIMIT $2
        )sql">,
};

constexpr db::Query make_wiki_query{
    .name = "make_community_wiki",
    .sql = "UPDATE posts SET community_at = $2 WHERE id = $1",
};

} // namespace

Result<void> insert_deletion_vote(db::Transaction& tx, const DeletionVote& vote) {
    const std::int64_t inserted = TRY(
        tx.execute(insert_deletion_vote_query, {vote.post, vote.user, vote.is_undeletion, vote.at})
    );
    if (inserted == 0) return fail(ErrorCode::conflict, "You have voted so before.");
    return {};
}

Result<std::vector<domain::Byline>>
list_deletion_votes(db::ReadTransaction& tx, PostId post, bool is_undeletion) {
    return tx.all(list_deletion_votes_query, {post, is_undeletion}, [](const db::Row& row) {
        return read_byline(row, 0);
    });
}

Result<std::vector<domain::Answer>>
list_deleted_answers(db::ReadTransaction& tx, QuestionId question, std::int64_t limit) {
    return tx.all(list_deleted_answers_query, {question, limit}, [](const db::Row& row) {
        return domain::Answer{.post = read_post(row), .is_accepted = false};
    });
}

Result<void> make_community_wiki(db::Transaction& tx, const PostRecord& post, const Act& act) {
    TRY(tx.execute(make_wiki_query, {post.id, act.at}));
    TRY(insert_history(tx, post.id, act, {domain::HistoryKind::community_owned}));
    return record_post_change(tx, {.post = post.id, .question = post.question});
}

} // namespace attest::storage
