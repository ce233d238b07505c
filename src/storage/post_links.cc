#include "storage/post_links.h"

#include "storage/limits.h"
#include "storage/sql.h"

#include <algorithm>
#include <utility>

namespace attest::storage {

namespace {

enum class Role : std::uint8_t { linked = 1, duplicate = 2, original = 3, related = 4, count = 5 };

/// $1 is the question, $2 how many of each. Both ways of a link are read newest first, since an
/// index gives them so; what many link to has more links than are shown.
constexpr db::Query find_surroundings_query{
    .name = "find_surroundings",
    .sql = R"sql(
        SELECT 1, q.id, q.title, q.score, q.accepted_answer_id IS NOT NULL, 0
        FROM (SELECT related_post_id AS id FROM post_links
              WHERE post_id = $1 AND kind = 1 ORDER BY related_post_id DESC LIMIT $2) AS l
        CROSS JOIN posts AS q WHERE q.id = l.id AND q.kind = 1 AND q.deleted_at IS NULL
        UNION ALL
        SELECT 1, q.id, q.title, q.score, q.accepted_answer_id IS NOT NULL, 0
        FROM (SELECT post_id AS id FROM post_links
              WHERE related_post_id = $1 AND kind = 1 ORDER BY post_id DESC LIMIT $2) AS l
        CROSS JOIN posts AS q WHERE q.id = l.id AND q.kind = 1 AND q.deleted_at IS NULL
        UNION ALL
        SELECT 2, q.id, q.title, q.score, q.accepted_answer_id IS NOT NULL, 0
        FROM (SELECT post_id AS id FROM post_links
              WHERE related_post_id = $1 AND kind = 3 ORDER BY post_id DESC LIMIT $2) AS l
        CROSS JOIN posts AS q WHERE q.id = l.id AND q.kind = 1 AND q.deleted_at IS NULL
        UNION ALL
        SELECT 3, q.id, q.title, q.score, q.accepted_answer_id IS NOT NULL, 0
        FROM (SELECT related_post_id AS id FROM post_links
              WHERE post_id = $1 AND kind = 3 ORDER BY related_post_id LIMIT $2) AS l
        CROSS JOIN posts AS q WHERE q.id = l.id AND q.kind = 1 AND q.deleted_at IS NULL
        UNION ALL
        SELECT 4, q.id, q.title, q.score, q.accepted_answer_id IS NOT NULL, l.rank
        FROM (SELECT related_id AS id, rank FROM related_questions
              WHERE question_id = $1 ORDER BY rank LIMIT $2) AS l
        CROSS JOIN posts AS q WHERE q.id = l.id AND q.kind = 1 AND q.deleted_at IS NULL
        UNION ALL
        SELECT 5, COUNT(*), '', 0, 0, 0
        FROM post_links AS l
        JOIN posts AS q ON q.id = l.post_id AND q.kind = 1 AND q.deleted_at IS NULL
        WHERE l.related_post_id = $1 AND l.kind = 3
    )sql",
};

domain::TitledQuestion read_titled_question(const db::Row& row) {
    return {
        .id = row.id<QuestionId>(1),
        .title = row.is_null(2) ? std::string{} : row.string(2),
        .score = row.integer(3),
        .has_accepted_answer = row.boolean(4),
    };
}

struct RankedLink {
    domain::TitledQuestion question;
    std::int64_t rank = 0;
};

void keep_best_linked(std::vector<domain::TitledQuestion>& linked) {
    std::ranges::sort(linked, {}, &domain::TitledQuestion::id);
    const auto twice = std::ranges::unique(linked, {}, &domain::TitledQuestion::id);
    linked.erase(twice.begin(), twice.end());
    std::ranges::sort(linked, {}, [](const domain::TitledQuestion& question) {
        return std::pair{-question.score, question.id};
    });
    if (linked.size() > links_shown_max) linked.resize(links_shown_max);
}

} // namespace

Result<Surroundings> find_surroundings(db::ReadTransaction& tx, QuestionId question) {
    Surroundings around;
    std::vector<RankedLink> related;
    TRY(tx.each(find_surroundings_query, {question, links_shown_max}, [&](const db::Row& row) {
        switch (row.choice<Role>(0)) {
        case Role::linked:
            around.linked.push_back(read_titled_question(row));
            break;
        case Role::duplicate:
            around.duplicates.push_back(read_titled_question(row));
            break;
        case Role::original:
            around.originals.push_back(read_titled_question(row));
            break;
        case Role::related:
            related.push_back({.question = read_titled_question(row), .rank = row.integer(5)});
            break;
        case Role::count:
            around.duplicate_count = row.integer(1);
            break;
        }
    }));
    keep_best_linked(around.linked);
    std::ranges::sort(around.duplicates, std::ranges::greater{}, &domain::TitledQuestion::id);
    std::ranges::sort(related, {}, &RankedLink::rank);
    for (RankedLink& link : related)
        around.related.push_back(std::move(link.question));
    return around;
}

} // namespace attest::storage
