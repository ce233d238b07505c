#include "storage/carry_over.h"

#include "db/database.h"
#include "db/transaction.h"
#include "domain/kinds.h"
#include "storage/bulk.h"
#include "storage/carry_over_people.h"
#include "storage/personal_data.h"

#include <optional>
#include <set>
#include <vector>

namespace attest::storage {

namespace {

/// Rows read in one snapshot of the live file.
constexpr std::int64_t slice_rows = 1'000;

template <typename Id>
constexpr Id before_local{local_id_min - 1};

} // namespace

constexpr db::Query has_posts_query{.name = "has_posts", .sql = "SELECT 1 FROM posts LIMIT 1"};

Result<bool> has_posts(db::ReadTransaction& tx) {
    const auto found = TRY(tx.first(has_posts_query, {}, [](const db::Row&) { return true; }));
    return found.has_value();
}

// ── What was done to imported rows ──

constexpr db::Query list_post_score_changes_query{
    .name = "list_post_score_changes",
    .sql = "SELECT id, score - imported_score FROM posts WHERE id < 1500000000 AND score <> "
           "imported_score",
};

constexpr db::Query add_post_score_query{
    .name = "add_post_score",
    .sql = "UPDATE posts SET score = imported_score + $2 WHERE id = $1",
};

constexpr db::Query list_comment_score_changes_query{
    .name = "list_comment_score_changes",
    .sql = "SELECT id, score - imported_score FROM comments WHERE id < 1500000000 AND score <> "
           "imported_score",
};

constexpr db::Query add_comment_score_query{
    .name = "add_comment_score",
    .sql = "UPDATE comments SET score = imported_score + $2 WHERE id = $1",
};

constexpr db::Query list_acceptances_query{
    .name = "list_acceptances",
    .sql = R"sql(
        SELECT id, accepted_answer_id
        FROM posts
        WHERE id < 1500000000 AND kind = 1 AND accepted_answer_id IS DISTINCT FROM imported_accepted_answer_id
    )sql",
};

constexpr db::Query carry_acceptance_query{
    .name = "carry_acceptance",
    .sql = "UPDATE posts SET accepted_answer_id = $2 WHERE id = $1",
};

constexpr db::Query list_deleted_posts_query{
    .name = "list_deleted_posts",
    .sql = "SELECT id, deleted_at FROM posts WHERE id < 1500000000 AND deleted_at IS NOT NULL",
};

constexpr db::Query carry_post_deletion_query{
    .name = "carry_post_deletion",
    .sql = "UPDATE posts SET deleted_at = $2 WHERE id = $1",
};

constexpr db::Query list_deleted_comments_query{
    .name = "list_deleted_comments",
    .sql = "SELECT id, deleted_at FROM comments WHERE id < 1500000000 AND deleted_at IS NOT NULL",
};

constexpr db::Query carry_comment_deletion_query{
    .name = "carry_comment_deletion",
    .sql = "UPDATE comments SET deleted_at = $2 WHERE id = $1",
};

constexpr db::Query list_members_query{
    .name = "list_members",
    .sql = R"sql(
        SELECT
            id, account_id, name_key, is_moderator, suspended_until, display_name, about_source,
            about_html, website_url, location
        FROM users
        WHERE account_id IS NOT NULL OR is_moderator = 1 OR suspended_until IS NOT NULL
    )sql",
};

constexpr db::Query carry_member_query{
    .name = "carry_member",
    .sql =
        "UPDATE users SET account_id = $2, name_key = coalesce($3, name_key), is_moderator = $4, "
        "suspended_until = $5 WHERE id = $1",
};

/// Whoever claimed a user says from then on what its profile says.
constexpr db::Query carry_profile_query{
    .name = "carry_profile",
    .sql = R"sql(
        UPDATE users
        SET display_name = $2, about_source = $3, about_html = $4, website_url = $5, location = $6
        WHERE id = $1
    )sql",
};

constexpr db::Query list_locks_query{
    .name = "list_locks",
    .sql = "SELECT id, locked_at FROM posts WHERE locked_at IS NOT NULL",
};

constexpr db::Query carry_lock_query{
    .name = "carry_lock",
    .sql = "UPDATE posts SET locked_at = $2 WHERE id = $1",
};

constexpr db::Query list_deleters_query{
    .name = "list_deleters",
    .sql = "SELECT id, deleted_by FROM posts WHERE deleted_by IS NOT NULL",
};

constexpr db::Query carry_deleter_query{
    .name = "carry_deleter",
    .sql = "UPDATE posts SET deleted_by = $2 WHERE id = $1",
};

constexpr db::Query list_comment_deleters_query{
    .name = "list_comment_deleters",
    .sql = "SELECT id, deleted_by FROM comments WHERE deleted_by IS NOT NULL",
};

constexpr db::Query carry_comment_deleter_query{
    .name = "carry_comment_deleter",
    .sql = "UPDATE comments SET deleted_by = $2 WHERE id = $1",
};

constexpr db::Query list_edited_comments_query{
    .name = "list_edited_comments",
    .sql = "SELECT id, edited_at, body_source, body_html FROM comments WHERE edited_at IS NOT NULL",
};

constexpr db::Query carry_edited_comment_query{
    .name = "carry_edited_comment",
    .sql = "UPDATE comments SET edited_at = $2, body_source = $3, body_html = $4 WHERE id = $1",
};

/// Closed or opened again here: the last word on it was spoken here.
constexpr db::Query list_closings_query{
    .name = "list_closings",
    .sql = R"sql(
        SELECT p.id, p.closed_at
        FROM posts AS p
        WHERE p.id IN (SELECT h.post_id FROM post_history AS h WHERE h.id >= 1500000000 AND h.kind IN (10, 11))
          AND p.id < 1500000000
    )sql",
};

constexpr db::Query carry_closing_query{
    .name = "carry_closing",
    .sql = "UPDATE posts SET closed_at = $2 WHERE id = $1",
};

/// Questions that were asked, answered or edited here are as active as that made them.
constexpr db::Query list_activities_query{
    .name = "list_activities",
    .sql = R"sql(
        SELECT p.id, p.active_at
        FROM posts AS p
        WHERE p.id < 1500000000 AND p.id IN (
            SELECT a.question_id FROM posts AS a WHERE a.id >= 1500000000 AND a.question_id IS NOT NULL
            UNION SELECT h.post_id FROM post_history AS h WHERE h.id >= 1500000000
            UNION SELECT a.question_id FROM posts AS a
            JOIN post_history AS h ON h.post_id = a.id
            WHERE h.id >= 1500000000 AND a.question_id IS NOT NULL
        )
    )sql",
};

constexpr db::Query carry_activity_query{
    .name = "carry_activity",
    .sql = "UPDATE posts SET active_at = max(active_at, $2) WHERE id = $1",
};

namespace {

/// One number (or none) of one imported row, and the statement that takes it over.
struct Change {
    std::int64_t id;
    std::optional<std::int64_t> value;
};

Result<void>
carry(db::Database& live, db::Transaction& built, const db::Query& list, const db::Query& take) {
    const auto make = [](const db::Row& row) {
        return Change{row.integer(0), row.optional_integer(1)};
    };
    const std::vector<Change> changes =
        TRY(live.read([&](db::ReadTransaction& tx) { return tx.all(list, {}, make); }));
    for (const Change& change : changes)
        TRY(built.execute(take, {change.id, change.value}));
    return {};
}

} // namespace

// ── People: whose a user is, and what they say of themselves ──

namespace {

struct CarriedMember {
    UserId id;
    std::optional<AccountId> account;
    std::optional<std::string> name_key;
    bool is_moderator;
    std::optional<Time> suspended_until;
    std::string display_name;
    std::optional<std::string> about_source;
    std::optional<std::string> about_html;
    std::optional<std::string> website_url;
    std::optional<std::string> location;
};

Result<void> carry_members(db::Database& live, db::Transaction& built) {
    const auto make = [](const db::Row& row) {
        return CarriedMember{
            .id = row.id<UserId>(0),
            .account = row.optional_id<AccountId>(1),
            .name_key = row.optional_string(2),
            .is_moderator = row.boolean(3),
            .suspended_until = row.optional_time(4),
            .display_name = row.string(5),
            .about_source = row.optional_string(6),
            .about_html = row.optional_string(7),
            .website_url = row.optional_string(8),
            .location = row.optional_string(9),
        };
    };
    const std::vector<CarriedMember> members =
        TRY(live.read([&](db::ReadTransaction& tx) { return tx.all(list_members_query, {}, make); })
        );
    for (const CarriedMember& member : members) {
        TRY(built.execute(
            carry_member_query,
            {member.id, member.account, member.name_key, member.is_moderator, member.suspended_until
            }
        ));
        if (!member.account) continue;
        TRY(built.execute(
            carry_profile_query,
            {member.id,
             member.display_name,
             member.about_source,
             member.about_html,
             member.website_url,
             member.location}
        ));
    }
    return {};
}

/// People who had themselves erased stay so, whatever a newer dump says of them.
constexpr db::Query list_erased_users_query{
    .name = "list_erased_users",
    .sql = R"sql(
        SELECT id, deleted_at
        FROM users
        WHERE id < 1500000000 AND deleted_at IS NOT NULL AND display_name = 'user' || id
    )sql",
};

struct ErasedUser {
    UserId id;
    Time at;
};

Result<void> carry_erasures(db::Database& live, db::Transaction& built) {
    const auto make = [](const db::Row& row) { return ErasedUser{row.id<UserId>(0), row.time(1)}; };
    const std::vector<ErasedUser> users = TRY(live.read([&](db::ReadTransaction& tx) {
        return tx.all(list_erased_users_query, {}, make);
    }));
    for (const ErasedUser& user : users)
        TRY(erase_user(built, user.id, user.at));
    return {};
}

struct CarriedComment {
    CommentId id;
    Time edited_at;
    std::string source;
    std::string html;
};

Result<void> carry_edited_comments(db::Database& live, db::Transaction& built) {
    const auto make = [](const db::Row& row) {
        return CarriedComment{row.id<CommentId>(0), row.time(1), row.string(2), row.string(3)};
    };
    const std::vector<CarriedComment> comments = TRY(live.read([&](db::ReadTransaction& tx) {
        return tx.all(list_edited_comments_query, {}, make);
    }));
    for (const CarriedComment& comment : comments) {
        TRY(built.execute(
            carry_edited_comment_query,
            {comment.id, comment.edited_at, comment.source, comment.html}
        ));
    }
    return {};
}

} // namespace

// ── Edits ──

constexpr db::Query list_edited_posts_query{
    .name = "list_edited_posts",
    .sql = R"sql(
        SELECT
            p.id,
            max(CASE WHEN h.kind IN (4, 7) THEN 1 ELSE 0 END),
            max(CASE WHEN h.kind IN (5, 8) THEN 1 ELSE 0 END),
            max(CASE WHEN h.kind IN (6, 9) THEN 1 ELSE 0 END)
        FROM post_history AS h
        JOIN posts AS p ON p.id = h.post_id
        WHERE h.id >= 1500000000 AND h.kind BETWEEN 4 AND 9 AND p.id < 1500000000
        GROUP BY p.id
    )sql",
};

constexpr db::Query carry_editor_query{
    .name = "carry_editor",
    .sql = "UPDATE posts SET editor_id = $2, editor_name = $3, edited_at = $4 WHERE id = $1",
};

constexpr db::Query carry_title_query{
    .name = "carry_title",
    .sql = "UPDATE posts SET title = $2 WHERE id = $1",
};

constexpr db::Query carry_tags_query{
    .name = "carry_tags",
    .sql = "UPDATE posts SET tags = $2 WHERE id = $1",
};

constexpr db::Query carry_body_query{
    .name = "carry_body",
    .sql = R"sql(
        UPDATE posts
        SET body_format = $2, renderer_version = $3, body_html = $4, body_text = $5
        WHERE id = $1
    )sql",
};

namespace {

struct Edited {
    PostId id;
    bool title;
    bool body;
    bool tags;
};

Result<std::optional<PostRow>> find_live_post(db::Database& live, PostId id) {
    std::vector<PostRow> rows = TRY(live.read([&](db::ReadTransaction& tx) {
        return list_posts_after(tx, PostId{id.value - 1}, 1);
    }));
    if (rows.empty() || rows.front().id != id) return std::nullopt;
    return std::move(rows.front());
}

Result<void> carry_edit(db::Database& live, db::Transaction& built, const Edited& edited) {
    const std::optional<PostRow> post = TRY(find_live_post(live, edited.id));
    if (!post) return {};
    TRY(built.execute(
        carry_editor_query, {post->id, post->editor_id, post->editor_name, post->edited_at}
    ));
    if (edited.title) TRY(built.execute(carry_title_query, {post->id, post->title}));
    if (edited.tags) TRY(built.execute(carry_tags_query, {post->id, post->tags}));
    if (!edited.body) return {};
    TRY(built.execute(
        carry_body_query,
        {post->id, post->body_format, post->renderer_version, post->body_html, post->body_text}
    ));
    return {};
}

Result<std::int64_t> carry_edits(db::Database& live, db::Transaction& built) {
    const auto make = [](const db::Row& row) {
        return Edited{row.id<PostId>(0), row.boolean(1), row.boolean(2), row.boolean(3)};
    };
    const std::vector<Edited> posts = TRY(live.read([&](db::ReadTransaction& tx) {
        return tx.all(list_edited_posts_query, {}, make);
    }));
    for (const Edited& edited : posts)
        TRY(carry_edit(live, built, edited));
    return static_cast<std::int64_t>(posts.size());
}

// ── Rows made here ──

template <typename Id, typename List, typename Insert>
Result<std::int64_t>
copy_local(db::Database& live, db::Transaction& built, Id after, List list, Insert insert) {
    std::int64_t copied = 0;
    while (true) {
        const auto rows =
            TRY(live.read([&](db::ReadTransaction& tx) { return list(tx, after, slice_rows); }));
        if (rows.empty()) return copied;
        // A tag that the dump has by now keeps the dump's id: tags are matched by name.
        for (const auto& row : rows)
            copied += TRY(insert(built, row)) ? 1 : 0;
        after = rows.back().id;
    }
}

Result<std::int64_t> copy_all_local(db::Database& live, db::Transaction& built) {
    std::int64_t rows = 0;
    rows += TRY(copy_local(live, built, before_local<UserId>, list_users_after, insert_user));
    rows += TRY(copy_local(live, built, before_local<BadgeId>, list_badges_after, insert_badge));
    rows += TRY(copy_local(live, built, before_local<TagId>, list_tags_after, insert_tag));
    rows += TRY(copy_local(live, built, before_local<PostId>, list_posts_after, insert_post));
    rows +=
        TRY(copy_local(live, built, before_local<PostHistoryId>, list_history_after, insert_history)
        );
    rows += TRY(copy_local(live, built, before_local<PostLinkId>, list_links_after, insert_link));
    rows +=
        TRY(copy_local(live, built, before_local<CommentId>, list_comments_after, insert_comment));
    rows += TRY(copy_local(live, built, before_local<VoteId>, list_votes_after, insert_vote));
    return rows;
}

} // namespace

// ── Rows that the dump no longer has ──

constexpr db::Query list_posts_with_something_local_query{
    .name = "list_posts_with_something_local",
    .sql = R"sql(
        SELECT question_id FROM posts WHERE id >= 1500000000 AND question_id < 1500000000
        UNION SELECT post_id FROM comments WHERE id >= 1500000000 AND post_id < 1500000000
        UNION SELECT post_id FROM votes WHERE id >= 1500000000 AND post_id < 1500000000
        UNION SELECT post_id FROM post_history WHERE id >= 1500000000 AND post_id < 1500000000
        UNION SELECT post_id FROM post_links WHERE id >= 1500000000 AND post_id < 1500000000
        UNION SELECT related_post_id FROM post_links WHERE id >= 1500000000 AND related_post_id < 1500000000
    )sql",
};

constexpr db::Query list_users_with_something_local_query{
    .name = "list_users_with_something_local",
    .sql = R"sql(
        SELECT id FROM users WHERE account_id IS NOT NULL AND id < 1500000000
        UNION SELECT user_id FROM reputation_events WHERE kind <> 1 AND user_id < 1500000000
        UNION SELECT author_id FROM posts WHERE id >= 1500000000 AND author_id < 1500000000
        UNION SELECT author_id FROM comments WHERE id >= 1500000000 AND author_id < 1500000000
        UNION SELECT user_id FROM votes WHERE id >= 1500000000 AND user_id < 1500000000
        UNION SELECT author_id FROM post_history WHERE id >= 1500000000 AND author_id < 1500000000
        UNION SELECT user_id FROM badges WHERE id >= 1500000000 AND user_id < 1500000000
    )sql",
};

constexpr db::Query has_post_query{.name = "has_post", .sql = "SELECT 1 FROM posts WHERE id = $1"};
constexpr db::Query find_opening_query{
    .name = "find_opening",
    .sql = "SELECT points FROM reputation_events WHERE user_id = $1 AND kind = 1",
};
constexpr db::Query has_user_query{.name = "has_user", .sql = "SELECT 1 FROM users WHERE id = $1"};

constexpr db::Query list_history_ids_query{
    .name = "list_history_ids",
    .sql = "SELECT id FROM post_history WHERE post_id = $1 AND id < 1500000000 ORDER BY id",
};

namespace {

Result<std::vector<std::int64_t>> list_ids(db::Database& live, const db::Query& query) {
    const auto id = [](const db::Row& row) { return row.integer(0); };
    return live.read([&](db::ReadTransaction& tx) { return tx.all(query, {}, id); });
}

Result<bool> is_there(db::Transaction& built, const db::Query& query, std::int64_t id) {
    return TRY(built.first(query, {id}, [](const db::Row&) { return true; })).has_value();
}

/// A post whose text was edited here keeps the revisions that its edits stand on.
Result<void> keep_history(db::Database& live, db::Transaction& built, PostId post) {
    const auto make = [](const db::Row& row) { return row.integer(0); };
    const auto ids = TRY(live.read([&](db::ReadTransaction& tx) {
        return tx.all(list_history_ids_query, {post}, make);
    }));
    for (const std::int64_t id : ids) {
        const auto rows = TRY(live.read([&](db::ReadTransaction& tx) {
            return list_history_after(tx, PostHistoryId{id - 1}, 1);
        }));
        for (const HistoryRow& row : rows)
            TRY(insert_history(built, row));
    }
    return {};
}

Result<std::int64_t> keep_posts(db::Database& live, db::Transaction& built, Time now) {
    const std::vector<std::int64_t> ids =
        TRY(list_ids(live, list_posts_with_something_local_query));
    std::set<std::int64_t> waiting(ids.begin(), ids.end());
    std::int64_t kept = 0;
    while (!waiting.empty()) {
        const std::int64_t id = waiting.extract(waiting.begin()).value();
        if (TRY(is_there(built, has_post_query, id))) continue;
        std::optional<PostRow> post = TRY(find_live_post(live, PostId{id}));
        if (!post) continue;
        if (!post->deleted_at) post->deleted_at = now;
        TRY(insert_post(built, *post));
        TRY(keep_history(live, built, post->id));
        ++kept;
        // An answer needs its question.
        if (post->question_id) waiting.insert(post->question_id->value);
    }
    return kept;
}

Result<std::int64_t> keep_users(db::Database& live, db::Transaction& built, Time now) {
    std::int64_t kept = 0;
    for (const std::int64_t id : TRY(list_ids(live, list_users_with_something_local_query))) {
        if (TRY(is_there(built, has_user_query, id))) continue;
        auto users = TRY(live.read([&](db::ReadTransaction& tx) {
            return list_users_after(tx, UserId{id - 1}, 1);
        }));
        if (users.empty() || users.front().id.value != id) continue;
        if (!users.front().deleted_at) users.front().deleted_at = now;
        // Like every imported user's, until the site's own events are counted (recount.h).
        const auto opening = [](const db::Row& row) { return row.integer(0); };
        const std::optional<std::int64_t> reputation = TRY(live.read([&](db::ReadTransaction& tx) {
            return tx.first(find_opening_query, {id}, opening);
        }));
        if (reputation) users.front().reputation = *reputation;
        TRY(insert_user(built, users.front()));
        ++kept;
    }
    return kept;
}

} // namespace

Result<CarriedOver> carry_over(db::Database& live, db::Transaction& built, Time now) {
    CarriedOver carried;
    carried.kept_deleted += TRY(keep_posts(live, built, now));
    carried.kept_deleted += TRY(keep_users(live, built, now));
    carried.rows = TRY(copy_all_local(live, built));
    carried.edited_posts = TRY(carry_edits(live, built));
    TRY(carry(live, built, list_post_score_changes_query, add_post_score_query));
    TRY(carry(live, built, list_comment_score_changes_query, add_comment_score_query));
    TRY(carry(live, built, list_acceptances_query, carry_acceptance_query));
    TRY(carry(live, built, list_closings_query, carry_closing_query));
    TRY(carry(live, built, list_activities_query, carry_activity_query));
    TRY(carry(live, built, list_deleted_posts_query, carry_post_deletion_query));
    TRY(carry(live, built, list_deleted_comments_query, carry_comment_deletion_query));
    TRY(carry(live, built, list_deleters_query, carry_deleter_query));
    TRY(carry(live, built, list_comment_deleters_query, carry_comment_deleter_query));
    TRY(carry(live, built, list_locks_query, carry_lock_query));
    TRY(carry_edited_comments(live, built));
    TRY(carry_members(live, built));
    TRY(carry_erasures(live, built));
    carried.rows += TRY(copy_people_tables(live, built));
    return carried;
}

} // namespace attest::storage
