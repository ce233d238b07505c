#include "storage/tag_names.h"

#include <optional>
#include <utility>

namespace attest::storage {

namespace {

// A synonym goes before a tag of its name, which may linger with no questions.
constexpr db::Query find_named_tag_query{
    .name = "find_named_tag",
    .sql = R"sql(
        SELECT t.name, 0 AS place FROM tag_synonyms AS s
        JOIN tags AS t ON t.id = s.tag_id
        WHERE s.name = $1 AND s.approved_at IS NOT NULL
        UNION ALL
        SELECT name, 1 FROM tags WHERE name = $1
        ORDER BY place LIMIT 1
    )sql",
};

constexpr db::Query has_tags_query{
    .name = "has_tags",
    .sql = "SELECT 1 FROM tags WHERE question_count > 0 LIMIT 1",
};

// Names are compared as ranges, so that both indexes serve; U+10FFFF sorts behind every letter.
constexpr db::Query list_tags_beginning_query{
    .name = "list_tags_beginning",
    .sql = R"sql(
        SELECT name, question_count, '' FROM tags
        WHERE name >= $1 AND name < $2 AND question_count > 0
        UNION ALL
        SELECT t.name, t.question_count, s.name FROM tag_synonyms AS s
        JOIN tags AS t ON t.id = s.tag_id
        WHERE s.name >= $1 AND s.name < $2 AND s.approved_at IS NOT NULL
        ORDER BY 2 DESC, 1 LIMIT $3
    )sql",
};

} // namespace

Result<NamedTag> find_named_tag(db::ReadTransaction& tx, std::string_view typed) {
    std::optional<std::string> name = TRY(
        tx.first(find_named_tag_query, {typed}, [](const db::Row& row) { return row.string(0); })
    );
    if (!name) return NamedTag{.name = std::string{typed}, .is_new = true};
    return NamedTag{.name = std::move(*name)};
}

Result<bool> has_tags(db::ReadTransaction& tx) {
    const std::optional<bool> found =
        TRY(tx.first(has_tags_query, {}, [](const db::Row& row) { return row.boolean(0); }));
    return found.has_value();
}

Result<std::vector<OfferedTag>>
list_tags_beginning(db::ReadTransaction& tx, std::string_view front, std::int64_t count_max) {
    const std::string end = std::string{front} + "\U0010FFFF";
    return tx.all(list_tags_beginning_query, {front, end, count_max}, [](const db::Row& row) {
        return OfferedTag{
            .name = row.string(0), .question_count = row.integer(1), .typed = row.string(2)
        };
    });
}

} // namespace attest::storage
