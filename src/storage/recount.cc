// Rows of posts are long: reading them all takes a noticeable part of an import, and rewriting them
// would take as long as the import itself. So their short columns are copied once into a temporary
// table (`collect_post_facts`), sums go into others, keyed by what they are sums of, and only posts
// whose stored number differs are touched.
#include "storage/recount.h"

#include "db/transaction.h"
#include "domain/kinds.h"
#include "domain/reputation.h"
#include "domain/tags.h"

#include <unordered_map>

namespace attest::storage {

namespace {

constexpr std::size_t differences_kept_max = 20;
constexpr std::int64_t slice_rows = 2'000;

void note(CountDifferences& differences, const CountDifference& difference) {
    ++differences.count;
    if (differences.some.size() < differences_kept_max) differences.some.push_back(difference);
}

CountDifference make_difference(const db::Row& row) {
    return {.id = row.integer(0), .said = row.integer(1), .counted = row.integer(2)};
}

Result<void> execute_all(db::Transaction& tx, std::initializer_list<db::Query> queries) {
    for (const db::Query& query : queries)
        TRY(tx.execute(query));
    return {};
}

// ── Originals of posts ──

constexpr db::Query find_post_original_query{
    .name = "find_post_original",
    .sql = "SELECT original FROM post_originals WHERE post_id = $1",
};

constexpr db::Query save_post_original_query{
    .name = "save_post_original",
    .sql = R"sql(
        INSERT INTO post_originals (post_id, original) VALUES ($1, $2)
        ON CONFLICT (post_id) DO UPDATE SET original = $2
    )sql",
};

/// Remembers what the dump said, unless it is remembered already or the post is our own.
Result<void> keep_post_count(
    db::Transaction& tx,
    const CountDifference& difference,
    std::string_view attribute,
    const AddOriginal& add_original
) {
    if (!add_original || difference.id >= local_id_min) return {};
    const auto text = [](const db::Row& row) { return row.optional_string(0); };
    const auto found = TRY(tx.first(find_post_original_query, {difference.id}, text));
    const std::string original = found ? found->value_or("") : std::string{};
    if (original.find('"' + std::string{attribute} + '"') != std::string::npos) return {};

    const std::string said = std::to_string(difference.said);
    TRY(tx.execute(
        save_post_original_query, {difference.id, add_original(original, attribute, said)}
    ));
    return {};
}

} // namespace

// ── Facts ──

constexpr db::Query make_post_facts_query{
    .name = "make_post_facts",
    .sql = R"sql(
        CREATE TEMP TABLE IF NOT EXISTS post_facts (
            id INTEGER PRIMARY KEY,
            kind INTEGER, question_id INTEGER, is_accepted INTEGER, created_at INTEGER, active_at INTEGER,
            score INTEGER, imported_score INTEGER, answer_count INTEGER, comment_count INTEGER,
            is_unanswered INTEGER, is_deleted INTEGER, body_format INTEGER, tags TEXT
        )
    )sql",
};

constexpr db::Query empty_post_facts_query{
    .name = "empty_post_facts", .sql = "DELETE FROM post_facts"
};

constexpr db::Query fill_post_facts_query{
    .name = "fill_post_facts",
    .sql = R"sql(
        INSERT INTO post_facts
        SELECT
            id, kind, question_id, accepted_answer_id IS NOT NULL, created_at, active_at, score,
            imported_score, answer_count, comment_count, is_unanswered, deleted_at IS NOT NULL,
            body_format, tags
        FROM posts
        ORDER BY id
    )sql",
};

Result<void> collect_post_facts(db::Transaction& tx) {
    return execute_all(tx, {make_post_facts_query, empty_post_facts_query, fill_post_facts_query});
}

// ── Answers ──

constexpr db::Query make_answer_sums_query{
    .name = "make_answer_sums",
    .sql = "CREATE TEMP TABLE IF NOT EXISTS answer_sums (question_id INTEGER PRIMARY KEY, answers "
           "INTEGER, best INTEGER)",
};

constexpr db::Query empty_answer_sums_query{
    .name = "empty_answer_sums", .sql = "DELETE FROM answer_sums"
};

constexpr db::Query fill_answer_sums_query{
    .name = "fill_answer_sums",
    .sql = R"sql(
        INSERT INTO answer_sums (question_id, answers, best)
        SELECT question_id, count(*), max(score)
        FROM post_facts
        WHERE kind = 2 AND question_id IS NOT NULL AND is_deleted = 0
        GROUP BY question_id
    )sql",
};

constexpr db::Query list_answer_differences_query{
    .name = "list_answer_differences",
    .sql = R"sql(
        SELECT p.id, p.answer_count, coalesce(s.answers, 0)
        FROM post_facts AS p
        LEFT JOIN answer_sums AS s ON s.question_id = p.id
        WHERE p.kind = 1 AND p.answer_count <> coalesce(s.answers, 0)
        ORDER BY p.id
    )sql",
};

constexpr db::Query update_answer_count_query{
    .name = "update_answer_count",
    .sql = "UPDATE posts SET answer_count = $2 WHERE id = $1",
};

constexpr db::Query list_unanswered_differences_query{
    .name = "list_unanswered_differences",
    .sql = R"sql(
        SELECT p.id
        FROM post_facts AS p
        LEFT JOIN answer_sums AS s ON s.question_id = p.id
        WHERE p.kind = 1
          AND p.is_unanswered <> (CASE WHEN p.is_accepted = 0 AND coalesce(s.best, 0) <= 0 THEN 1 ELSE 0 END)
        ORDER BY p.id
    )sql",
};

constexpr db::Query toggle_unanswered_query{
    .name = "toggle_unanswered",
    .sql = "UPDATE posts SET is_unanswered = 1 - is_unanswered WHERE id = $1",
};

constexpr db::Query toggle_unanswered_fact_query{
    .name = "toggle_unanswered_fact",
    .sql = "UPDATE post_facts SET is_unanswered = 1 - is_unanswered WHERE id = $1",
};

Result<CountDifferences> recount_answers(db::Transaction& tx, const AddOriginal& add_original) {
    TRY(execute_all(tx, {make_answer_sums_query, empty_answer_sums_query, fill_answer_sums_query}));

    CountDifferences differences;
    for (const CountDifference& difference :
         TRY(tx.all(list_answer_differences_query, {}, make_difference))) {
        note(differences, difference);
        TRY(tx.execute(update_answer_count_query, {difference.id, difference.counted}));
        TRY(keep_post_count(tx, difference, "AnswerCount", add_original));
    }
    const auto id = [](const db::Row& row) { return row.integer(0); };
    for (const std::int64_t question : TRY(tx.all(list_unanswered_differences_query, {}, id))) {
        TRY(tx.execute(toggle_unanswered_query, {question}));
        TRY(tx.execute(toggle_unanswered_fact_query, {question}));
    }
    return differences;
}

// ── Comments ──

constexpr db::Query make_comment_sums_query{
    .name = "make_comment_sums",
    .sql = "CREATE TEMP TABLE IF NOT EXISTS comment_sums (post_id INTEGER PRIMARY KEY, comments "
           "INTEGER)",
};

constexpr db::Query empty_comment_sums_query{
    .name = "empty_comment_sums", .sql = "DELETE FROM comment_sums"
};

constexpr db::Query fill_comment_sums_query{
    .name = "fill_comment_sums",
    .sql = R"sql(
        INSERT INTO comment_sums (post_id, comments)
        SELECT post_id, count(*)
        FROM comments
        WHERE deleted_at IS NULL
        GROUP BY post_id
    )sql",
};

constexpr db::Query list_comment_differences_query{
    .name = "list_comment_differences",
    .sql = R"sql(
        SELECT p.id, p.comment_count, coalesce(s.comments, 0)
        FROM post_facts AS p
        LEFT JOIN comment_sums AS s ON s.post_id = p.id
        WHERE p.comment_count <> coalesce(s.comments, 0)
        ORDER BY p.id
    )sql",
};

constexpr db::Query update_comment_count_query{
    .name = "update_comment_count",
    .sql = "UPDATE posts SET comment_count = $2 WHERE id = $1",
};

Result<CountDifferences> recount_comments(db::Transaction& tx, const AddOriginal& add_original) {
    TRY(execute_all(
        tx, {make_comment_sums_query, empty_comment_sums_query, fill_comment_sums_query}
    ));

    CountDifferences differences;
    for (const CountDifference& difference :
         TRY(tx.all(list_comment_differences_query, {}, make_difference))) {
        note(differences, difference);
        TRY(tx.execute(update_comment_count_query, {difference.id, difference.counted}));
        TRY(keep_post_count(tx, difference, "CommentCount", add_original));
    }
    return differences;
}

// ── Scores ──

constexpr db::Query make_vote_sums_query{
    .name = "make_vote_sums",
    .sql = "CREATE TEMP TABLE IF NOT EXISTS vote_sums (post_id INTEGER PRIMARY KEY, score INTEGER)",
};

constexpr db::Query empty_vote_sums_query{
    .name = "empty_vote_sums", .sql = "DELETE FROM vote_sums"
};

constexpr db::Query fill_vote_sums_query{
    .name = "fill_vote_sums",
    .sql = R"sql(
        INSERT INTO vote_sums (post_id, score)
        SELECT post_id, sum(CASE kind WHEN 2 THEN 1 ELSE -1 END)
        FROM votes
        WHERE kind IN (2, 3) AND id < 1500000000
        GROUP BY post_id
    )sql",
};

constexpr db::Query list_score_differences_query{
    .name = "list_score_differences",
    .sql = R"sql(
        SELECT p.id, p.imported_score, coalesce(s.score, 0)
        FROM post_facts AS p
        LEFT JOIN vote_sums AS s ON s.post_id = p.id
        WHERE p.imported_score <> coalesce(s.score, 0) AND p.id < 1500000000
        ORDER BY p.id
    )sql",
};

Result<CountDifferences> compare_scores(db::Transaction& tx) {
    TRY(execute_all(tx, {make_vote_sums_query, empty_vote_sums_query, fill_vote_sums_query}));

    CountDifferences differences;
    TRY(tx.each(list_score_differences_query, {}, [&](const db::Row& row) {
        note(differences, make_difference(row));
    }));
    return differences;
}

// ── Users ──

constexpr db::Query update_user_posts_query{
    .name = "update_user_posts",
    .sql = R"sql(
        UPDATE users
        SET question_count = sums.questions, answer_count = sums.answers
        FROM (
            SELECT
                author_id,
                sum(CASE kind WHEN 1 THEN 1 ELSE 0 END) AS questions,
                sum(CASE kind WHEN 2 THEN 1 ELSE 0 END) AS answers
            FROM posts
            WHERE author_id IS NOT NULL AND deleted_at IS NULL
            GROUP BY author_id
        ) AS sums
        WHERE sums.author_id = users.id
          AND (users.question_count <> sums.questions OR users.answer_count <> sums.answers)
    )sql",
};

constexpr db::Query update_user_badges_query{
    .name = "update_user_badges",
    .sql = R"sql(
        UPDATE users
        SET gold_count = sums.gold, silver_count = sums.silver, bronze_count = sums.bronze
        FROM (
            SELECT
                user_id,
                sum(CASE class WHEN 1 THEN 1 ELSE 0 END) AS gold,
                sum(CASE class WHEN 2 THEN 1 ELSE 0 END) AS silver,
                sum(CASE class WHEN 3 THEN 1 ELSE 0 END) AS bronze
            FROM badges
            GROUP BY user_id
        ) AS sums
        WHERE sums.user_id = users.id
          AND (users.gold_count <> sums.gold OR users.silver_count <> sums.silver OR users.bronze_count <> sums.bronze)
    )sql",
};

Result<void> recount_users(db::Transaction& tx) {
    return execute_all(tx, {update_user_posts_query, update_user_badges_query});
}

// ── Reputation ──

/// `NOT IN` reads the events once; there is no index yet at the end of an import.
constexpr db::Query insert_openings_query{
    .name = "insert_openings",
    .sql = R"sql(
        INSERT INTO reputation_events (user_id, kind, points, amount, day, created_at)
        SELECT id, 1, reputation, reputation, created_at / 86400000, created_at
        FROM users
        WHERE id NOT IN (SELECT user_id FROM reputation_events WHERE kind = 1)
        ORDER BY id
    )sql",
};

constexpr db::Query list_reputation_to_settle_query{
    .name = "list_reputation_to_settle",
    .sql = R"sql(
        SELECT user_id, id, kind, day, points, amount
        FROM reputation_events
        WHERE user_id IN (SELECT user_id FROM reputation_events WHERE kind <> 1)
        ORDER BY user_id, day, created_at, id
    )sql",
};

constexpr db::Query settle_reputation_amount_query{
    .name = "settle_reputation_amount",
    .sql = "UPDATE reputation_events SET amount = $2 WHERE id = $1",
};

constexpr db::Query settle_user_reputation_query{
    .name = "settle_user_reputation",
    .sql = "UPDATE users SET reputation = $2 WHERE id = $1 AND reputation <> $2",
};

namespace {

/// The events of one user, and what has to be written once all are settled: nothing may be written
/// to a table while it is read.
class Settling {
public:
    void take(const db::Row& row) {
        const std::int64_t user = row.integer(0);
        if (user != user_) settle();
        user_ = user;
        ids_.push_back(row.integer(1));
        entries_.push_back(
            {.kind = row.choice<domain::ReputationKind>(2),
             .day = row.integer(3),
             .points = row.integer(4),
             .amount = row.integer(5)}
        );
    }

    Result<void> write(db::Transaction& tx) {
        settle();
        for (const auto& [event, amount] : amounts_)
            TRY(tx.execute(settle_reputation_amount_query, {event, amount}));
        for (const auto& [user, total] : totals_)
            TRY(tx.execute(settle_user_reputation_query, {user, total}));
        return {};
    }

private:
    void settle() {
        if (entries_.empty()) return;
        const std::vector<domain::ReputationEntry> stored = entries_;
        domain::settle_reputation(0, entries_);
        std::int64_t total = 0;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            total += entries_[i].amount;
            if (entries_[i].amount == stored[i].amount) continue;
            amounts_.emplace_back(ids_[i], entries_[i].amount);
        }
        totals_.emplace_back(user_, total);
        ids_.clear();
        entries_.clear();
    }

    std::int64_t user_ = 0;
    std::vector<std::int64_t> ids_;
    std::vector<domain::ReputationEntry> entries_;
    std::vector<std::pair<std::int64_t, std::int64_t>> amounts_;
    std::vector<std::pair<std::int64_t, std::int64_t>> totals_;
};

} // namespace

Result<void> open_reputations(db::Transaction& tx) {
    return execute_all(tx, {insert_openings_query});
}

Result<void> recount_reputations(db::Transaction& tx) {
    Settling settling;
    TRY(tx.each(list_reputation_to_settle_query, {}, [&](const db::Row& row) {
        settling.take(row);
    }));
    return settling.write(tx);
}

// ── Tags ──

constexpr db::Query list_tag_names_query{
    .name = "list_tag_names",
    .sql = "SELECT name, id FROM tags",
};

constexpr db::Query find_smallest_tag_query{
    .name = "find_smallest_tag",
    .sql = "SELECT coalesce(min(id), 0) FROM tags",
};

constexpr db::Query insert_made_up_tag_query{
    .name = "insert_made_up_tag",
    .sql = "INSERT INTO tags (id, name) VALUES ($1, $2)",
};

constexpr db::Query make_tagged_query{
    .name = "make_tagged",
    .sql = R"sql(
        CREATE TEMP TABLE IF NOT EXISTS tagged (
            tag_id INTEGER, question_id INTEGER, created_at INTEGER, active_at INTEGER, score INTEGER, is_unanswered INTEGER
        )
    )sql",
};

constexpr db::Query empty_tagged_query{.name = "empty_tagged", .sql = "DELETE FROM tagged"};

constexpr db::Query insert_tagged_query{
    .name = "insert_tagged",
    .sql = R"sql(
        INSERT INTO tagged (tag_id, question_id, created_at, active_at, score, is_unanswered)
        VALUES ($1, $2, $3, $4, $5, $6)
    )sql",
};

constexpr db::Query list_questions_to_tag_query{
    .name = "list_questions_to_tag",
    .sql = R"sql(
        SELECT id, tags, created_at, active_at, score, is_unanswered
        FROM post_facts
        WHERE id > $1 AND kind = 1 AND tags IS NOT NULL AND is_deleted = 0
        ORDER BY id
        LIMIT $2
    )sql",
};

constexpr db::Query delete_question_tags_query{
    .name = "delete_question_tags", .sql = "DELETE FROM question_tags"
};

/// In order of the key, which a tree takes best.
constexpr db::Query insert_question_tags_query{
    .name = "insert_question_tags",
    .sql = R"sql(
        INSERT INTO question_tags (tag_id, question_id, created_at, active_at, score, is_unanswered)
        SELECT DISTINCT tag_id, question_id, created_at, active_at, score, is_unanswered
        FROM tagged
        ORDER BY tag_id, question_id
    )sql",
};

namespace {

struct QuestionToTag {
    std::int64_t id;
    std::string tags;
    std::int64_t created_at;
    std::int64_t active_at;
    std::int64_t score;
    std::int64_t is_unanswered;
};

class TagIds {
public:
    static Result<TagIds> read(db::Transaction& tx) {
        TagIds ids;
        TRY(tx.each(list_tag_names_query, {}, [&](const db::Row& row) {
            ids.by_name_[row.string(0)] = row.integer(1);
        }));
        const auto smallest = [](const db::Row& row) { return row.integer(0); };
        ids.next_made_up_ = std::min<std::int64_t>(
                                0, TRY(tx.first(find_smallest_tag_query, {}, smallest)).value_or(0)
                            )
                            - 1;
        return ids;
    }

    Result<std::int64_t> find_or_make(db::Transaction& tx, std::string_view name) {
        const auto [place, is_new] = by_name_.try_emplace(std::string{name}, next_made_up_);
        if (is_new) {
            TRY(tx.execute(insert_made_up_tag_query, {next_made_up_, name}));
            --next_made_up_;
        }
        return place->second;
    }

private:
    std::unordered_map<std::string, std::int64_t> by_name_;
    std::int64_t next_made_up_ = -1;
};

Result<std::vector<QuestionToTag>> list_questions_to_tag(db::Transaction& tx, std::int64_t after) {
    return tx.all(list_questions_to_tag_query, {after, slice_rows}, [](const db::Row& row) {
        return QuestionToTag{
            .id = row.integer(0),
            .tags = row.string(1),
            .created_at = row.integer(2),
            .active_at = row.integer(3),
            .score = row.integer(4),
            .is_unanswered = row.integer(5),
        };
    });
}

Result<void> insert_tagged(db::Transaction& tx, TagIds& ids, const QuestionToTag& question) {
    const auto names = domain::parse_tag_list(question.tags);
    if (!names) return {};
    for (const std::string_view name : *names) {
        const std::int64_t tag = TRY(ids.find_or_make(tx, name));
        TRY(tx.execute(
            insert_tagged_query,
            {tag,
             question.id,
             question.created_at,
             question.active_at,
             question.score,
             question.is_unanswered}
        ));
    }
    return {};
}

} // namespace

Result<void> fill_question_tags(db::Transaction& tx) {
    TRY(execute_all(tx, {make_tagged_query, empty_tagged_query, delete_question_tags_query}));
    TagIds ids = TRY(TagIds::read(tx));
    for (std::int64_t after = 0;;) {
        const std::vector<QuestionToTag> questions = TRY(list_questions_to_tag(tx, after));
        if (questions.empty()) break;
        for (const QuestionToTag& question : questions)
            TRY(insert_tagged(tx, ids, question));
        after = questions.back().id;
    }
    return execute_all(tx, {insert_question_tags_query, empty_tagged_query});
}

constexpr db::Query make_tag_sums_query{
    .name = "make_tag_sums",
    .sql = "CREATE TEMP TABLE IF NOT EXISTS tag_sums (tag_id INTEGER PRIMARY KEY, questions "
           "INTEGER, unanswered INTEGER)",
};

constexpr db::Query empty_tag_sums_query{.name = "empty_tag_sums", .sql = "DELETE FROM tag_sums"};

constexpr db::Query fill_tag_sums_query{
    .name = "fill_tag_sums",
    .sql = R"sql(
        INSERT INTO tag_sums (tag_id, questions, unanswered)
        SELECT tag_id, count(*), sum(is_unanswered)
        FROM question_tags
        GROUP BY tag_id
    )sql",
};

constexpr db::Query list_tag_differences_query{
    .name = "list_tag_differences",
    .sql = R"sql(
        SELECT t.id, t.question_count, coalesce(s.questions, 0), coalesce(t.original, '')
        FROM tags AS t
        LEFT JOIN tag_sums AS s ON s.tag_id = t.id
        WHERE t.question_count <> coalesce(s.questions, 0)
        ORDER BY t.id
    )sql",
};

constexpr db::Query update_tag_count_query{
    .name = "update_tag_count",
    .sql = "UPDATE tags SET question_count = $2, original = $3 WHERE id = $1",
};

constexpr db::Query update_tag_unanswered_query{
    .name = "update_tag_unanswered",
    .sql = R"sql(
        UPDATE tags
        SET unanswered_count = coalesce((SELECT s.unanswered FROM tag_sums AS s WHERE s.tag_id = tags.id), 0)
    )sql",
};

Result<CountDifferences> recount_tags(db::Transaction& tx, const AddOriginal& add_original) {
    TRY(execute_all(tx, {make_tag_sums_query, empty_tag_sums_query, fill_tag_sums_query}));

    struct TagDifference {
        CountDifference counts;
        std::string original;
    };

    const auto make = [](const db::Row& row) {
        return TagDifference{make_difference(row), row.string(3)};
    };
    CountDifferences differences;
    for (const TagDifference& difference : TRY(tx.all(list_tag_differences_query, {}, make))) {
        const std::int64_t id = difference.counts.id;
        std::string original = difference.original;
        const bool is_imported = id > 0 && id < local_id_min;
        if (is_imported) note(differences, difference.counts);
        if (add_original && is_imported && original.find("\"Count\"") == std::string::npos) {
            original = add_original(original, "Count", std::to_string(difference.counts.said));
        }
        const auto kept =
            original.empty() ? std::nullopt : std::optional<std::string_view>{original};
        TRY(tx.execute(update_tag_count_query, {id, difference.counts.counted, kept}));
    }
    TRY(tx.execute(update_tag_unanswered_query));
    return differences;
}

// ── Totals ──

constexpr db::Query delete_totals_query{.name = "delete_totals", .sql = "DELETE FROM totals"};

constexpr db::Query insert_totals_query{
    .name = "insert_totals",
    .sql = R"sql(
        INSERT INTO totals (name, value)
        SELECT 'questions', count(*) FROM post_facts WHERE kind = 1 AND is_deleted = 0
        UNION ALL SELECT 'unanswered', count(*) FROM post_facts
            WHERE kind = 1 AND is_unanswered = 1 AND is_deleted = 0
        UNION ALL SELECT 'answers', count(*) FROM post_facts WHERE kind = 2 AND is_deleted = 0
        UNION ALL SELECT 'comments', count(*) FROM comments WHERE deleted_at IS NULL
        UNION ALL SELECT 'users', count(*) FROM users WHERE deleted_at IS NULL
        UNION ALL SELECT 'tags', count(*) FROM tags
        UNION ALL SELECT 'badges', count(*) FROM badges
    )sql",
};

Result<void> recount_totals(db::Transaction& tx) {
    return execute_all(tx, {delete_totals_query, insert_totals_query});
}

// ── The summary ──

constexpr db::Query count_dangling_query{
    .name = "count_dangling",
    .sql = R"sql(
        SELECT
            (SELECT count(*) FROM votes AS v WHERE NOT EXISTS (SELECT 1 FROM post_facts AS p WHERE p.id = v.post_id)),
            (SELECT count(*) FROM post_links AS l
             WHERE NOT EXISTS (SELECT 1 FROM post_facts AS p WHERE p.id = l.post_id)
                OR NOT EXISTS (SELECT 1 FROM post_facts AS p WHERE p.id = l.related_post_id)),
            (SELECT count(*) FROM comments AS c WHERE NOT EXISTS (SELECT 1 FROM post_facts AS p WHERE p.id = c.post_id)),
            (SELECT count(*) FROM post_history AS h WHERE NOT EXISTS (SELECT 1 FROM post_facts AS p WHERE p.id = h.post_id)),
            (SELECT count(*) FROM post_facts AS a
             WHERE a.question_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM post_facts AS p WHERE p.id = a.question_id)),
            (SELECT count(*) FROM badges AS b WHERE NOT EXISTS (SELECT 1 FROM users AS u WHERE u.id = b.user_id))
    )sql",
};

Result<DanglingCounts> count_dangling(db::ReadTransaction& tx) {
    const auto make = [](const db::Row& row) {
        return DanglingCounts{
            .votes = row.integer(0),
            .links = row.integer(1),
            .comments = row.integer(2),
            .history = row.integer(3),
            .answers = row.integer(4),
            .badges = row.integer(5),
        };
    };
    return TRY(tx.first(count_dangling_query, {}, make)).value_or(DanglingCounts{});
}

constexpr db::Query count_bodies_query{
    .name = "count_bodies",
    .sql = "SELECT coalesce(sum(body_format), 0), count(*) FROM post_facts",
};

Result<BodyCounts> count_bodies(db::ReadTransaction& tx) {
    const auto make = [](const db::Row& row) {
        return BodyCounts{.markdown = row.integer(0), .html = row.integer(1) - row.integer(0)};
    };
    return TRY(tx.first(count_bodies_query, {}, make)).value_or(BodyCounts{});
}

constexpr db::Query limit_analysis_query{
    .name = "limit_analysis", .sql = "PRAGMA analysis_limit = 1000"
};
constexpr db::Query analyze_query{.name = "analyze", .sql = "ANALYZE"};

Result<void> analyze(db::Transaction& tx) {
    TRY(tx.each(limit_analysis_query, {}, [](const db::Row&) {}));
    TRY(tx.execute(analyze_query));
    return {};
}

} // namespace attest::storage
