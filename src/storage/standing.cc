#include "storage/standing.h"

#include "db/transaction.h"
#include "storage/changes.h"

#include <array>

namespace attest::storage {

namespace {

constexpr db::Query find_standing_of_user_query{
    .name = "find_standing_of_user",
    .sql = R"sql(
        SELECT id, display_name, account_id, is_moderator, suspended_until, reputation
        FROM users
        WHERE id = $1 AND deleted_at IS NULL
    )sql",
};

constexpr db::Query find_standing_of_account_query{
    .name = "find_standing_of_account",
    .sql = R"sql(
        SELECT id, display_name, account_id, is_moderator, suspended_until, reputation
        FROM users
        WHERE account_id = $1 AND deleted_at IS NULL
    )sql",
};

constexpr db::Query update_moderator_query{
    .name = "update_moderator",
    .sql = "UPDATE users SET is_moderator = $2 WHERE id = $1",
};

constexpr db::Query update_suspension_query{
    .name = "update_suspension",
    .sql = "UPDATE users SET suspended_until = $2 WHERE id = $1",
};

constexpr db::Query update_owner_query{
    .name = "update_owner",
    .sql = "UPDATE users SET account_id = $2 WHERE id = $1",
};

constexpr db::Query has_acted_query{
    .name = "has_acted",
    .sql = R"sql(
        SELECT 1 WHERE
            EXISTS (SELECT 1 FROM posts WHERE author_id = $1)
            OR EXISTS (SELECT 1 FROM comments WHERE author_id = $1)
            OR EXISTS (SELECT 1 FROM post_history WHERE author_id = $1 AND id >= 1500000000)
            OR EXISTS (SELECT 1 FROM votes WHERE user_id = $1 AND id >= 1500000000)
            OR EXISTS (SELECT 1 FROM comment_votes WHERE user_id = $1)
            OR EXISTS (SELECT 1 FROM flags WHERE user_id = $1)
            OR EXISTS (SELECT 1 FROM suggested_edits WHERE author_id = $1)
            OR EXISTS (SELECT 1 FROM suggested_edit_votes WHERE user_id = $1)
            OR EXISTS (SELECT 1 FROM closing_votes WHERE user_id = $1)
            OR EXISTS (SELECT 1 FROM deletion_votes WHERE user_id = $1)
    )sql",
};

constexpr std::array<db::Query, 5> move_marks_queries{{
    {.name = "move_drafts", .sql = "UPDATE OR IGNORE drafts SET user_id = $2 WHERE user_id = $1"},
    {.name = "move_bookmarks",
     .sql = "UPDATE OR IGNORE bookmarks SET user_id = $2 WHERE user_id = $1"},
    {.name = "move_followed_posts",
     .sql = "UPDATE OR IGNORE followed_posts SET user_id = $2 WHERE user_id = $1"},
    {.name = "move_tag_marks",
     .sql = "UPDATE OR IGNORE tag_marks SET user_id = $2 WHERE user_id = $1"},
    {.name = "move_choices",
     .sql = "UPDATE OR IGNORE notification_choices SET user_id = $2 WHERE user_id = $1"},
}};

Standing read_standing(const db::Row& row) {
    return {
        .user = row.id<UserId>(0),
        .display_name = row.string(1),
        .account = row.optional_id<AccountId>(2),
        .is_moderator = row.boolean(3),
        .suspended_until = row.optional_time(4),
        .reputation = row.integer(5),
    };
}

} // namespace

Result<std::optional<Standing>> find_standing(db::ReadTransaction& tx, UserId user) {
    return tx.first(find_standing_of_user_query, {user}, read_standing);
}

Result<std::optional<Standing>> find_standing(db::ReadTransaction& tx, AccountId account) {
    return tx.first(find_standing_of_account_query, {account}, read_standing);
}

Result<void> update_moderator(db::Transaction& tx, UserId user, bool is_moderator) {
    TRY(tx.execute(update_moderator_query, {user, is_moderator}));
    return record_user_change(tx, user);
}

Result<void> update_suspension(db::Transaction& tx, UserId user, std::optional<Time> until) {
    TRY(tx.execute(update_suspension_query, {user, until}));
    return record_user_change(tx, user);
}

Result<void> update_owner(db::Transaction& tx, UserId user, AccountId account) {
    TRY(tx.execute(update_owner_query, {user, account}));
    return record_user_change(tx, user);
}

Result<bool> has_acted(db::ReadTransaction& tx, UserId user) {
    return TRY(tx.first(has_acted_query, {user}, [](const db::Row& /*row*/) { return true; })
    ).has_value();
}

Result<void> move_marks(db::Transaction& tx, const Heir& heir) {
    for (const db::Query& query : move_marks_queries)
        TRY(tx.execute(query, {heir.from, heir.to}));
    return {};
}

} // namespace attest::storage
