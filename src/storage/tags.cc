#include "storage/tags.h"

#include "base/verify.h"
#include "storage/changes.h"
#include "storage/excerpts.h"
#include "storage/limits.h"
#include "storage/sql.h"
#include "storage/totals.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace attest::storage {

namespace {

constexpr db::Query find_tag_query{
    .name = "find_tag",
    .sql = R"sql(
        SELECT id, name, question_count, unanswered_count, excerpt_post_id, wiki_post_id
        FROM tags
        WHERE name = $1
    )sql",
};

TagRecord read_tag(const db::Row& row) {
    return {
        .id = row.id<TagId>(0),
        .name = row.string(1),
        .question_count = row.integer(2),
        .unanswered_count = row.integer(3),
        .excerpt = row.optional_id<PostId>(4),
        .wiki = row.optional_id<PostId>(5),
    };
}

} // namespace

Result<TagRecord> find_tag(db::ReadTransaction& tx, std::string_view name) {
    std::optional<TagRecord> tag = TRY(tx.first(find_tag_query, {name}, read_tag));
    if (!tag) return fail(ErrorCode::not_found, "There is no such tag here.");
    return std::move(*tag);
}

namespace {

/// $1 and $2 limit and offset.
constexpr SqlPiece listed_tags = R"sql(
    SELECT t.id, t.name, t.question_count, COALESCE(substr(x.body_text, 1, 400), '')
    FROM tags AS t
    LEFT JOIN posts AS x ON x.id = t.excerpt_post_id AND x.deleted_at IS NULL
    WHERE t.question_count > 0
)sql";

constexpr db::Query list_popular_tags_query{
    .name = "list_popular_tags",
    .sql = joined<listed_tags, "ORDER BY t.question_count DESC, t.name LIMIT $1 OFFSET $2">,
};

constexpr db::Query list_tags_by_name_query{
    .name = "list_tags_by_name",
    .sql = joined<listed_tags, "ORDER BY t.name LIMIT $1 OFFSET $2">,
};

constexpr db::Query list_newest_tags_query{
    .name = "list_newest_tags",
    .sql = joined<listed_tags, "ORDER BY t.id DESC LIMIT $1 OFFSET $2">,
};

constexpr db::Query list_tags_like_query{
    .name = "list_tags_like",
    .sql = R"sql(
        SELECT t.id, t.name, t.question_count, COALESCE(substr(x.body_text, 1, 400), '')
        FROM (SELECT s.id, s.name, s.question_count, s.excerpt_post_id
              FROM tags AS s
              WHERE s.question_count > 0
              ORDER BY s.question_count DESC, s.name LIMIT $4) AS t
        LEFT JOIN posts AS x ON x.id = t.excerpt_post_id AND x.deleted_at IS NULL
        WHERE replace(t.name, $3, '') <> t.name
        ORDER BY t.question_count DESC, t.name LIMIT $1 OFFSET $2
    )sql",
};

ListedTag read_listed_tag(const db::Row& row) {
    return {
        .id = row.id<TagId>(0),
        .name = row.string(1),
        .question_count = row.integer(2),
        .excerpt = make_excerpt(row.text(3)),
    };
}

const db::Query& list_query(TagKey key) {
    switch (key) {
    case TagKey::popular:
        return list_popular_tags_query;
    case TagKey::name:
        return list_tags_by_name_query;
    case TagKey::newest:
        return list_newest_tags_query;
    }
    std::unreachable();
}

} // namespace

Result<std::vector<ListedTag>> list_tags(db::ReadTransaction& tx, const TagListFilter& filter) {
    if (filter.part.empty()) {
        return tx.all(list_query(filter.key), {filter.limit, filter.offset}, read_listed_tag);
    }
    return tx.all(
        list_tags_like_query,
        {filter.limit, filter.offset, filter.part, tags_filtered_max},
        read_listed_tag
    );
}

namespace {

constexpr db::Query list_neighbours_query{
    .name = "list_neighbours",
    .sql = R"sql(
        SELECT n.id, n.name, n.question_count
        FROM (SELECT question_id
              FROM question_tags
              WHERE tag_id = $1
              ORDER BY active_at DESC, question_id DESC LIMIT $2) AS recent
        CROSS JOIN question_tags AS other
        JOIN tags AS n ON n.id = other.tag_id
        WHERE other.question_id = recent.question_id AND other.tag_id <> $1
    )sql",
};

struct Neighbour {
    ListedTag tag;
    std::int64_t times = 0;
};

} // namespace

Result<std::vector<ListedTag>>
list_neighbours(db::ReadTransaction& tx, TagId tag, std::size_t limit) {
    std::unordered_map<TagId, Neighbour> found;
    TRY(tx.each(list_neighbours_query, {tag, neighbour_questions_max}, [&](const db::Row& row) {
        Neighbour& neighbour = found[row.id<TagId>(0)];
        if (neighbour.times++ > 0) return;
        neighbour.tag = {
            .id = row.id<TagId>(0),
            .name = row.string(1),
            .question_count = row.integer(2),
            .excerpt = {},
        };
    }));

    std::vector<Neighbour> neighbours;
    neighbours.reserve(found.size());
    for (auto& [id, neighbour] : found)
        neighbours.push_back(std::move(neighbour));
    std::ranges::sort(neighbours, [](const Neighbour& left, const Neighbour& right) {
        if (left.times != right.times) return left.times > right.times;
        return left.tag.name < right.tag.name;
    });

    std::vector<ListedTag> tags;
    for (Neighbour& neighbour : neighbours) {
        if (tags.size() == limit) break;
        tags.push_back(std::move(neighbour.tag));
    }
    return tags;
}

namespace {

constexpr db::Query insert_tag_query{
    .name = "insert_tag",
    .sql = R"sql(
        INSERT INTO tags (id, name)
        SELECT COALESCE(MAX(id), $1 - 1) + 1, $2 FROM tags WHERE id >= $1
        RETURNING id
    )sql",
};

constexpr db::Query insert_question_tag_query{
    .name = "insert_question_tag",
    .sql = R"sql(
        INSERT INTO question_tags (tag_id, question_id, created_at, active_at, score, is_unanswered)
        SELECT $1, id, created_at, active_at, score, is_unanswered FROM posts WHERE id = $2
        ON CONFLICT (tag_id, question_id) DO NOTHING
        RETURNING is_unanswered
    )sql",
};

constexpr db::Query count_tag_query{
    .name = "count_tag",
    .sql = R"sql(
        UPDATE tags
        SET question_count = question_count + $2, unanswered_count = unanswered_count + $3
        WHERE id = $1
    )sql",
};

constexpr db::Query list_question_tags_query{
    .name = "list_question_tags",
    .sql = R"sql(
        SELECT t.id, t.name, qt.is_unanswered
        FROM question_tags AS qt
        JOIN tags AS t ON t.id = qt.tag_id
        WHERE qt.question_id = $1
    )sql",
};

constexpr db::Query delete_question_tags_query{
    .name = "delete_question_tags",
    .sql = "DELETE FROM question_tags WHERE question_id = $1",
};

constexpr db::Query update_question_tags_unanswered_query{
    .name = "update_question_tags_unanswered",
    .sql = "UPDATE question_tags SET is_unanswered = $2 WHERE question_id = $1",
};

struct TagOfQuestion {
    TagId id;
    std::string name;
    bool is_unanswered = false;
};

Result<std::vector<TagOfQuestion>>
list_question_tags(db::ReadTransaction& tx, QuestionId question) {
    return tx.all(list_question_tags_query, {question}, [](const db::Row& row) {
        return TagOfQuestion{
            .id = row.id<TagId>(0), .name = row.string(1), .is_unanswered = row.boolean(2)
        };
    });
}

/// The tag of that name, made if it is new.
Result<TagId> find_or_insert_tag(db::Transaction& tx, const std::string& name) {
    const auto read_id = [](const db::Row& row) { return row.id<TagId>(0); };
    const std::optional<TagId> known = TRY(tx.first(find_tag_query, {name}, read_id));
    if (known) return *known;

    const std::optional<TagId> made =
        TRY(tx.first(insert_tag_query, {local_id_min, name}, read_id));
    VERIFY(made.has_value());
    TRY(count_total(tx, "tags", 1));
    return *made;
}

} // namespace

Result<void>
tag_question(db::Transaction& tx, QuestionId question, const std::vector<std::string>& tags) {
    for (const std::string& name : tags) {
        const TagId tag = TRY(find_or_insert_tag(tx, name));
        const std::optional<bool> is_unanswered =
            TRY(tx.first(insert_question_tag_query, {tag, question}, [](const db::Row& row) {
                return row.boolean(0);
            }));
        if (!is_unanswered) continue;
        TRY(tx.execute(count_tag_query, {tag, 1, *is_unanswered ? 1 : 0}));
        TRY(record_tag_change(tx, tag, name));
    }
    return {};
}

Result<void> untag_question(db::Transaction& tx, QuestionId question) {
    const std::vector<TagOfQuestion> tags = TRY(list_question_tags(tx, question));
    TRY(tx.execute(delete_question_tags_query, {question}));
    for (const TagOfQuestion& tag : tags) {
        TRY(tx.execute(count_tag_query, {tag.id, -1, tag.is_unanswered ? -1 : 0}));
        TRY(record_tag_change(tx, tag.id, tag.name));
    }
    return {};
}

Result<void> update_tags_unanswered(db::Transaction& tx, QuestionId question, bool is_unanswered) {
    const std::vector<TagOfQuestion> tags = TRY(list_question_tags(tx, question));
    TRY(tx.execute(update_question_tags_unanswered_query, {question, is_unanswered}));
    for (const TagOfQuestion& tag : tags) {
        if (tag.is_unanswered == is_unanswered) continue;
        TRY(tx.execute(count_tag_query, {tag.id, 0, is_unanswered ? 1 : -1}));
        TRY(record_tag_change(tx, tag.id, tag.name));
    }
    return {};
}

} // namespace attest::storage
