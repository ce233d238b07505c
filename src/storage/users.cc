#include "storage/users.h"

#include "base/verify.h"
#include "domain/reputation.h"
#include "domain/tagging.h"
#include "storage/bylines.h"
#include "storage/changes.h"
#include "storage/sql.h"
#include "storage/totals.h"

#include <utility>

namespace attest::storage {

namespace {

constexpr SqlPiece listed_columns = R"sql(
    SELECT u.id, NULL, u.display_name, u.reputation, u.gold_count, u.silver_count, u.bronze_count,
           u.deleted_at, COALESCE(u.location, ''), u.created_at, u.question_count, u.answer_count
)sql";

constexpr db::Query find_user_query{
    .name = "find_user",
    .sql = joined<listed_columns, R"sql(
        , COALESCE(u.about_html, ''), COALESCE(u.website_url, ''), u.seen_at, u.view_count,
            u.is_moderator, u.suspended_until
        FROM users AS u
        WHERE u.id = $1 AND u.deleted_at IS NULL
    )sql">,
};

ListedUser read_listed_user(const db::Row& row) {
    return {
        .user = read_byline(row, 0),
        .location = row.string(8),
        .created_at = row.time(9),
        .question_count = row.integer(10),
        .answer_count = row.integer(11),
    };
}

UserRecord read_user(const db::Row& row) {
    return {
        .user = read_listed_user(row),
        .about_html = row.string(12),
        .website_url = row.string(13),
        .seen_at = row.optional_time(14),
        .view_count = row.integer(15),
        .is_moderator = row.boolean(16),
        .suspended_until = row.optional_time(17),
    };
}

} // namespace

Result<UserRecord> find_user(db::ReadTransaction& tx, UserId id) {
    std::optional<UserRecord> user = TRY(tx.first(find_user_query, {id}, read_user));
    if (!user) return fail(ErrorCode::not_found, "There is no such user here.");
    return std::move(*user);
}

namespace {

constexpr db::Query list_users_by_reputation_query{
    .name = "list_users_by_reputation",
    .sql = joined<listed_columns, R"sql(
        FROM users AS u
        WHERE u.deleted_at IS NULL
        ORDER BY u.reputation DESC, u.id LIMIT $1 OFFSET $2
    )sql">,
};

constexpr db::Query list_newest_users_query{
    .name = "list_newest_users",
    .sql = joined<listed_columns, R"sql(
        FROM users AS u
        WHERE u.deleted_at IS NULL
        ORDER BY u.created_at DESC, u.id DESC LIMIT $1 OFFSET $2
    )sql">,
};

constexpr db::Query list_users_by_name_query{
    .name = "list_users_by_name",
    .sql = joined<listed_columns, R"sql(
        FROM users AS u
        WHERE u.deleted_at IS NULL
        ORDER BY u.display_name COLLATE NOCASE, u.id LIMIT $1 OFFSET $2
    )sql">,
};

constexpr db::Query list_users_named_query{
    .name = "list_users_named",
    .sql = joined<listed_columns, R"sql(
        FROM users AS u
        WHERE u.deleted_at IS NULL
          AND u.display_name COLLATE NOCASE >= $1 AND u.display_name COLLATE NOCASE < $2
        ORDER BY u.display_name COLLATE NOCASE, u.id LIMIT $3
    )sql">,
};

const db::Query& list_query(UserKey key) {
    switch (key) {
    case UserKey::reputation:
        return list_users_by_reputation_query;
    case UserKey::newest:
        return list_newest_users_query;
    case UserKey::name:
        return list_users_by_name_query;
    }
    std::unreachable();
}

} // namespace

Result<std::vector<ListedUser>> list_users(db::ReadTransaction& tx, const UserListFilter& filter) {
    return tx.all(list_query(filter.key), {filter.limit, filter.offset}, read_listed_user);
}

Result<std::vector<ListedUser>>
list_users_by_name(db::ReadTransaction& tx, const NameRange& range) {
    return tx.all(list_users_named_query, {range.first, range.end, range.limit}, read_listed_user);
}

namespace {

constexpr db::Query list_questions_of_user_query{
    .name = "list_questions_of_user",
    .sql = R"sql(
        SELECT p.id, p.id, COALESCE(p.title, ''), p.score, p.created_at,
               p.accepted_answer_id IS NOT NULL, COALESCE(p.tags, ''), p.answer_count
        FROM posts AS p
        WHERE p.author_id = $1 AND p.kind = 1 AND p.deleted_at IS NULL
        ORDER BY p.score DESC, p.id DESC LIMIT $2 OFFSET $3
    )sql",
};

constexpr db::Query list_answers_of_user_query{
    .name = "list_answers_of_user",
    .sql = R"sql(
        SELECT p.id, q.id, COALESCE(q.title, ''), p.score, p.created_at,
               q.accepted_answer_id IS NOT NULL AND q.accepted_answer_id = p.id, '', q.answer_count
        FROM posts AS p
        CROSS JOIN posts AS q
        WHERE q.id = p.question_id AND p.author_id = $1 AND p.kind = 2 AND p.deleted_at IS NULL AND q.deleted_at IS NULL
        ORDER BY p.score DESC, p.id DESC LIMIT $2 OFFSET $3
    )sql",
};

PostOfUser read_post_of_user(const db::Row& row) {
    return {
        .id = row.id<PostId>(0),
        .question = row.id<QuestionId>(1),
        .question_title = row.string(2),
        .score = row.integer(3),
        .created_at = row.time(4),
        .is_accepted = row.boolean(5),
        .tags = domain::parse_tags(row.text(6)),
        .answer_count = row.integer(7),
    };
}

} // namespace

Result<std::vector<PostOfUser>>
list_posts_of_user(db::ReadTransaction& tx, const UserPostFilter& filter) {
    VERIFY(filter.kind == domain::PostKind::question || filter.kind == domain::PostKind::answer);
    const bool are_questions = filter.kind == domain::PostKind::question;
    return tx.all(
        are_questions ? list_questions_of_user_query : list_answers_of_user_query,
        {filter.user, filter.limit, filter.offset},
        read_post_of_user
    );
}

namespace {

constexpr db::Query insert_user_query{
    .name = "insert_user",
    .sql = R"sql(
        INSERT INTO users (id, display_name, reputation, created_at, account_id, name_key)
        SELECT COALESCE(MAX(id), $1 - 1) + 1, $2, $3, $4, $5, $6 FROM users WHERE id >= $1
        RETURNING id
    )sql",
};

/// What a user begins with is an event like any other: the sum of all is the number shown.
constexpr db::Query insert_opening_reputation_query{
    .name = "insert_opening_reputation",
    .sql = R"sql(
        INSERT INTO reputation_events (user_id, kind, points, amount, day, created_at)
        VALUES ($1, $2, $3, $3, $4, $5)
    )sql",
};

constexpr db::Query find_actor_query{
    .name = "find_actor",
    .sql = R"sql(
        SELECT id, account_id, display_name, reputation, is_moderator, created_at, suspended_until
        FROM users
        WHERE account_id = $1 AND deleted_at IS NULL
    )sql",
};

constexpr db::Query update_display_name_query{
    .name = "update_display_name",
    .sql = "UPDATE users SET display_name = $2 WHERE id = $1",
};

constexpr db::Query count_posts_query{
    .name = "count_posts",
    .sql = R"sql(
        UPDATE users
        SET question_count = question_count + $2, answer_count = answer_count + $3
        WHERE id = $1
    )sql",
};

constexpr db::Query count_votes_cast_query{
    .name = "count_votes_cast",
    .sql = R"sql(
        UPDATE users
        SET up_vote_count = up_vote_count + $2, down_vote_count = down_vote_count + $3
        WHERE id = $1
    )sql",
};

constexpr db::Query delete_user_query{
    .name = "delete_user",
    .sql = "UPDATE users SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL",
};

} // namespace

Result<UserId> insert_user(db::Transaction& tx, const NewUser& user) {
    const std::optional<UserId> id = TRY(tx.first(
        insert_user_query,
        {local_id_min,
         user.display_name,
         user.reputation,
         user.created_at,
         user.account,
         user.name_key},
        [](const db::Row& row) { return row.id<UserId>(0); }
    ));
    VERIFY(id.has_value());
    TRY(tx.execute(
        insert_opening_reputation_query,
        {*id,
         domain::ReputationKind::opening,
         user.reputation,
         domain::day_of(user.created_at),
         user.created_at}
    ));
    TRY(count_total(tx, "users", 1));
    TRY(record_user_change(tx, *id));
    return *id;
}

Result<std::optional<domain::Actor>> find_actor(db::ReadTransaction& tx, AccountId account) {
    return tx.first(find_actor_query, {account}, [](const db::Row& row) {
        return domain::Actor{
            .user = row.id<UserId>(0),
            .account = row.id<AccountId>(1),
            .display_name = row.string(2),
            .reputation = row.integer(3),
            .role = row.boolean(4) ? domain::Role::moderator : domain::Role::user,
            .joined_at = row.time(5),
            .suspended_until = row.optional_time(6),
        };
    });
}

Result<void> update_display_name(db::Transaction& tx, const UserName& name) {
    const std::int64_t changed =
        TRY(tx.execute(update_display_name_query, {name.id, name.display_name}));
    if (changed == 0) return fail(ErrorCode::not_found, "There is no such user here.");
    return record_user_change(tx, name.id);
}

Result<void> count_posts(db::Transaction& tx, UserId id, PostCounts change) {
    TRY(tx.execute(count_posts_query, {id, change.questions, change.answers}));
    announce_site(tx);
    return {};
}

Result<void> count_votes_cast(db::Transaction& tx, UserId id, VoteCounts change) {
    TRY(tx.execute(count_votes_cast_query, {id, change.up, change.down}));
    announce_site(tx);
    return {};
}

Result<void> delete_user(db::Transaction& tx, UserId id, Time at) {
    const std::int64_t changed = TRY(tx.execute(delete_user_query, {id, at}));
    if (changed == 0) return {};
    TRY(count_total(tx, "users", -1));
    return record_user_change(tx, id);
}

} // namespace attest::storage
