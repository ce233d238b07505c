#include "storage/findings.h"

#include "db/transaction.h"

#include <fmt/format.h>

#include <array>
#include <span>

namespace attest::storage {

namespace {

/// Lines of one kind: enough to see what it is about.
constexpr std::size_t findings_kept_max = 20;

/// A kind of fault: rows of (id, stored, counted) that differ, in order of id.
struct Check {
    std::string_view what;
    db::Query query;
};

constexpr std::array number_checks{
    Check{
        "question {0}: answer_count is {1}, answers that are there: {2}",
        {.name = "check_answer_counts", .sql = R"sql(
            SELECT q.id, q.answer_count, coalesce(s.answers, 0)
            FROM posts AS q
            LEFT JOIN (
                SELECT question_id, count(*) AS answers
                FROM posts
                WHERE kind = 2 AND question_id IS NOT NULL AND deleted_at IS NULL
                GROUP BY question_id
            ) AS s ON s.question_id = q.id
            WHERE q.kind = 1 AND q.answer_count <> coalesce(s.answers, 0)
            ORDER BY q.id
        )sql"}
    },
    Check{
        "question {0}: is_unanswered is {1} and should be {2}",
        {.name = "check_unanswered", .sql = R"sql(
            SELECT id, is_unanswered, 1 - is_unanswered
            FROM (
                SELECT q.id, q.is_unanswered, q.accepted_answer_id, coalesce(s.best, 0) AS best
                FROM posts AS q
                LEFT JOIN (
                    SELECT question_id, max(score) AS best
                    FROM posts
                    WHERE kind = 2 AND question_id IS NOT NULL AND deleted_at IS NULL
                    GROUP BY question_id
                ) AS s ON s.question_id = q.id
                WHERE q.kind = 1 AND q.deleted_at IS NULL
            ) AS facts
            WHERE is_unanswered <> (CASE WHEN accepted_answer_id IS NULL AND best <= 0 THEN 1 ELSE 0 END)
            ORDER BY id
        )sql"}
    },
    Check{
        "post {0}: comment_count is {1}, comments that are there: {2}",
        {.name = "check_comment_counts", .sql = R"sql(
            SELECT p.id, p.comment_count, coalesce(s.comments, 0)
            FROM posts AS p
            LEFT JOIN (
                SELECT post_id, count(*) AS comments
                FROM comments
                WHERE deleted_at IS NULL
                GROUP BY post_id
            ) AS s ON s.post_id = p.id
            WHERE p.comment_count <> coalesce(s.comments, 0)
            ORDER BY p.id
        )sql"}
    },
    Check{
        "post {0}: score is {1}; the imported score and the votes cast here make {2}",
        {.name = "check_scores", .sql = R"sql(
            SELECT p.id, p.score, p.imported_score + coalesce(s.votes, 0)
            FROM posts AS p
            LEFT JOIN (
                SELECT post_id, sum(CASE kind WHEN 2 THEN 1 ELSE -1 END) AS votes
                FROM votes
                WHERE kind IN (2, 3) AND id >= 1500000000
                GROUP BY post_id
            ) AS s ON s.post_id = p.id
            WHERE p.score <> p.imported_score + coalesce(s.votes, 0)
            ORDER BY p.id
        )sql"}
    },
    Check{
        "user {0}: question_count is {1}, questions that are there: {2}",
        {.name = "check_question_counts_of_users", .sql = R"sql(
            SELECT u.id, u.question_count, coalesce(s.posts, 0)
            FROM users AS u
            LEFT JOIN (
                SELECT author_id, count(*) AS posts
                FROM posts
                WHERE kind = 1 AND author_id IS NOT NULL AND deleted_at IS NULL
                GROUP BY author_id
            ) AS s ON s.author_id = u.id
            WHERE u.question_count <> coalesce(s.posts, 0)
            ORDER BY u.id
        )sql"}
    },
    Check{
        "user {0}: answer_count is {1}, answers that are there: {2}",
        {.name = "check_answer_counts_of_users", .sql = R"sql(
            SELECT u.id, u.answer_count, coalesce(s.posts, 0)
            FROM users AS u
            LEFT JOIN (
                SELECT author_id, count(*) AS posts
                FROM posts
                WHERE kind = 2 AND author_id IS NOT NULL AND deleted_at IS NULL
                GROUP BY author_id
            ) AS s ON s.author_id = u.id
            WHERE u.answer_count <> coalesce(s.posts, 0)
            ORDER BY u.id
        )sql"}
    },
    Check{
        "user {0}: has {1} badges, badges that are there: {2}",
        {.name = "check_badge_counts_of_users", .sql = R"sql(
            SELECT u.id, u.gold_count + u.silver_count + u.bronze_count, coalesce(s.badges, 0)
            FROM users AS u
            LEFT JOIN (
                SELECT user_id, count(*) AS badges
                FROM badges
                GROUP BY user_id
            ) AS s ON s.user_id = u.id
            WHERE u.gold_count + u.silver_count + u.bronze_count <> coalesce(s.badges, 0)
            ORDER BY u.id
        )sql"}
    },
    Check{
        "user {0}: reputation is {1}; what earned and cost it makes {2}",
        {.name = "check_reputations", .sql = R"sql(
            SELECT u.id, u.reputation, coalesce(s.amount, 0)
            FROM users AS u
            LEFT JOIN (
                SELECT user_id, sum(amount) AS amount
                FROM reputation_events
                GROUP BY user_id
            ) AS s ON s.user_id = u.id
            WHERE u.reputation <> coalesce(s.amount, 0)
            ORDER BY u.id
        )sql"}
    },
    Check{
        "tag {0}: question_count is {1}, questions under it: {2}",
        {.name = "check_question_counts_of_tags", .sql = R"sql(
            SELECT t.id, t.question_count, coalesce(s.questions, 0)
            FROM tags AS t
            LEFT JOIN (
                SELECT tag_id, count(*) AS questions
                FROM question_tags
                GROUP BY tag_id
            ) AS s ON s.tag_id = t.id
            WHERE t.question_count <> coalesce(s.questions, 0)
            ORDER BY t.id
        )sql"}
    },
    Check{
        "tag {0}: unanswered_count is {1}, unanswered questions under it: {2}",
        {.name = "check_unanswered_counts_of_tags", .sql = R"sql(
            SELECT t.id, t.unanswered_count, coalesce(s.questions, 0)
            FROM tags AS t
            LEFT JOIN (
                SELECT tag_id, sum(is_unanswered) AS questions
                FROM question_tags
                GROUP BY tag_id
            ) AS s ON s.tag_id = t.id
            WHERE t.unanswered_count <> coalesce(s.questions, 0)
            ORDER BY t.id
        )sql"}
    },
    Check{
        "question {0}: stands under {1} tags, and has {2}",
        {.name = "check_tags_of_questions", .sql = R"sql(
            SELECT id, stored, counted
            FROM (
                SELECT
                    q.id,
                    (SELECT count(*) FROM question_tags AS t WHERE t.question_id = q.id) AS stored,
                    CASE
                        WHEN q.deleted_at IS NOT NULL THEN 0
                        ELSE max(length(coalesce(q.tags, '')) - length(replace(coalesce(q.tags, ''), '|', '')) - 1, 0)
                    END AS counted
                FROM posts AS q
                WHERE q.kind = 1
            ) AS facts
            WHERE stored <> counted
            ORDER BY id
        )sql"}
    },
    Check{
        "question {0}: stands under tag {1}, which it does not have",
        {.name = "check_names_of_tags", .sql = R"sql(
            SELECT q.id, t.id, 0
            FROM question_tags AS qt
            JOIN tags AS t ON t.id = qt.tag_id
            JOIN posts AS q ON q.id = qt.question_id
            WHERE q.tags IS NULL OR q.tags NOT LIKE '%|' || t.name || '|%'
            ORDER BY q.id, t.id
        )sql"}
    },
    Check{
        "question {0}: its rows under tags have other keys than the question, {1} of them",
        {.name = "check_keys_of_tagged_questions", .sql = R"sql(
            SELECT q.id, count(*), 0
            FROM question_tags AS t
            JOIN posts AS q ON q.id = t.question_id
            WHERE t.created_at <> q.created_at OR t.active_at <> q.active_at OR t.score <> q.score
               OR t.is_unanswered <> q.is_unanswered
            GROUP BY q.id
            ORDER BY q.id
        )sql"}
    },
    Check{
        "total {0} (1 questions, 2 unanswered, 3 answers, 4 comments, 5 users, 6 tags, 7 badges): "
        "{1} stored, {2} counted",
        {.name = "check_totals", .sql = R"sql(
            SELECT c.number, coalesce(t.value, 0), c.counted
            FROM (
                SELECT 1 AS number, 'questions' AS name, count(*) AS counted FROM posts
                    WHERE kind = 1 AND deleted_at IS NULL
                UNION ALL SELECT 2, 'unanswered', count(*) FROM posts
                    WHERE kind = 1 AND is_unanswered = 1 AND deleted_at IS NULL
                UNION ALL SELECT 3, 'answers', count(*) FROM posts WHERE kind = 2 AND deleted_at IS NULL
                UNION ALL SELECT 4, 'comments', count(*) FROM comments WHERE deleted_at IS NULL
                UNION ALL SELECT 5, 'users', count(*) FROM users WHERE deleted_at IS NULL
                UNION ALL SELECT 6, 'tags', count(*) FROM tags
                UNION ALL SELECT 7, 'badges', count(*) FROM badges
            ) AS c
            LEFT JOIN totals AS t ON t.name = c.name
            WHERE coalesce(t.value, 0) <> c.counted
            ORDER BY c.number
        )sql"}
    },
};

constexpr std::array relation_checks{
    Check{
        "answer {0}: its question {1} is not there",
        {.name = "check_questions_of_answers", .sql = R"sql(
            SELECT a.id, coalesce(a.question_id, 0), 0
            FROM posts AS a
            WHERE a.kind = 2 AND a.id >= 1500000000
              AND NOT EXISTS (SELECT 1 FROM posts AS q WHERE q.id = a.question_id AND q.kind = 1)
            ORDER BY a.id
        )sql"}
    },
    Check{
        "question {0}: the accepted answer {1} is not one of its answers",
        {.name = "check_accepted_answers", .sql = R"sql(
            SELECT q.id, q.accepted_answer_id, 0
            FROM posts AS q
            WHERE q.accepted_answer_id IS NOT NULL
              AND (q.imported_accepted_answer_id IS NULL OR q.accepted_answer_id <> q.imported_accepted_answer_id)
              AND NOT EXISTS (SELECT 1 FROM posts AS a WHERE a.id = q.accepted_answer_id AND a.question_id = q.id)
            ORDER BY q.id
        )sql"}
    },
    Check{
        "post {0}: its author, user {1}, is not there",
        {.name = "check_authors_of_posts", .sql = R"sql(
            SELECT p.id, p.author_id, 0
            FROM posts AS p
            WHERE p.id >= 1500000000 AND p.author_id IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM users AS u WHERE u.id = p.author_id)
            ORDER BY p.id
        )sql"}
    },
    Check{
        "post {0}: it was made here and has no first revision",
        {.name = "check_first_revisions", .sql = R"sql(
            SELECT p.id, 0, 0
            FROM posts AS p
            WHERE p.id >= 1500000000 AND p.kind IN (1, 2)
              AND NOT EXISTS (SELECT 1 FROM post_history AS h WHERE h.post_id = p.id AND h.kind = 2)
            ORDER BY p.id
        )sql"}
    },
    Check{
        "comment {0}: its post {1} is not there", {.name = "check_posts_of_comments", .sql = R"sql(
            SELECT c.id, c.post_id, 0
            FROM comments AS c
            WHERE c.id >= 1500000000 AND NOT EXISTS (SELECT 1 FROM posts AS p WHERE p.id = c.post_id)
            ORDER BY c.id
        )sql"}
    },
    Check{"vote {0}: its post {1} is not there", {.name = "check_posts_of_votes", .sql = R"sql(
            SELECT v.id, v.post_id, 0
            FROM votes AS v
            WHERE v.id >= 1500000000 AND NOT EXISTS (SELECT 1 FROM posts AS p WHERE p.id = v.post_id)
            ORDER BY v.id
        )sql"}},
    Check{"history {0}: its post {1} is not there", {.name = "check_posts_of_history", .sql = R"sql(
            SELECT h.id, h.post_id, 0
            FROM post_history AS h
            WHERE h.id >= 1500000000 AND NOT EXISTS (SELECT 1 FROM posts AS p WHERE p.id = h.post_id)
            ORDER BY h.id
        )sql"}},
    Check{
        "question {0} stands under tag {1}, which is not there",
        {.name = "check_tags_that_are_used", .sql = R"sql(
            SELECT q.question_id, q.tag_id, 0
            FROM question_tags AS q
            WHERE NOT EXISTS (SELECT 1 FROM tags AS t WHERE t.id = q.tag_id)
            ORDER BY q.question_id
        )sql"}
    },
    Check{
        "question {0} stands under a tag and is not there or deleted",
        {.name = "check_questions_that_are_tagged", .sql = R"sql(
            SELECT t.question_id, 0, 0
            FROM question_tags AS t
            WHERE NOT EXISTS (
                SELECT 1 FROM posts AS q WHERE q.id = t.question_id AND q.kind = 1 AND q.deleted_at IS NULL
            )
            ORDER BY t.question_id
        )sql"}
    },
};

Result<std::vector<Findings>> run_checks(db::ReadTransaction& tx, std::span<const Check> checks) {
    std::vector<Findings> all;
    for (const Check& check : checks) {
        Findings findings{.what = check.what, .count = 0, .some = {}};
        TRY(tx.each(check.query, {}, [&](const db::Row& row) {
            ++findings.count;
            if (findings.some.size() >= findings_kept_max) return;
            findings.some.push_back(
                {.id = row.integer(0), .stored = row.integer(1), .counted = row.integer(2)}
            );
        }));
        if (findings.count > 0) all.push_back(std::move(findings));
    }
    return all;
}

} // namespace

Result<std::vector<Findings>> find_wrong_numbers(db::ReadTransaction& tx) {
    return run_checks(tx, number_checks);
}

Result<std::vector<Findings>> find_broken_relations(db::ReadTransaction& tx) {
    return run_checks(tx, relation_checks);
}

std::size_t count_checked_numbers() {
    return number_checks.size();
}

std::size_t count_checked_relations() {
    return relation_checks.size();
}

std::string format_finding(const Findings& findings, const Finding& finding) {
    return fmt::format(fmt::runtime(findings.what), finding.id, finding.stored, finding.counted);
}

} // namespace attest::storage
