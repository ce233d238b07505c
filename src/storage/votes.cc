#include "storage/votes.h"

namespace attest::storage {

namespace {

constexpr db::Query find_vote_place_query{
    .name = "find_vote_place",
    .sql = R"sql(
        SELECT q.id, p.kind, p.score, p.author_id, p.locked_at, p.edited_at, v.kind, v.created_at
        FROM posts AS p
        JOIN posts AS q ON q.id = CASE p.kind WHEN 1 THEN p.id ELSE p.question_id END
        LEFT JOIN votes AS v
            ON v.post_id = p.id AND v.user_id = $2 AND v.kind IN (2, 3) AND v.id >= 1500000000
        WHERE p.id = $1 AND p.kind IN (1, 2) AND p.deleted_at IS NULL
          AND q.kind = 1 AND q.deleted_at IS NULL
        LIMIT 1
    )sql",
};

constexpr db::Query insert_vote_query{
    .name = "insert_vote",
    .sql = R"sql(
        INSERT INTO votes (id, post_id, kind, user_id, created_at)
        SELECT COALESCE(MAX(id), $1 - 1) + 1, $2, $3, $4, $5 FROM votes WHERE id >= $1
    )sql",
};

constexpr db::Query find_vote_query{
    .name = "find_vote",
    .sql = R"sql(
        SELECT id FROM votes WHERE post_id = $1 AND user_id = $2 AND kind = $3 AND id >= 1500000000
    )sql",
};

constexpr db::Query delete_vote_query{
    .name = "delete_vote",
    .sql = "DELETE FROM votes WHERE id = $1",
};

constexpr db::Query find_acceptance_place_query{
    .name = "find_acceptance_place",
    .sql = R"sql(
        SELECT q.id, q.author_id, a.author_id, q.locked_at, q.created_at, q.accepted_answer_id,
               q.imported_accepted_answer_id
        FROM posts AS a
        JOIN posts AS q ON q.id = a.question_id
        WHERE a.id = $1 AND a.kind = 2 AND a.deleted_at IS NULL
          AND q.kind = 1 AND q.deleted_at IS NULL
    )sql",
};

constexpr db::Query delete_acceptance_query{
    .name = "delete_acceptance",
    .sql = R"sql(
        DELETE FROM votes
        WHERE post_id = $1 AND kind = 1 AND user_id IS NOT NULL AND id >= 1500000000
    )sql",
};

Result<std::optional<VoteId>> find_vote(db::ReadTransaction& tx, const Ballot& ballot) {
    return tx.first(
        find_vote_query,
        {ballot.post, ballot.voter, ballot.kind},
        [](const db::Row& row) { return row.id<VoteId>(0); }
    );
}

} // namespace

Result<VotePlace> find_vote_place(db::ReadTransaction& tx, PostId post, UserId voter) {
    std::optional<VotePlace> place =
        TRY(tx.first(find_vote_place_query, {post, voter}, [&](const db::Row& row) {
            VotePlace found{
                .post = post,
                .question = row.id<QuestionId>(0),
                .is_answer = row.choice<domain::PostKind>(1) == domain::PostKind::answer,
                .score = row.integer(2),
                .facts =
                    {.author = row.optional_id<UserId>(3),
                     .locked_at = row.optional_time(4),
                     .edited_at = row.optional_time(5),
                     .own = std::nullopt},
            };
            if (!row.is_null(6)) {
                found.facts.own = {.kind = row.choice<domain::VoteKind>(6), .at = row.time(7)};
            }
            return found;
        }));
    if (!place) return fail(ErrorCode::not_found, "There is no such question or answer here.");
    return *place;
}

Result<void> insert_vote(db::Transaction& tx, const Ballot& ballot, Time at) {
    const std::optional<VoteId> before = TRY(find_vote(tx, ballot));
    if (before) return fail(ErrorCode::conflict, "You have voted so on this post already.");
    TRY(tx.execute(insert_vote_query, {local_id_min, ballot.post, ballot.kind, ballot.voter, at}));
    return {};
}

Result<bool> delete_vote(db::Transaction& tx, const Ballot& ballot) {
    const std::optional<VoteId> vote = TRY(find_vote(tx, ballot));
    if (!vote) return false;
    TRY(tx.execute(delete_vote_query, {*vote}));
    return true;
}

Result<AcceptancePlace> find_acceptance_place(db::ReadTransaction& tx, AnswerId answer) {
    const std::optional<AcceptancePlace> place =
        TRY(tx.first(find_acceptance_place_query, {answer}, [&](const db::Row& row) {
            return AcceptancePlace{
                .answer = answer,
                .question = row.id<QuestionId>(0),
                .facts =
                    {.asker = row.optional_id<UserId>(1),
                     .author = row.optional_id<UserId>(2),
                     .question_locked_at = row.optional_time(3),
                     .asked_at = row.time(4)},
                .accepted = row.optional_id<AnswerId>(5),
                .imported_accepted = row.optional_id<AnswerId>(6),
            };
        }));
    if (!place) return fail(ErrorCode::not_found, "There is no such answer here.");
    return *place;
}

Result<void> delete_acceptance(db::Transaction& tx, AnswerId answer) {
    TRY(tx.execute(delete_acceptance_query, {answer}));
    return {};
}

} // namespace attest::storage
