#include "storage/carry_over_people.h"

#include "base/verify.h"
#include "db/database.h"
#include "db/transaction.h"
#include "storage/scan_words.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

namespace attest::storage {

namespace {

/// Rows read in one snapshot of the live file, so that none lives longer than it may.
constexpr std::int64_t slice_rows = 20'000;

/// Of scans' pages, which hold their texts: some ten kilobytes each.
constexpr std::int64_t page_slice_rows = 500;

/// A table of which every row is copied, column by column, in the order of its key.
struct WholeTable {
    std::string_view name;
    std::string_view columns;
    std::string_view key;
    std::string_view types; ///< As CopiedTable's.
    std::int64_t slice = slice_rows;
};

/// A table that is copied by statements of its own.
struct CopiedTable {
    std::string_view name;
    db::Query list;         ///< A slice: LIMIT $1 OFFSET $2.
    db::Query insert;       ///< The same columns.
    std::string_view types; ///< A letter for each column: i number, t text, b blob.
    std::int64_t slice = slice_rows;
};

/// What users began with is the dump's affair.
constexpr auto copied_tables = std::to_array<CopiedTable>({
    {
        .name = "reputation_events",
        .list =
            {"list_reputation_events_to_carry",
             R"sql(
                SELECT user_id, kind, post_id, actor_id, points, amount, day, created_at,
                    citation_id
                FROM reputation_events
                WHERE NOT (kind = 1 AND user_id < 1500000000)
                ORDER BY id LIMIT $1 OFFSET $2
            )sql"},
        .insert =
            {"carry_reputation_events",
             R"sql(
                INSERT INTO reputation_events (user_id, kind, post_id, actor_id, points, amount,
                    day, created_at, citation_id)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT DO NOTHING
            )sql"},
        .types = "iiiiiiiii",
    },
});

/// They refer to tags, whose ids may be other ones in the built file: matched by name.
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

/// Copied as they are.
constexpr auto whole_tables = std::to_array<WholeTable>({
    {.name = "idempotency_keys",
     .columns = "user_id, key, kind, result_id, created_at",
     .key = "user_id, key",
     .types = "ittii"},
    {.name = "drafts",
     .columns = "user_id, place, title, tags, body, answer, summary, base, updated_at, found",
     .key = "user_id, place",
     .types = "itttttttit"},
    {.name = "suggested_edits",
     .columns = "id, post_id, author_id, base_guid, title, tags, source, summary, created_at, "
                "decided_at, is_approved, reason",
     .key = "id",
     .types = "iiibttttiiit"},
    {.name = "suggested_edit_votes",
     .columns = "suggested_edit_id, user_id, approves, created_at",
     .key = "suggested_edit_id, user_id",
     .types = "iiii"},
    {.name = "comment_votes",
     .columns = "comment_id, user_id, created_at",
     .key = "comment_id, user_id",
     .types = "iii"},
    {.name = "followed_posts",
     .columns = "user_id, post_id, created_at",
     .key = "user_id, post_id",
     .types = "iii"},
    {.name = "bookmarks",
     .columns = "user_id, post_id, created_at",
     .key = "user_id, post_id",
     .types = "iii"},
    {.name = "flags",
     .columns = "id, post_id, comment_id, user_id, kind, note, created_at, decided_at, decided_by, "
                "is_helpful",
     .key = "id",
     .types = "iiiiitiiii"},
    {.name = "closing_votes",
     .columns =
         "id, question_id, user_id, is_reopening, reason, note, originals, created_at, settled_at",
     .key = "id",
     .types = "iiiitttii"},
    {.name = "deletion_votes",
     .columns = "post_id, user_id, is_undeletion, created_at",
     .key = "post_id, user_id, is_undeletion",
     .types = "iiii"},
    {.name = "inbox_items",
     .columns = "id, user_id, kind, post_id, comment_id, actor_id, object_id, created_at, read_at, "
                "claim_id",
     .key = "id",
     .types = "iiiiiiiiii"},
    {.name = "notification_choices",
     .columns = "user_id, kind, wants_mail",
     .key = "user_id, kind",
     .types = "iii"},
    {.name = "jobs",
     .columns = "id, kind, payload, run_after, attempts, created_at",
     .key = "id",
     .types = "ittiii"},
    {.name = "moderation_log",
     .columns = "id, moderator_id, kind, post_id, comment_id, user_id, note, created_at",
     .key = "id",
     .types = "iitiiiti"},
    {.name = "sources",
     .columns =
         "id, key, csl, title, author, issued, kind, is_single_item, criticism, distrust_reason, "
         "distrusted_by, title_key, author_key, year, doi, isbn, issn, url, shelfmark, "
         "origin_group, merged_into, created_by, created_at, edited_at, revision, language",
     .key = "id",
     .types = "itttttiittittitttttiiiiiit"},
    {.name = "source_aliases", .columns = "alias, source_id", .key = "alias", .types = "ti"},
    {.name = "source_words", .columns = "word, source_id", .key = "word, source_id", .types = "ti"},
    {.name = "source_revisions",
     .columns = "source_id, revision, csl, kind, criticism, user_id, created_at",
     .key = "source_id, revision",
     .types = "iititii"},
    {.name = "source_links",
     .columns = "from_id, to_id, kind, user_id, created_at",
     .key = "from_id, to_id, kind",
     .types = "iiiii"},
    {.name = "source_files",
     .columns = "id, source_id, sha256, name, media_type, bytes, page_count, label_offset, rights, "
                "state, failure, hidden_reason, user_id, created_at",
     .key = "id",
     .types = "iitttiiiiittii"},
    {.name = "source_pages",
     .columns = "file_id, page_index, label, width, height, text, boxes, text_from, revision, "
                "image_sha256, thumbnail_sha256, failure",
     .key = "file_id, page_index",
     .types = "iitiitbiittt",
     .slice = page_slice_rows},
    {.name = "claims",
     .columns =
         "id, post_id, revision, ordinal, exact, prefix, suffix, start, wording_hash, "
         "is_detached, status, summary, asked_by, same_as, created_at, is_inference, same_by, "
         "same_at, is_bare_link",
     .key = "id",
     .types = "iibitttitiitiiiiiii"},
    {.name = "claim_bases",
     .columns = "claim_id, base_id",
     .key = "claim_id, base_id",
     .types = "ii"},
    {.name = "scan_flags",
     .columns = "id, file_id, user_id, note, created_at, settled_at, settled_by",
     .key = "id",
     .types = "iiitiii"},
    {.name = "citations",
     .columns =
         "id, claim_id, source_id, through_id, label, locator, page_from, page_to, file_id, "
         "page_index, quote, translation, box, likeness, relation, kind, is_absence, note, "
         "is_in_text, user_id, created_at, withdrawn_at, content_hash, state, yes_count, no_count, "
         "next_box, is_link, drawn_box, drawn_file_id, drawn_page_index, drawn_by",
     .key = "id",
     .types = "iiiittttiitttiiiitiiiitiiititiii"},
    {.name = "citation_searches", .columns = "turn, citation_id", .key = "turn", .types = "ii"},
    {.name = "citation_checks",
     .columns = "id, citation_id, user_id, verdict, is_of_translation, seen, note, reply, "
                "wording_hash, content_hash, page_sha256, address_hash, is_latest, created_at, "
                "passage",
     .key = "id",
     .types = "iiiiiittttttiit"},
    {.name = "waiting_checks",
     .columns = "token_hash, citation_id, verdict, is_of_translation, seen, note, passage, "
                "wording_hash, content_hash, address_hash, created_at, expires_at",
     .key = "token_hash",
     .types = "tiiiittttt"
              "ii"},
    {.name = "post_evidence",
     .columns = "post_id, question_id, claim_count, counts",
     .key = "post_id",
     .types = "iiit"},
    {.name = "claim_dates",
     .columns = "claim_id, position, phrase, edtf, calendar, is_calendar_assumed, is_span, "
                "qualifiers, first_day, last_day, width_level",
     .key = "claim_id, position",
     .types = "iitttiiiiii"},
    {.name = "shown_evidence", // behind those whose triggers empty it
     .columns = "post_id, first_day, last_day, claims",
     .key = "post_id",
     .types = "iiit"},
    {.name = "mentions",
     .columns = "post_id, position, named_id, authority_id, words",
     .key = "post_id, position",
     .types = "iiiit"},
    {.name = "claim_authorities",
     .columns = "claim_id, named_id, authority_id, role",
     .key = "claim_id, named_id",
     .types = "iiii"},
    {.name = "authorities",
     .columns = "id, kind, label, note, active_from, active_to, latitude, longitude, merged_into, "
                "created_by, created_at, edited_at, revision",
     .key = "id",
     .types = "iittttiiiiiii"},
    {.name = "authority_names",
     .columns = "id, authority_id, name, language, kind, valid_from, valid_to, citation, "
                "created_by, created_at",
     .key = "id",
     .types = "iittitttii"},
    {.name = "authority_name_keys", .columns = "key, name_id", .key = "key, name_id", .types = "ti"
    },
    {.name = "authority_revisions",
     .columns = "authority_id, revision, change, detail, user_id, created_at",
     .key = "authority_id, revision",
     .types = "iiitii"},
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
    for (std::int64_t offset = 0;; offset += table.slice) {
        const std::vector<CarriedRow> rows = TRY(live.read([&](db::ReadTransaction& tx) {
            return tx.all(table.list, {table.slice, offset}, [&](const db::Row& row) {
                return read_row(row, table.types);
            });
        }));
        for (const CarriedRow& row : rows) {
            const std::vector<db::Parameter> parameters = parameters_of(row, table.types);
            copied += TRY(built.execute(table.insert, std::span<const db::Parameter>{parameters}));
        }
        if (static_cast<std::int64_t>(rows.size()) < table.slice) return copied;
    }
}

/// The two statements of a whole table. A Query's texts must live as long as the program.
struct WholeTableTexts {
    std::string list_name;
    std::string list;
    std::string insert_name;
    std::string insert;

    explicit WholeTableTexts(const WholeTable& table)
        : list_name{fmt::format("list_{}_to_carry", table.name)},
          list{fmt::format(
              R"sql(SELECT {} FROM {} ORDER BY {} LIMIT $1 OFFSET $2)sql",
              table.columns,
              table.name,
              table.key
          )},
          insert_name{fmt::format("carry_{}", table.name)} {
        std::string places = "$1";
        for (std::size_t column = 2; column <= table.types.size(); ++column)
            places += fmt::format(", ${}", column);
        insert = fmt::format(
            R"sql(INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING)sql",
            table.name,
            table.columns,
            places
        );
    }
};

const std::vector<WholeTableTexts>& whole_table_texts() {
    static const std::vector<WholeTableTexts> texts{whole_tables.begin(), whole_tables.end()};
    return texts;
}

Result<std::int64_t> copy_whole_tables(db::Database& live, db::Transaction& built) {
    std::int64_t copied = 0;
    for (std::size_t index = 0; index < whole_tables.size(); ++index) {
        const WholeTableTexts& texts = whole_table_texts()[index];
        copied += TRY(copy_table(
            live,
            built,
            {.name = whole_tables[index].name,
             .list = {texts.list_name, texts.list},
             .insert = {texts.insert_name, texts.insert},
             .types = whole_tables[index].types,
             .slice = whole_tables[index].slice}
        ));
    }
    return copied;
}

} // namespace

Result<std::int64_t> copy_people_tables(db::Database& live, db::Transaction& built) {
    std::int64_t copied = TRY(copy_whole_tables(live, built));
    for (const CopiedTable& table : copied_tables)
        copied += TRY(copy_table(live, built, table));
    for (const CopiedTable& table : tables_by_tag)
        copied += TRY(copy_table(live, built, table));
    TRY(fill_scan_words(built));
    return copied;
}

std::vector<std::string_view> people_tables() {
    std::vector<std::string_view> names;
    for (const WholeTable& table : whole_tables)
        names.push_back(table.name);
    for (const CopiedTable& table : copied_tables)
        names.push_back(table.name);
    for (const CopiedTable& table : tables_by_tag)
        names.push_back(table.name);
    return names;
}

std::vector<CarriedTable> tables_carried_whole() {
    std::vector<CarriedTable> tables;
    for (const WholeTable& table : whole_tables)
        tables.push_back({.name = table.name, .columns = table.columns});
    return tables;
}

} // namespace attest::storage
