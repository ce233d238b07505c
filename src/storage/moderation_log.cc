#include "storage/moderation_log.h"

namespace attest::storage {

namespace {

constexpr db::Query log_moderation_query{
    .name = "log_moderation",
    .sql = R"sql(
        INSERT INTO moderation_log (
            moderator_id, kind, post_id, comment_id, user_id, note, created_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7)
    )sql",
};

constexpr db::Query list_moderation_query{
    .name = "list_moderation",
    .sql = R"sql(
        SELECT
            l.id, m.display_name, l.moderator_id, l.kind, l.post_id, q.title, l.user_id,
            u.display_name, l.note, l.created_at
        FROM moderation_log AS l
        LEFT JOIN users AS m ON m.id = l.moderator_id
        LEFT JOIN users AS u ON u.id = l.user_id
        LEFT JOIN posts AS p ON p.id = l.post_id
        LEFT JOIN posts AS q ON q.id = coalesce(p.question_id, p.id)
        ORDER BY l.id DESC
        LIMIT $1 OFFSET $2
    )sql",
};

constexpr db::Query count_moderation_query{
    .name = "count_moderation",
    .sql = "SELECT COUNT(*) FROM moderation_log",
};

domain::LoggedAct read_act(const db::Row& row) {
    return {
        .id = row.integer(0),
        .moderator_name = row.optional_string(1).value_or(""),
        .moderator = row.optional_id<UserId>(2),
        .kind = row.string(3),
        .post = row.optional_id<PostId>(4),
        .title = row.optional_string(5).value_or(""),
        .user = row.optional_id<UserId>(6),
        .user_name = row.optional_string(7).value_or(""),
        .note = row.string(8),
        .at = row.time(9),
    };
}

} // namespace

Result<void> log_moderation(db::Transaction& tx, const ModerationAct& act, Time at) {
    TRY(tx.execute(
        log_moderation_query,
        {act.moderator, act.kind, act.post, act.comment, act.user, act.note, at}
    ));
    return {};
}

Result<std::vector<domain::LoggedAct>>
list_moderation(db::ReadTransaction& tx, const ModerationLogFilter& filter) {
    return tx.all(list_moderation_query, {filter.limit, filter.offset}, read_act);
}

Result<std::int64_t> count_moderation(db::ReadTransaction& tx) {
    const auto number = [](const db::Row& row) { return row.integer(0); };
    return TRY(tx.first(count_moderation_query, {}, number)).value_or(0);
}

} // namespace attest::storage
