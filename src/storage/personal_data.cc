#include "storage/personal_data.h"

#include "base/json.h"
#include "storage/changes.h"
#include "storage/totals.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace attest::storage {

namespace {

enum class As : std::uint8_t { number, text, time };

struct Column {
    std::string_view name;
    As as = As::text;
};

constexpr std::size_t columns_max = 10;

/// A table in the download: its columns in the order of the statement, which takes the person as
/// $1.
struct Table {
    std::string_view name;
    db::Query query;
    std::array<Column, columns_max> columns;
};

constexpr std::array<Table, 5> account_tables{{
    {"account",
     {.name = "download_account",
      .sql = "SELECT id, email, display_name, created_at, confirmed_at FROM accounts WHERE id = $1"
     },
     {{{"id", As::number},
       {"email"},
       {"display_name"},
       {"created_at", As::time},
       {"confirmed_at", As::time}}}},
    {"sessions",
     {.name = "download_sessions",
      .sql = "SELECT device, address, created_at, seen_at FROM sessions WHERE account_id = $1"},
     {{{"device"}, {"address"}, {"created_at", As::time}, {"seen_at", As::time}}}},
    {"passkeys",
     {.name = "download_passkeys",
      .sql = "SELECT name, created_at, used_at FROM passkeys WHERE account_id = $1"},
     {{{"name"}, {"created_at", As::time}, {"used_at", As::time}}}},
    {"identities",
     {.name = "download_identities",
      .sql = "SELECT issuer, subject, created_at FROM openid_identities WHERE account_id = $1"},
     {{{"issuer"}, {"subject"}, {"created_at", As::time}}}},
    {"account_events",
     {.name = "download_account_events",
      .sql = "SELECT kind, detail, address, created_at FROM account_events WHERE account_id = $1 "
             "ORDER BY id"},
     {{{"kind"}, {"detail"}, {"address"}, {"created_at", As::time}}}},
}};

constexpr std::array<Table, 13> user_tables{{
    {"user",
     {.name = "download_user",
      .sql =
          "SELECT id, display_name, reputation, created_at, location, website_url, about_source, "
          "about_html FROM users WHERE id = $1"},
     {{{"id", As::number},
       {"display_name"},
       {"reputation", As::number},
       {"created_at", As::time},
       {"location"},
       {"website_url"},
       {"about_source"},
       {"about_html"}}}},
    {"posts",
     {.name = "download_posts",
      .sql = "SELECT id, kind, question_id, title, tags, score, created_at, deleted_at, license, "
             "body_html FROM posts WHERE author_id = $1 ORDER BY id"},
     {{{"id", As::number},
       {"kind", As::number},
       {"question_id", As::number},
       {"title"},
       {"tags"},
       {"score", As::number},
       {"created_at", As::time},
       {"deleted_at", As::time},
       {"license"},
       {"body_html"}}}},
    {"revisions",
     {.name = "download_revisions",
      .sql = "SELECT id, post_id, kind, created_at, summary, text FROM post_history "
             "WHERE author_id = $1 ORDER BY id"},
     {{{"id", As::number},
       {"post_id", As::number},
       {"kind", As::number},
       {"created_at", As::time},
       {"summary"},
       {"text"}}}},
    {"comments",
     {.name = "download_comments",
      .sql = "SELECT id, post_id, score, created_at, deleted_at, body_source FROM comments "
             "WHERE author_id = $1 ORDER BY id"},
     {{{"id", As::number},
       {"post_id", As::number},
       {"score", As::number},
       {"created_at", As::time},
       {"deleted_at", As::time},
       {"body"}}}},
    {"votes",
     {.name = "download_votes",
      .sql = "SELECT post_id, kind, created_at FROM votes WHERE user_id = $1 ORDER BY id"},
     {{{"post_id", As::number}, {"kind", As::number}, {"created_at", As::time}}}},
    {"comment_votes",
     {.name = "download_comment_votes",
      .sql = "SELECT comment_id, created_at FROM comment_votes WHERE user_id = $1"},
     {{{"comment_id", As::number}, {"created_at", As::time}}}},
    {"drafts",
     {.name = "download_drafts",
      .sql = "SELECT place, title, tags, body, found, answer, summary, updated_at FROM drafts "
             "WHERE user_id = $1"},
     {{{"place"},
       {"title"},
       {"tags"},
       {"body"},
       {"found"},
       {"answer"},
       {"summary"},
       {"updated_at", As::time}}}},
    {"bookmarks",
     {.name = "download_bookmarks",
      .sql = "SELECT post_id, created_at FROM bookmarks WHERE user_id = $1"},
     {{{"post_id", As::number}, {"created_at", As::time}}}},
    {"followed_posts",
     {.name = "download_followed_posts",
      .sql = "SELECT post_id, created_at FROM followed_posts WHERE user_id = $1"},
     {{{"post_id", As::number}, {"created_at", As::time}}}},
    {"inbox",
     {.name = "download_inbox",
      .sql = "SELECT kind, post_id, comment_id, claim_id, created_at, read_at FROM inbox_items "
             "WHERE user_id = $1 ORDER BY id"},
     {{{"kind", As::number},
       {"post_id", As::number},
       {"comment_id", As::number},
       {"claim_id", As::number},
       {"created_at", As::time},
       {"read_at", As::time}}}},
    {"reputation",
     {.name = "download_reputation",
      .sql = "SELECT kind, post_id, amount, created_at FROM reputation_events "
             "WHERE user_id = $1 ORDER BY id"},
     {{{"kind", As::number},
       {"post_id", As::number},
       {"amount", As::number},
       {"created_at", As::time}}}},
    {"suggested_edits",
     {.name = "download_suggested_edits",
      .sql = "SELECT post_id, title, tags, source, summary, created_at FROM suggested_edits "
             "WHERE author_id = $1 ORDER BY id"},
     {{{"post_id", As::number},
       {"title"},
       {"tags"},
       {"source"},
       {"summary"},
       {"created_at", As::time}}}},
    {"flags",
     {.name = "download_flags",
      .sql = "SELECT post_id, comment_id, kind, note, created_at FROM flags "
             "WHERE user_id = $1 ORDER BY id"},
     {{{"post_id", As::number},
       {"comment_id", As::number},
       {"kind", As::number},
       {"note"},
       {"created_at", As::time}}}},
}};

void write_value(JsonWriter& json, const db::Row& row, int at, As as) {
    if (row.is_null(at)) {
        json.null();
        return;
    }
    switch (as) {
    case As::number:
        json.value(row.integer(at));
        return;
    case As::text:
        json.value(row.text(at));
        return;
    case As::time:
        json.value(format_rfc3339(row.time(at)));
        return;
    }
}

void write_row(JsonWriter& json, const db::Row& row, const Table& table) {
    json.begin_object();
    int at = 0;
    for (const Column& column : table.columns) {
        if (column.name.empty()) break;
        json.key(column.name);
        write_value(json, row, at, column.as);
        ++at;
    }
    json.end_object();
}

Result<std::string>
read_tables(db::ReadTransaction& tx, std::span<const Table> tables, std::int64_t person) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    for (const Table& table : tables) {
        json.key(table.name).begin_array();
        TRY(tx.each(table.query, {person}, [&](const db::Row& row) { write_row(json, row, table); })
        );
        json.end_array();
    }
    json.end_object();
    return out;
}

} // namespace

Result<std::string> read_account_data(db::ReadTransaction& tx, AccountId account) {
    return read_tables(tx, account_tables, account.value);
}

Result<std::string> read_user_data(db::ReadTransaction& tx, UserId user) {
    return read_tables(tx, user_tables, user.value);
}

namespace {

constexpr db::Query erase_user_query{
    .name = "erase_user",
    .sql = R"sql(
        UPDATE users
        SET display_name = 'user' || id, name_key = NULL, account_id = NULL,
            origin_account_id = NULL, location = NULL, website_url = NULL, about_source = NULL,
            about_html = NULL, seen_at = NULL, is_moderator = 0, original = NULL, deleted_at = $2
        WHERE id = $1 AND deleted_at IS NULL
    )sql",
};

/// What is private goes; names printed beside what was written go too.
constexpr std::array<db::Query, 13> erase_around_user_queries{{
    {.name = "erase_drafts", .sql = "DELETE FROM drafts WHERE user_id = $1"},
    {.name = "erase_bookmarks", .sql = "DELETE FROM bookmarks WHERE user_id = $1"},
    {.name = "erase_followed_posts", .sql = "DELETE FROM followed_posts WHERE user_id = $1"},
    {.name = "erase_tag_marks", .sql = "DELETE FROM tag_marks WHERE user_id = $1"},
    {.name = "erase_inbox", .sql = "DELETE FROM inbox_items WHERE user_id = $1"},
    {.name = "erase_choices", .sql = "DELETE FROM notification_choices WHERE user_id = $1"},
    {.name = "erase_keys", .sql = "DELETE FROM idempotency_keys WHERE user_id = $1"},
    {.name = "erase_unsettled_edits",
     .sql = "DELETE FROM suggested_edits WHERE author_id = $1 AND decided_at IS NULL"},
    {.name = "erase_flag_notes", .sql = "UPDATE flags SET note = '' WHERE user_id = $1"},
    {.name = "erase_author_names",
     .sql = "UPDATE posts SET author_name = NULL WHERE author_id = $1 AND author_name IS NOT NULL"},
    {.name = "erase_editor_names",
     .sql = "UPDATE posts SET editor_name = NULL WHERE editor_id = $1 AND editor_name IS NOT NULL"},
    {.name = "erase_commenter_names",
     .sql =
         "UPDATE comments SET author_name = NULL WHERE author_id = $1 AND author_name IS NOT NULL"},
    {.name = "erase_reviser_names",
     .sql =
         "UPDATE post_history SET author_name = NULL WHERE author_id = $1 AND author_name IS NOT "
         "NULL"},
}};

} // namespace

Result<void> erase_user(db::Transaction& tx, UserId user, Time at) {
    if (TRY(tx.execute(erase_user_query, {user, at})) == 0) return {};
    for (const db::Query& query : erase_around_user_queries)
        TRY(tx.execute(query, {user}));
    TRY(count_total(tx, "users", -1));
    announce_site(tx);
    return record_user_change(tx, user);
}

} // namespace attest::storage
