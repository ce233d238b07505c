#include "storage/carry_over_people.h"

#include "base/verify.h"
#include "db/database.h"
#include "db/transaction.h"

#include <array>
#include <optional>
#include <string>

namespace attest::storage {

namespace {

/// Rows read in one snapshot of the live file, so that none lives longer than it may.
constexpr std::int64_t slice_rows = 20'000;

/// A table that is copied whole, column by column.
struct CopiedTable {
    std::string_view name;
    db::Query list;         ///< A slice: LIMIT $1 OFFSET $2.
    db::Query insert;       ///< The same columns.
    std::string_view types; ///< A letter for each column: i number, t text, b blob.
};

/// Tag synonyms and marks are not among them: they refer to tags, whose ids may be other ones in
/// the built file, and are matched by name below. What users began with is the dump's affair.
constexpr auto copied_tables = std::to_array<CopiedTable>({
    {
        .name = "reputation_events",
        .list =
            {"list_reputation_events_to_carry",
             R"sql(
                SELECT user_id, kind, post_id, actor_id, points, amount, day, created_at
                FROM reputation_events
                WHERE NOT (kind = 1 AND user_id < 1500000000)
                ORDER BY id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_reputation_events",
             R"sql(
                INSERT INTO reputation_events (user_id, kind, post_id, actor_id, points, amount,
                    day, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iiiiiiii",
    },
    {
        .name = "idempotency_keys",
        .list =
            {"list_idempotency_keys_to_carry",
             R"sql(
                SELECT user_id, key, kind, result_id, created_at
                FROM idempotency_keys
                ORDER BY user_id, key LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_idempotency_keys",
             R"sql(
                INSERT INTO idempotency_keys (user_id, key, kind, result_id, created_at)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "ittii",
    },
    {
        .name = "drafts",
        .list =
            {"list_drafts_to_carry",
             R"sql(
                SELECT user_id, place, title, tags, body, answer, summary, updated_at
                FROM drafts
                ORDER BY user_id, place LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_drafts",
             R"sql(
                INSERT INTO drafts
                    (user_id, place, title, tags, body, answer, summary, updated_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "itttttti",
    },
    {
        .name = "suggested_edits",
        .list =
            {"list_suggested_edits_to_carry",
             R"sql(
                SELECT id, post_id, author_id, base_guid, title, tags, source, summary, created_at,
                    decided_at, is_approved, reason
                FROM suggested_edits
                ORDER BY id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_suggested_edits",
             R"sql(
                INSERT INTO suggested_edits (id, post_id, author_id, base_guid, title, tags, source,
                    summary, created_at, decided_at, is_approved, reason)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iiibttttiiit",
    },
    {
        .name = "suggested_edit_votes",
        .list =
            {"list_suggested_edit_votes_to_carry",
             R"sql(
                SELECT suggested_edit_id, user_id, approves, created_at
                FROM suggested_edit_votes
                ORDER BY suggested_edit_id, user_id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_suggested_edit_votes",
             R"sql(
                INSERT INTO suggested_edit_votes (suggested_edit_id, user_id, approves, created_at)
                VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iiii",
    },
    {
        .name = "comment_votes",
        .list =
            {"list_comment_votes_to_carry",
             R"sql(
                SELECT comment_id, user_id, created_at
                FROM comment_votes
                ORDER BY comment_id, user_id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_comment_votes",
             R"sql(
                INSERT INTO comment_votes (comment_id, user_id, created_at)
                VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iii",
    },
    {
        .name = "followed_posts",
        .list =
            {"list_followed_posts_to_carry",
             R"sql(
                SELECT user_id, post_id, created_at
                FROM followed_posts
                ORDER BY user_id, post_id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_followed_posts",
             R"sql(
                INSERT INTO followed_posts (user_id, post_id, created_at)
                VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iii",
    },
    {
        .name = "bookmarks",
        .list =
            {"list_bookmarks_to_carry",
             R"sql(
                SELECT user_id, post_id, created_at
                FROM bookmarks
                ORDER BY user_id, post_id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_bookmarks",
             R"sql(
                INSERT INTO bookmarks (user_id, post_id, created_at)
                VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iii",
    },
    {
        .name = "flags",
        .list =
            {"list_flags_to_carry",
             R"sql(
                SELECT id, post_id, comment_id, user_id, kind, note, created_at, decided_at,
                    decided_by, is_helpful
                FROM flags
                ORDER BY id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_flags",
             R"sql(
                INSERT INTO flags (id, post_id, comment_id, user_id, kind, note, created_at,
                    decided_at, decided_by, is_helpful)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iiiiitiiii",
    },
    {
        .name = "closing_votes",
        .list =
            {"list_closing_votes_to_carry",
             R"sql(
                SELECT id, question_id, user_id, is_reopening, reason, note, originals, created_at,
                    settled_at
                FROM closing_votes
                ORDER BY id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_closing_votes",
             R"sql(
                INSERT INTO closing_votes (id, question_id, user_id, is_reopening, reason, note,
                    originals, created_at, settled_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iiiitttii",
    },
    {
        .name = "deletion_votes",
        .list =
            {"list_deletion_votes_to_carry",
             R"sql(
                SELECT post_id, user_id, is_undeletion, created_at
                FROM deletion_votes
                ORDER BY post_id, user_id, is_undeletion LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_deletion_votes",
             R"sql(
                INSERT INTO deletion_votes (post_id, user_id, is_undeletion, created_at)
                VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iiii",
    },
    {
        .name = "inbox_items",
        .list =
            {"list_inbox_items_to_carry",
             R"sql(
                SELECT id, user_id, kind, post_id, comment_id, actor_id, object_id, created_at,
                    read_at
                FROM inbox_items
                ORDER BY id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_inbox_items",
             R"sql(
                INSERT INTO inbox_items (id, user_id, kind, post_id, comment_id, actor_id,
                    object_id, created_at, read_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iiiiiiiii",
    },
    {
        .name = "notification_choices",
        .list =
            {"list_notification_choices_to_carry",
             R"sql(
                SELECT user_id, kind, wants_mail
                FROM notification_choices
                ORDER BY user_id, kind LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_notification_choices",
             R"sql(
                INSERT INTO notification_choices (user_id, kind, wants_mail)
                VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iii",
    },
    {
        .name = "jobs",
        .list =
            {"list_jobs_to_carry",
             R"sql(
                SELECT id, kind, payload, run_after, attempts, created_at
                FROM jobs
                ORDER BY id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_jobs",
             R"sql(
                INSERT INTO jobs (id, kind, payload, run_after, attempts, created_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "ittiii",
    },
    {
        .name = "moderation_log",
        .list =
            {"list_moderation_log_to_carry",
             R"sql(
                SELECT id, moderator_id, kind, post_id, comment_id, user_id, note, created_at
                FROM moderation_log
                ORDER BY id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_moderation_log",
             R"sql(
                INSERT INTO moderation_log (id, moderator_id, kind, post_id, comment_id, user_id,
                    note, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iitiiiti",
    },
});

constexpr auto tables_by_tag = std::to_array<CopiedTable>({
    {
        .name = "tag_marks",
        .list =
            {"list_tag_marks_to_carry",
             R"sql(
                SELECT m.user_id, t.name, m.is_ignored, m.created_at
                FROM tag_marks AS m
                JOIN tags AS t ON t.id = m.tag_id
                ORDER BY m.user_id, m.tag_id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_tag_marks",
             R"sql(
                INSERT INTO tag_marks (user_id, tag_id, is_ignored, created_at)
                SELECT $1, id, $3, $4
                FROM tags
                WHERE name = $2
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "itii",
    },
    {
        .name = "tag_synonyms",
        .list =
            {"list_tag_synonyms_to_carry",
             R"sql(
                SELECT s.name, t.name, s.suggested_by, s.created_at, s.approved_at
                FROM tag_synonyms AS s
                JOIN tags AS t ON t.id = s.tag_id
                ORDER BY s.name LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_tag_synonyms",
             R"sql(
                INSERT INTO tag_synonyms (name, tag_id, suggested_by, created_at, approved_at)
                SELECT $1, id, $3, $4, $5
                FROM tags
                WHERE name = $2
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "ttiii",
    },
});

/// A row while it is between the two files.
struct CarriedRow {
    std::vector<std::optional<std::int64_t>> numbers;
    std::vector<std::optional<std::string>> texts;
};

CarriedRow read_row(const db::Row& row, std::string_view types) {
    CarriedRow carried;
    for (std::size_t column = 0; column < types.size(); ++column) {
        const int index = static_cast<int>(column);
        if (types[column] == 'i') {
            carried.numbers.push_back(row.optional_integer(index));
        } else if (row.is_null(index)) {
            carried.texts.emplace_back();
        } else {
            carried.texts.emplace_back(types[column] == 't' ? row.text(index) : row.blob(index));
        }
    }
    return carried;
}

std::vector<db::Parameter> parameters_of(const CarriedRow& row, std::string_view types) {
    std::vector<db::Parameter> parameters;
    std::size_t number = 0;
    std::size_t text = 0;
    for (const char type : types) {
        if (type == 'i') {
            parameters.emplace_back(row.numbers[number++]);
        } else if (const std::optional<std::string>& value = row.texts[text++]; !value) {
            parameters.emplace_back(std::nullopt);
        } else if (type == 't') {
            parameters.emplace_back(*value);
        } else {
            parameters.emplace_back(db::Blob{*value});
        }
    }
    return parameters;
}

Result<std::int64_t>
copy_table(db::Database& live, db::Transaction& built, const CopiedTable& table) {
    std::int64_t copied = 0;
    for (std::int64_t offset = 0;; offset += slice_rows) {
        const std::vector<CarriedRow> rows = TRY(live.read([&](db::ReadTransaction& tx) {
            return tx.all(table.list, {slice_rows, offset}, [&](const db::Row& row) {
                return read_row(row, table.types);
            });
        }));
        for (const CarriedRow& row : rows) {
            const std::vector<db::Parameter> parameters = parameters_of(row, table.types);
            copied += TRY(built.execute(table.insert, std::span<const db::Parameter>{parameters}));
        }
        if (static_cast<std::int64_t>(rows.size()) < slice_rows) return copied;
    }
}

} // namespace

Result<std::int64_t> copy_people_tables(db::Database& live, db::Transaction& built) {
    std::int64_t copied = 0;
    for (const CopiedTable& table : copied_tables)
        copied += TRY(copy_table(live, built, table));
    for (const CopiedTable& table : tables_by_tag)
        copied += TRY(copy_table(live, built, table));
    return copied;
}

std::vector<std::string_view> people_tables() {
    std::vector<std::string_view> names;
    for (const CopiedTable& table : copied_tables)
        names.push_back(table.name);
    for (const CopiedTable& table : tables_by_tag)
        names.push_back(table.name);
    return names;
}

} // namespace attest::storage
