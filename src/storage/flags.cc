#include "storage/flags.h"

namespace attest::storage {

namespace {

/// Characters of a flagged text that the list of flags shows.
constexpr std::int64_t flagged_text_length = 240;

constexpr db::Query insert_flag_query{
    .name = "insert_flag",
    .sql = R"sql(
        INSERT INTO flags (post_id, comment_id, user_id, kind, note, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING
        RETURNING id
    )sql",
};

constexpr db::Query find_flagged_comment_query{
    .name = "find_flagged_comment",
    .sql = "SELECT post_id FROM comments WHERE id = $1 AND deleted_at IS NULL",
};

constexpr db::Query list_open_flags_query{
    .name = "list_open_flags",
    .sql = R"sql(
        SELECT
            f.id, f.post_id, f.comment_id, q.id, q.title, f.kind, f.note, f.user_id,
            u.display_name, f.created_at, substr(coalesce(c.body_source, p.body_text), 1, $2)
        FROM flags AS f
        JOIN posts AS p ON p.id = f.post_id
        JOIN posts AS q ON q.id = coalesce(p.question_id, p.id)
        LEFT JOIN comments AS c ON c.id = f.comment_id
        LEFT JOIN users AS u ON u.id = f.user_id
        WHERE f.decided_at IS NULL
        ORDER BY f.created_at, f.id
        LIMIT $1
    )sql",
};

constexpr db::Query count_open_flags_query{
    .name = "count_open_flags",
    .sql = "SELECT COUNT(*) FROM flags WHERE decided_at IS NULL",
};

constexpr db::Query count_abuse_flags_query{
    .name = "count_abuse_flags",
    .sql = R"sql(
        SELECT COUNT(*)
        FROM flags
        WHERE post_id = $1 AND comment_id IS NULL AND kind IN (1, 2) AND decided_at IS NULL
    )sql",
};

constexpr db::Query decide_flag_query{
    .name = "decide_flag",
    .sql = R"sql(
        UPDATE flags
        SET decided_at = $2, decided_by = $3, is_helpful = $4
        WHERE id = $1 AND decided_at IS NULL
    )sql",
};

constexpr db::Query has_flag_query{
    .name = "has_flag",
    .sql = "SELECT 1 FROM flags WHERE id = $1",
};

constexpr db::Query decide_flags_of_post_query{
    .name = "decide_flags_of_post",
    .sql = R"sql(
        UPDATE flags
        SET decided_at = $2, decided_by = $3, is_helpful = 1
        WHERE post_id = $1 AND decided_at IS NULL
    )sql",
};

domain::OpenFlag read_open_flag(const db::Row& row) {
    return {
        .id = row.id<FlagId>(0),
        .post = row.id<PostId>(1),
        .comment = row.optional_id<CommentId>(2),
        .question = row.id<QuestionId>(3),
        .title = row.optional_string(4).value_or(""),
        .kind = row.choice<domain::FlagKind>(5),
        .note = row.string(6),
        .flagger = row.id<UserId>(7),
        .flagger_name = row.optional_string(8).value_or(""),
        .created_at = row.time(9),
        .text = row.string(10),
    };
}

Result<std::int64_t> count(
    db::ReadTransaction& tx,
    const db::Query& query,
    std::initializer_list<db::Parameter> parameters = {}
) {
    const auto number = [](const db::Row& row) { return row.integer(0); };
    return TRY(tx.first(query, parameters, number)).value_or(0);
}

} // namespace

Result<FlagId> insert_flag(db::Transaction& tx, const NewFlag& flag, Time at) {
    const std::optional<FlagId> id = TRY(tx.first(
        insert_flag_query,
        {flag.post, flag.comment, flag.flagger, flag.kind, flag.note, at},
        [](const db::Row& row) { return row.id<FlagId>(0); }
    ));
    if (!id) {
        return fail(
            ErrorCode::conflict, "You have flagged this already. A moderator will look at it."
        );
    }
    return *id;
}

Result<std::optional<PostId>> find_flagged_comment(db::ReadTransaction& tx, CommentId comment) {
    return tx.first(find_flagged_comment_query, {comment}, [](const db::Row& row) {
        return row.id<PostId>(0);
    });
}

Result<std::vector<domain::OpenFlag>> list_open_flags(db::ReadTransaction& tx, std::int64_t limit) {
    return tx.all(list_open_flags_query, {limit, flagged_text_length}, read_open_flag);
}

Result<std::int64_t> count_open_flags(db::ReadTransaction& tx) {
    return count(tx, count_open_flags_query);
}

Result<std::int64_t> count_abuse_flags(db::ReadTransaction& tx, PostId post) {
    return count(tx, count_abuse_flags_query, {post});
}

Result<void> decide_flag(db::Transaction& tx, const FlagDecision& decision, Time at) {
    const std::int64_t decided = TRY(
        tx.execute(decide_flag_query, {decision.flag, at, decision.decided_by, decision.is_helpful})
    );
    if (decided > 0) return {};
    if (TRY(count(tx, has_flag_query, {decision.flag})) == 0) {
        return fail(ErrorCode::not_found, "There is no such flag.");
    }
    return fail(ErrorCode::conflict, "Another moderator has decided this flag already.");
}

Result<void>
decide_flags_of_post(db::Transaction& tx, PostId post, std::optional<UserId> decided_by, Time at) {
    TRY(tx.execute(decide_flags_of_post_query, {post, at, decided_by}));
    return {};
}

} // namespace attest::storage
