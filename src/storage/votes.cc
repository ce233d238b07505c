#include "storage/votes.h"

namespace attest::storage {

namespace {

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

Result<std::optional<VoteId>> find_vote(db::ReadTransaction& tx, const Ballot& ballot) {
    return tx.first(
        find_vote_query,
        {ballot.post, ballot.voter, ballot.kind},
        [](const db::Row& row) { return row.id<VoteId>(0); }
    );
}

} // namespace

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

} // namespace attest::storage
