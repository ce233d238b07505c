#include "storage/questions.h"

#include "base/verify.h"
#include "domain/ranking.h"
#include "domain/tagging.h"
#include "storage/bylines.h"
#include "storage/changes.h"
#include "storage/excerpts.h"
#include "storage/id_list.h"
#include "storage/limits.h"
#include "storage/post_history.h"
#include "storage/reputation.h"
#include "storage/tags.h"
#include "storage/totals.h"
#include "storage/users.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace attest::storage {

namespace {

constexpr SqlPiece question_columns = R"sql(,
    p.title, p.tags, p.view_count, p.answer_count, p.accepted_answer_id, p.active_at, p.closed_at
    FROM posts AS p
)sql";

constexpr db::Query find_question_query{
    .name = "find_question",
    .sql = joined<
        "SELECT",
        post_columns,
        question_columns,
        post_people,
        "WHERE p.id = $1 AND p.kind = 1 AND p.deleted_at IS NULL">,
};

constexpr db::Query find_any_question_query{
    .name = "find_any_question",
    .sql = joined<
        "SELECT",
        post_columns,
        question_columns,
        post_people,
        "WHERE p.id = $1 AND p.kind = 1">,
};

QuestionRecord read_question(const db::Row& row) {
    return {
        .id = row.id<QuestionId>(0),
        .title = row.string(post_width),
        .tags = domain::parse_tags(row.text(post_width + 1)),
        .view_count = row.integer(post_width + 2),
        .answer_count = row.integer(post_width + 3),
        .accepted_answer = row.optional_id<AnswerId>(post_width + 4),
        .active_at = row.time(post_width + 5),
        .closed_at = row.optional_time(post_width + 6),
        .post = read_post(row),
    };
}

} // namespace

Result<QuestionRecord> find_question(db::ReadTransaction& tx, QuestionId id) {
    std::optional<QuestionRecord> question =
        TRY(tx.first(find_question_query, {id}, read_question));
    if (!question) return fail(ErrorCode::not_found, "There is no such question here.");
    return std::move(*question);
}

Result<QuestionRecord> find_any_question(db::ReadTransaction& tx, QuestionId id) {
    std::optional<QuestionRecord> question =
        TRY(tx.first(find_any_question_query, {id}, read_question));
    if (!question) return fail(ErrorCode::not_found, "There is no such question here.");
    return std::move(*question);
}

namespace {

/// $1 and $2 are the place to go on after, $3 and $4 limit and offset, $5 whether excerpts are
/// wanted, $6 a tag or a list. A body is not read where no excerpt is wanted.
constexpr SqlPiece summary_columns = R"sql(
    SELECT p.id, COALESCE(p.title, ''), COALESCE(p.tags, ''), p.score, p.answer_count, p.view_count,
           p.accepted_answer_id IS NOT NULL, p.closed_at IS NOT NULL, p.created_at, p.active_at,
           p.community_at IS NOT NULL, p.author_id, p.author_name,
           u.display_name, u.reputation, u.gold_count, u.silver_count, u.bronze_count, u.deleted_at,
           CASE WHEN $5 = 1 THEN substr(p.body_text, 1, 400) ELSE '' END
)sql";

/// The keys of a page are found in an index alone, so that skipped rows cost next to nothing; then
/// the rows are read in that order. (No ORDER BY outside: SQLite would sort what is in order
/// already. The order is made sure of in list_questions.)
constexpr SqlPiece rows_of_keys = R"sql() AS k
    CROSS JOIN posts AS p
    LEFT JOIN users AS u ON u.id = p.author_id
    WHERE p.id = k.id
)sql";

constexpr SqlPiece keys_from_posts = R"sql(
    FROM (SELECT id FROM posts WHERE kind = 1 AND deleted_at IS NULL
)sql";

constexpr SqlPiece keys_from_tags = R"sql(
    FROM (SELECT question_id AS id FROM question_tags WHERE tag_id = $6
)sql";

constexpr db::Query list_newest_query{
    .name = "list_newest_questions",
    .sql = joined<
        summary_columns,
        keys_from_posts,
        "AND (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4",
        rows_of_keys>,
};

constexpr db::Query list_active_query{
    .name = "list_active_questions",
    .sql = joined<
        summary_columns,
        keys_from_posts,
        "AND (active_at, id) < ($1, $2) ORDER BY active_at DESC, id DESC LIMIT $3 OFFSET $4",
        rows_of_keys>,
};

constexpr db::Query list_by_score_query{
    .name = "list_questions_by_score",
    .sql = joined<
        summary_columns,
        keys_from_posts,
        "AND (score, id) < ($1, $2) ORDER BY score DESC, id DESC LIMIT $3 OFFSET $4",
        rows_of_keys>,
};

/// Those of one score: thousands may have it, and SQLite does not seek by the rowid in a row value.
constexpr db::Query list_of_score_query{
    .name = "list_questions_of_score",
    .sql = joined<
        summary_columns,
        keys_from_posts,
        "AND score = $1 AND id < $2 ORDER BY id DESC LIMIT $3 OFFSET $4",
        rows_of_keys>,
};

constexpr db::Query list_unanswered_query{
    .name = "list_unanswered_questions",
    .sql = joined<
        summary_columns,
        keys_from_posts,
        "AND is_unanswered = 1 AND (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC "
        "LIMIT $3 OFFSET $4",
        rows_of_keys>,
};

constexpr db::Query list_newest_tagged_query{
    .name = "list_newest_tagged_questions",
    .sql = joined<
        summary_columns,
        keys_from_tags,
        "AND (created_at, question_id) < ($1, $2) ORDER BY created_at DESC, question_id DESC LIMIT "
        "$3 OFFSET $4",
        rows_of_keys>,
};

constexpr db::Query list_active_tagged_query{
    .name = "list_active_tagged_questions",
    .sql = joined<
        summary_columns,
        keys_from_tags,
        "AND (active_at, question_id) < ($1, $2) ORDER BY active_at DESC, question_id DESC LIMIT "
        "$3 OFFSET $4",
        rows_of_keys>,
};

constexpr db::Query list_tagged_by_score_query{
    .name = "list_tagged_questions_by_score",
    .sql = joined<
        summary_columns,
        keys_from_tags,
        "AND (score, question_id) < ($1, $2) ORDER BY score DESC, question_id DESC LIMIT $3 OFFSET "
        "$4",
        rows_of_keys>,
};

constexpr db::Query list_unanswered_tagged_query{
    .name = "list_unanswered_tagged_questions",
    .sql = joined<
        summary_columns,
        keys_from_tags,
        "AND is_unanswered = 1 AND (created_at, question_id) < ($1, $2) ORDER BY created_at DESC, "
        "question_id DESC LIMIT $3 OFFSET $4",
        rows_of_keys>,
};

domain::QuestionSummary read_summary(const db::Row& row) {
    return {
        .id = row.id<QuestionId>(0),
        .title = row.string(1),
        .tags = domain::parse_tags(row.text(2)),
        .excerpt = make_excerpt(row.text(19)),
        .score = row.integer(3),
        .answer_count = row.integer(4),
        .view_count = row.integer(5),
        .has_accepted_answer = row.boolean(6),
        .is_closed = row.boolean(7),
        .created_at = row.time(8),
        .active_at = row.time(9),
        .author = read_byline(row, 11),
        .is_community_wiki = row.boolean(10),
    };
}

const db::Query& list_query(QuestionKey key) {
    switch (key) {
    case QuestionKey::creation:
        return list_newest_query;
    case QuestionKey::activity:
        return list_active_query;
    case QuestionKey::score:
        return list_by_score_query;
    case QuestionKey::unanswered:
        return list_unanswered_query;
    }
    std::unreachable();
}

const db::Query& list_tagged_query(QuestionKey key) {
    switch (key) {
    case QuestionKey::creation:
        return list_newest_tagged_query;
    case QuestionKey::activity:
        return list_active_tagged_query;
    case QuestionKey::score:
        return list_tagged_by_score_query;
    case QuestionKey::unanswered:
        return list_unanswered_tagged_query;
    }
    std::unreachable();
}

std::int64_t key_of(const domain::QuestionSummary& question, QuestionKey key) {
    switch (key) {
    case QuestionKey::creation:
    case QuestionKey::unanswered:
        return question.created_at.milliseconds;
    case QuestionKey::activity:
        return question.active_at.milliseconds;
    case QuestionKey::score:
        return question.score;
    }
    std::unreachable();
}

/// Goes on in the list by score: first with those that share the score, then with the lower ones.
Result<std::vector<domain::QuestionSummary>>
list_by_score_after(db::ReadTransaction& tx, const QuestionListFilter& filter) {
    const auto& [score, id] = filter.start;
    const bool with_excerpts = filter.with_excerpts;
    std::vector<domain::QuestionSummary> questions = TRY(tx.all(
        list_of_score_query, {score, id, filter.limit, filter.offset, with_excerpts}, read_summary
    ));
    const std::int64_t missing = filter.limit - std::ssize(questions);
    if (missing <= 0) return questions;

    const QuestionListStart lower{.key = score - 1};
    std::vector<domain::QuestionSummary> others = TRY(
        tx.all(list_by_score_query, {lower.key, lower.id, missing, 0, with_excerpts}, read_summary)
    );
    questions.insert(
        questions.end(), std::move_iterator{others.begin()}, std::move_iterator{others.end()}
    );
    return questions;
}

} // namespace

Result<std::vector<domain::QuestionSummary>>
list_questions(db::ReadTransaction& tx, const QuestionListFilter& filter) {
    const bool goes_on_by_score = filter.key == QuestionKey::score && !filter.tag
                                  && filter.start.key != QuestionListStart{}.key;
    if (goes_on_by_score) {
        VERIFY(filter.offset == 0);
        return list_by_score_after(tx, filter);
    }
    const auto& [key, id] = filter.start;
    const db::Query& query = filter.tag ? list_tagged_query(filter.key) : list_query(filter.key);
    std::vector<domain::QuestionSummary> questions = TRY(
        filter.tag
            ? tx.all(
                  query,
                  {key, id, filter.limit, filter.offset, filter.with_excerpts, *filter.tag},
                  read_summary
              )
            : tx.all(
                  query, {key, id, filter.limit, filter.offset, filter.with_excerpts}, read_summary
              )
    );
    std::ranges::sort(questions, std::ranges::greater{}, [&](const auto& question) {
        return std::pair{key_of(question, filter.key), question.id};
    });
    return questions;
}

namespace {

constexpr db::Query find_question_keys_query{
    .name = "find_question_keys",
    .sql = R"sql(
        SELECT created_at, active_at, score
        FROM posts
        WHERE id = $1 AND kind = 1 AND deleted_at IS NULL
    )sql",
};

} // namespace

Result<std::optional<QuestionListStart>>
find_question_list_start(db::ReadTransaction& tx, QuestionId id, QuestionKey key) {
    return tx.first(find_question_keys_query, {id}, [&](const db::Row& row) -> QuestionListStart {
        switch (key) {
        case QuestionKey::creation:
        case QuestionKey::unanswered:
            return {.key = row.integer(0), .id = id};
        case QuestionKey::activity:
            return {.key = row.integer(1), .id = id};
        case QuestionKey::score:
            return {.key = row.integer(2), .id = id};
        }
        std::unreachable();
    });
}

namespace {

/// $1 is the list, $2 the question to go on after; a list holds at most ranked_questions_max.
constexpr db::Query list_ranked_query{
    .name = "list_ranked_questions",
    .sql = joined<summary_columns, R"sql(
        FROM ranked_questions AS r
        JOIN posts AS p ON p.id = r.question_id
        LEFT JOIN users AS u ON u.id = p.author_id
        WHERE r.list = $1 AND p.deleted_at IS NULL
          AND r.rank > CASE WHEN $2 IS NULL THEN 0 ELSE COALESCE(
              (SELECT s.rank FROM ranked_questions AS s WHERE s.list = $1 AND s.question_id = $2), 0) END
        ORDER BY r.rank LIMIT $3 OFFSET $4
    )sql">,
};

constexpr db::Query list_ranked_tagged_query{
    .name = "list_ranked_tagged_questions",
    .sql = joined<summary_columns, R"sql(
        FROM ranked_questions AS r
        CROSS JOIN question_tags AS t
        JOIN posts AS p ON p.id = r.question_id
        LEFT JOIN users AS u ON u.id = p.author_id
        WHERE r.list = $1 AND t.tag_id = $6 AND t.question_id = r.question_id AND p.deleted_at IS NULL
          AND r.rank > CASE WHEN $2 IS NULL THEN 0 ELSE COALESCE(
              (SELECT s.rank FROM ranked_questions AS s WHERE s.list = $1 AND s.question_id = $2), 0) END
        ORDER BY r.rank LIMIT $3 OFFSET $4
    )sql">,
};

} // namespace

Result<std::vector<domain::QuestionSummary>>
list_ranked_questions(db::ReadTransaction& tx, const RankedListFilter& filter) {
    const std::int64_t limit = filter.limit;
    const std::int64_t offset = filter.offset;
    if (!filter.tag) {
        return tx.all(
            list_ranked_query,
            {filter.list, filter.after, limit, offset, filter.with_excerpts},
            read_summary
        );
    }
    return tx.all(
        list_ranked_tagged_query,
        {filter.list, filter.after, limit, offset, filter.with_excerpts, *filter.tag},
        read_summary
    );
}

namespace {

constexpr db::Query list_questions_by_id_query{
    .name = "list_questions_by_id",
    .sql = joined<
        R"sql(
        SELECT p.id, COALESCE(p.title, ''), COALESCE(p.tags, ''), p.score, p.answer_count, p.view_count,
               p.accepted_answer_id IS NOT NULL, p.closed_at IS NOT NULL, p.created_at, p.active_at,
               p.community_at IS NOT NULL, p.author_id, p.author_name,
        )sql",
        byline_columns,
        R"sql(, ''
        FROM)sql",
        id_list,
        R"sql(
        CROSS JOIN posts AS p
        LEFT JOIN users AS u ON u.id = p.author_id
        WHERE p.id = wanted.column1 AND p.kind = 1 AND p.deleted_at IS NULL
        )sql">,
};

} // namespace

Result<std::vector<domain::QuestionSummary>>
list_questions_by_id(db::ReadTransaction& tx, std::span<const QuestionId> ids) {
    std::unordered_map<QuestionId, domain::QuestionSummary> found;
    TRY(each_by_id(tx, list_questions_by_id_query, ids, [&](const db::Row& row) {
        found.emplace(row.id<QuestionId>(0), read_summary(row));
    }));

    std::vector<domain::QuestionSummary> questions;
    questions.reserve(found.size());
    for (const QuestionId id : ids) {
        const auto question = found.find(id);
        if (question == found.end()) continue;
        questions.push_back(std::move(question->second));
        found.erase(question);
    }
    return questions;
}

namespace {

constexpr db::Query list_question_addresses_query{
    .name = "list_question_addresses",
    .sql = R"sql(
        SELECT id, COALESCE(title, ''), active_at
        FROM posts
        WHERE id >= $1 AND id < $2 AND kind = 1 AND deleted_at IS NULL
        ORDER BY id
    )sql",
};

constexpr db::Query find_question_from_query{
    .name = "find_question_from",
    .sql = R"sql(
        SELECT id FROM posts WHERE id >= $1 AND kind = 1 AND deleted_at IS NULL ORDER BY id LIMIT 1
    )sql",
};

} // namespace

Result<std::vector<QuestionAddress>>
list_question_addresses(db::ReadTransaction& tx, QuestionId from, QuestionId to) {
    return tx.all(list_question_addresses_query, {from, to}, [](const db::Row& row) {
        return QuestionAddress{
            .id = row.id<QuestionId>(0), .title = row.string(1), .active_at = row.time(2)
        };
    });
}

Result<std::optional<QuestionId>> find_question_from(db::ReadTransaction& tx, QuestionId from) {
    return tx.first(find_question_from_query, {from}, [](const db::Row& row) {
        return row.id<QuestionId>(0);
    });
}

namespace {

constexpr db::Query insert_question_query{
    .name = "insert_question",
    .sql = R"sql(
        INSERT INTO posts (id, kind, title, tags, author_id, created_at, active_at, is_unanswered,
                           license, body_format, renderer_version, body_html, body_text)
        SELECT COALESCE(MAX(id), $1 - 1) + 1, 1, $2, $3, $4, $5, $5, 1, $6, $7, $8, $9, $10
        FROM posts WHERE id >= $1
        RETURNING id
    )sql",
};

} // namespace

Result<QuestionId> insert_question(db::Transaction& tx, const NewQuestion& question) {
    const Act& act = question.act;
    const std::string tags = domain::format_tags(question.tags);
    const std::optional<QuestionId> id = TRY(tx.first(
        insert_question_query,
        {local_id_min,
         question.title,
         tags,
         act.actor,
         act.at,
         act.license,
         question.body.format,
         question.body.renderer_version,
         question.body.html,
         question.body.text},
        [](const db::Row& row) { return row.id<QuestionId>(0); }
    ));
    VERIFY(id.has_value());

    const PostId post = post_id(*id);
    TRY(insert_history(tx, post, act, {domain::HistoryKind::initial_title, question.title}));
    TRY(insert_history(
        tx,
        post,
        act,
        {domain::HistoryKind::initial_body, question.body.source, question.body.format}
    ));
    TRY(insert_history(tx, post, act, {domain::HistoryKind::initial_tags, tags}));
    TRY(tag_question(tx, *id, question.tags));
    TRY(count_total(tx, "questions", 1));
    TRY(count_total(tx, "unanswered", 1));
    TRY(count_posts(tx, act.actor, {.questions = 1}));
    TRY(record_post_change(tx, {.post = post, .question = *id}));
    return *id;
}

namespace {

constexpr db::Query update_heading_query{
    .name = "update_heading",
    .sql = "UPDATE posts SET title = $2, tags = $3 WHERE id = $1 AND kind = 1",
};

constexpr db::Query update_activity_query{
    .name = "update_activity",
    .sql = "UPDATE posts SET active_at = $2 WHERE id = $1 AND active_at < $2",
};

constexpr db::Query update_tag_activity_query{
    .name = "update_tag_activity",
    .sql = "UPDATE question_tags SET active_at = $2 WHERE question_id = $1 AND active_at < $2",
};

} // namespace

Result<void> update_heading(db::Transaction& tx, const QuestionHeading& heading) {
    const PostRecord before = TRY(find_post(tx, post_id(heading.id)));
    const std::string tags = domain::format_tags(heading.tags);
    TRY(tx.execute(update_heading_query, {heading.id, heading.title, tags}));
    if (tags != before.tags) {
        TRY(untag_question(tx, heading.id));
        TRY(tag_question(tx, heading.id, heading.tags));
    }
    return record_post_change(tx, {.post = before.id, .question = heading.id});
}

Result<void> update_activity(db::Transaction& tx, QuestionId id, Time at) {
    TRY(tx.execute(update_activity_query, {id, at}));
    TRY(tx.execute(update_tag_activity_query, {id, at}));
    announce_question(tx, id);
    return {};
}

namespace {

constexpr db::Query find_unanswered_query{
    .name = "find_unanswered",
    .sql = R"sql(
        SELECT q.is_unanswered, q.accepted_answer_id IS NOT NULL,
               COALESCE((SELECT MAX(a.score) FROM posts AS a
                         WHERE a.question_id = q.id AND a.deleted_at IS NULL), 0)
        FROM posts AS q
        WHERE q.id = $1 AND q.kind = 1 AND q.deleted_at IS NULL
    )sql",
};

constexpr db::Query update_unanswered_query{
    .name = "update_unanswered",
    .sql = "UPDATE posts SET is_unanswered = $2 WHERE id = $1",
};

struct Unanswered {
    bool stored = false;
    bool is_true = false;
};

} // namespace

Result<void> update_unanswered(db::Transaction& tx, QuestionId id) {
    const std::optional<Unanswered> unanswered =
        TRY(tx.first(find_unanswered_query, {id}, [](const db::Row& row) {
            return Unanswered{
                .stored = row.boolean(0),
                .is_true = domain::is_unanswered(row.boolean(1), row.integer(2)),
            };
        }));
    if (!unanswered || unanswered->stored == unanswered->is_true) return {};

    TRY(tx.execute(update_unanswered_query, {id, unanswered->is_true}));
    TRY(update_tags_unanswered(tx, id, unanswered->is_true));
    TRY(count_total(tx, "unanswered", unanswered->is_true ? 1 : -1));
    return record_post_change(tx, {.post = post_id(id), .question = id});
}

namespace {

constexpr db::Query update_accepted_answer_query{
    .name = "update_accepted_answer",
    .sql = "UPDATE posts SET accepted_answer_id = $2 WHERE id = $1 AND kind = 1",
};

constexpr db::Query update_closed_query{
    .name = "update_closed",
    .sql = "UPDATE posts SET closed_at = $2 WHERE id = $1 AND kind = 1",
};

constexpr db::Query count_answers_query{
    .name = "count_answers",
    .sql = "UPDATE posts SET answer_count = answer_count + $2 WHERE id = $1",
};

constexpr db::Query count_views_query{
    .name = "count_views",
    .sql = "UPDATE posts SET view_count = view_count + $2 WHERE id = $1 AND kind = 1",
};

constexpr db::Query count_question_score_query{
    .name = "count_question_score",
    .sql = "UPDATE posts SET score = score + $2 WHERE id = $1",
};

constexpr db::Query count_tag_score_query{
    .name = "count_tag_score",
    .sql = "UPDATE question_tags SET score = score + $2 WHERE question_id = $1",
};

} // namespace

Result<void>
update_accepted_answer(db::Transaction& tx, QuestionId id, std::optional<AnswerId> answer) {
    TRY(tx.execute(update_accepted_answer_query, {id, answer}));
    TRY(update_unanswered(tx, id));
    return record_post_change(tx, {.post = post_id(id), .question = id});
}

Result<void> update_closed(db::Transaction& tx, QuestionId id, std::optional<Time> closed_at) {
    TRY(tx.execute(update_closed_query, {id, closed_at}));
    return record_post_change(tx, {.post = post_id(id), .question = id});
}

Result<void> count_answers(db::Transaction& tx, QuestionId id, std::int64_t change) {
    TRY(tx.execute(count_answers_query, {id, change}));
    return record_post_change(tx, {.post = post_id(id), .question = id});
}

Result<void> count_views(db::Transaction& tx, CountedViews views) {
    TRY(tx.execute(count_views_query, {views.question, views.count}));
    return {};
}

Result<void> count_question_score(db::Transaction& tx, QuestionId id, std::int64_t change) {
    TRY(tx.execute(count_question_score_query, {id, change}));
    TRY(tx.execute(count_tag_score_query, {id, change}));
    return record_post_change(tx, {.post = post_id(id), .question = id});
}

namespace {

constexpr db::Query delete_question_query{
    .name = "delete_question",
    .sql = R"sql(
        UPDATE posts SET deleted_at = $2
        WHERE id = $1 AND kind = 1 AND deleted_at IS NULL
        RETURNING author_id, is_unanswered
    )sql",
};

struct DeletedQuestion {
    std::optional<UserId> author;
    bool is_unanswered = false;
};

} // namespace

Result<void> delete_question(db::Transaction& tx, QuestionId id, Time at) {
    const std::optional<DeletedQuestion> deleted =
        TRY(tx.first(delete_question_query, {id, at}, [](const db::Row& row) {
            return DeletedQuestion{
                .author = row.optional_id<UserId>(0), .is_unanswered = row.boolean(1)
            };
        }));
    if (!deleted) return {};

    TRY(take_back_post_reputation(tx, post_id(id), at));
    TRY(untag_question(tx, id));
    TRY(count_total(tx, "questions", -1));
    TRY(count_total(tx, "unanswered", deleted->is_unanswered ? -1 : 0));
    if (deleted->author) TRY(count_posts(tx, *deleted->author, {.questions = -1}));
    return record_post_change(tx, {.post = post_id(id), .question = id});
}

} // namespace attest::storage
