#include "storage/inbox.h"

#include "storage/bylines.h"
#include "storage/limits.h"

namespace attest::storage {

namespace {

constexpr db::Query find_answer_notice_query{
    .name = "find_answer_notice",
    .sql = R"sql(
        SELECT p.question_id, p.author_id, q.author_id
        FROM posts AS p JOIN posts AS q ON q.id = p.question_id
        WHERE p.id = $1 AND p.kind = 2 AND p.deleted_at IS NULL AND q.deleted_at IS NULL
    )sql",
};

constexpr db::Query find_comment_notice_query{
    .name = "find_comment_notice",
    .sql = R"sql(
        SELECT c.post_id, c.author_id, p.author_id, c.body_source
        FROM comments AS c
        JOIN posts AS p ON p.id = c.post_id
        JOIN posts AS q ON q.id = COALESCE(p.question_id, p.id)
        WHERE c.id = $1 AND c.deleted_at IS NULL AND p.deleted_at IS NULL AND q.deleted_at IS NULL
    )sql",
};

constexpr SqlPiece claim_that_can_be_seen = R"sql(
        JOIN claims AS c ON c.id = t.claim_id AND c.is_detached = 0
        JOIN posts AS p ON p.id = c.post_id AND p.deleted_at IS NULL
        JOIN posts AS q ON q.id = COALESCE(p.question_id, p.id) AND q.deleted_at IS NULL
)sql";

constexpr db::Query find_check_notice_query{
    .name = "find_check_notice",
    .sql = joined<
        R"sql(
        SELECT c.id, p.id, k.user_id, t.user_id, p.author_id
        FROM citation_checks AS k
        JOIN citations AS t ON t.id = k.citation_id AND t.withdrawn_at IS NULL
        )sql",
        claim_that_can_be_seen,
        "WHERE k.id = $1 AND k.is_latest = 1">,
};

constexpr db::Query find_citation_notice_query{
    .name = "find_citation_notice",
    .sql = joined<
        "SELECT c.id, p.id, t.user_id, t.user_id, p.author_id FROM citations AS t",
        claim_that_can_be_seen,
        "WHERE t.id = $1 AND t.withdrawn_at IS NULL">,
};

/// A "no" keeps counting under new words, and whose citation changed too has another page to read.
constexpr db::Query list_readers_of_old_words_query{
    .name = "list_readers_of_old_words",
    .sql = joined<
        "SELECT DISTINCT p.id, k.user_id FROM citations AS t",
        claim_that_can_be_seen,
        R"sql(
        JOIN citation_checks AS k ON k.citation_id = t.id AND k.is_latest = 1 AND k.verdict IN (1, 6)
            AND k.wording_hash <> c.wording_hash AND k.content_hash = t.content_hash
        WHERE t.claim_id = $1 AND t.withdrawn_at IS NULL
        ORDER BY k.user_id
        LIMIT $2
        )sql">,
};

constexpr db::Query list_participants_query{
    .name = "list_participants",
    .sql = R"sql(
        SELECT u.id, u.display_name
        FROM (
            SELECT author_id AS user_id, created_at FROM posts WHERE id = $1
            UNION ALL
            SELECT author_id, created_at FROM comments WHERE post_id = $1 AND deleted_at IS NULL
            UNION ALL
            SELECT author_id, created_at FROM post_history WHERE post_id = $1 AND kind BETWEEN 4 AND 9
            UNION ALL
            SELECT question.author_id, question.created_at
            FROM posts AS answer JOIN posts AS question ON question.id = answer.question_id
            WHERE answer.id = $1
        ) AS acts
        JOIN users AS u ON u.id = acts.user_id
        WHERE u.deleted_at IS NULL
        GROUP BY u.id
        ORDER BY MAX(acts.created_at) DESC, u.id
        LIMIT $2
    )sql",
};

constexpr db::Query list_followers_query{
    .name = "list_followers",
    .sql = R"sql(
        SELECT user_id FROM followed_posts
        WHERE post_id = $1 AND user_id > $2
        ORDER BY user_id
        LIMIT $3
    )sql",
};

constexpr db::Query insert_inbox_item_query{
    .name = "insert_inbox_item",
    .sql = R"sql(
        INSERT INTO inbox_items (
            user_id, kind, post_id, comment_id, claim_id, actor_id, object_id, created_at
        )
        SELECT id, $2, $3, $4, $5, $6, $7, $8
        FROM users WHERE id = $1 AND account_id IS NOT NULL AND deleted_at IS NULL
        ON CONFLICT (user_id, kind, object_id) DO NOTHING
        RETURNING id
    )sql",
};

/// Items that may be shown: what a moderator or its author has taken away is told to nobody.
constexpr SqlPiece shown_items = R"sql(
        FROM inbox_items AS i
        JOIN posts AS p ON p.id = i.post_id
        JOIN posts AS q ON q.id = COALESCE(p.question_id, p.id)
        LEFT JOIN comments AS c ON c.id = i.comment_id
        LEFT JOIN claims AS m ON m.id = i.claim_id
        LEFT JOIN users AS u ON u.id = i.actor_id
        WHERE p.deleted_at IS NULL AND q.deleted_at IS NULL
          AND (i.comment_id IS NULL OR (c.id IS NOT NULL AND c.deleted_at IS NULL))
          AND (i.claim_id IS NULL OR m.id IS NOT NULL)
    )sql";

constexpr SqlPiece item_columns = R"sql(
        SELECT i.id, i.user_id, i.kind, q.id, q.title, i.post_id, i.comment_id,
               COALESCE(CASE WHEN i.comment_id IS NULL THEN q.author_id ELSE p.author_id END = i.user_id, 0),
               CASE WHEN i.claim_id IS NOT NULL THEN m.exact
                    WHEN i.comment_id IS NULL THEN substr(p.body_text, 1, 300)
                    ELSE substr(c.body_source, 1, 300) END,
               i.created_at, i.read_at, i.claim_id, i.object_id, i.actor_id, NULL,
    )sql";

constexpr db::Query list_inbox_query{
    .name = "list_inbox",
    .sql = joined<
        item_columns,
        byline_columns,
        shown_items,
        "AND i.user_id = $1 ORDER BY i.created_at DESC, i.id DESC LIMIT $2 OFFSET $3">,
};

constexpr db::Query find_inbox_item_query{
    .name = "find_inbox_item",
    .sql = joined<item_columns, byline_columns, shown_items, "AND i.id = $1">,
};

constexpr db::Query count_inbox_query{
    .name = "count_inbox",
    .sql = joined<
        "SELECT COUNT(*) FROM (SELECT 1",
        shown_items,
        "AND i.user_id = $1 LIMIT $2) AS shown">,
};

constexpr db::Query count_unread_query{
    .name = "count_unread",
    .sql = joined<
        "SELECT COUNT(*) FROM (SELECT 1",
        shown_items,
        "AND i.user_id = $1 AND i.read_at IS NULL LIMIT $2) AS shown">,
};

constexpr db::Query count_told_since_query{
    .name = "count_told_since",
    .sql = "SELECT COUNT(*) FROM inbox_items WHERE user_id = $1 AND created_at >= $2",
};

constexpr db::Query mark_read_query{
    .name = "mark_read",
    .sql = "UPDATE inbox_items SET read_at = $2 WHERE id = $1 AND read_at IS NULL",
};

constexpr db::Query mark_all_read_query{
    .name = "mark_all_read",
    .sql = "UPDATE inbox_items SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL",
};

constexpr db::Query find_mail_choice_query{
    .name = "find_mail_choice",
    .sql = "SELECT wants_mail FROM notification_choices WHERE user_id = $1 AND kind = $2",
};

constexpr db::Query choose_mail_query{
    .name = "choose_mail",
    .sql = R"sql(
        INSERT INTO notification_choices (user_id, kind, wants_mail) VALUES ($1, $2, $3)
        ON CONFLICT (user_id, kind) DO UPDATE SET wants_mail = excluded.wants_mail
    )sql",
};

constexpr db::Query find_mail_recipient_query{
    .name = "find_mail_recipient",
    .sql = R"sql(
        SELECT account_id, display_name FROM users
        WHERE id = $1 AND account_id IS NOT NULL AND deleted_at IS NULL
    )sql",
};

EvidenceNotice read_evidence_notice(const db::Row& row) {
    return {
        .claim = row.id<ClaimId>(0),
        .post = row.id<PostId>(1),
        .actor = row.optional_id<UserId>(2),
        .cited_by = row.optional_id<UserId>(3),
        .author = row.optional_id<UserId>(4),
    };
}

domain::InboxItem read_item(const db::Row& row) {
    return {
        .id = row.id<InboxItemId>(0),
        .owner = row.id<UserId>(1),
        .kind = row.choice<domain::InboxKind>(2),
        .question = row.id<QuestionId>(3),
        .question_title = row.optional_string(4).value_or(""),
        .post = row.id<PostId>(5),
        .comment = row.optional_id<CommentId>(6),
        .claim = row.optional_id<ClaimId>(11),
        .object = row.integer(12),
        .is_own_post = row.boolean(7),
        .actor = read_byline(row, 13),
        .excerpt = row.string(8),
        .created_at = row.time(9),
        .read_at = row.optional_time(10),
    };
}

std::int64_t read_count(const std::optional<std::int64_t>& count) {
    return count.value_or(0);
}

} // namespace

Result<std::optional<AnswerNotice>> find_answer_notice(db::ReadTransaction& tx, AnswerId answer) {
    return tx.first(find_answer_notice_query, {answer}, [&](const db::Row& row) {
        return AnswerNotice{
            .answer = answer,
            .question = row.id<QuestionId>(0),
            .author = row.optional_id<UserId>(1),
            .asker = row.optional_id<UserId>(2),
        };
    });
}

Result<std::optional<CommentNotice>>
find_comment_notice(db::ReadTransaction& tx, CommentId comment) {
    return tx.first(find_comment_notice_query, {comment}, [&](const db::Row& row) {
        return CommentNotice{
            .comment = comment,
            .post = row.id<PostId>(0),
            .author = row.optional_id<UserId>(1),
            .post_author = row.optional_id<UserId>(2),
            .source = row.string(3),
        };
    });
}

Result<std::optional<EvidenceNotice>>
find_check_notice(db::ReadTransaction& tx, CitationCheckId check) {
    return tx.first(find_check_notice_query, {check}, read_evidence_notice);
}

Result<std::optional<EvidenceNotice>>
find_citation_notice(db::ReadTransaction& tx, CitationId citation) {
    return tx.first(find_citation_notice_query, {citation}, read_evidence_notice);
}

Result<RewordedClaim>
find_reworded_claim(db::ReadTransaction& tx, ClaimId claim, std::int64_t most) {
    RewordedClaim reworded;
    TRY(tx.each(list_readers_of_old_words_query, {claim, most}, [&](const db::Row& row) {
        reworded.post = row.id<PostId>(0);
        reworded.readers.push_back(row.id<UserId>(1));
    }));
    return reworded;
}

Result<std::vector<domain::Participant>> list_participants(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_participants_query, {post, participants_max}, [](const db::Row& row) {
        return domain::Participant{.id = row.id<UserId>(0), .name = row.string(1)};
    });
}

Result<std::vector<UserId>> list_followers(db::ReadTransaction& tx, const FollowerPage& page) {
    return tx.all(
        list_followers_query,
        {page.post, page.after, page.limit},
        [](const db::Row& row) { return row.id<UserId>(0); }
    );
}

Result<std::optional<InboxItemId>>
insert_inbox_item(db::Transaction& tx, const NewInboxItem& item) {
    return tx.first(
        insert_inbox_item_query,
        {item.user,
         item.kind,
         item.post,
         item.comment,
         item.claim,
         item.actor,
         item.object,
         item.created_at},
        [](const db::Row& row) { return row.id<InboxItemId>(0); }
    );
}

Result<std::vector<domain::InboxItem>> list_inbox(db::ReadTransaction& tx, const InboxPage& page) {
    return tx.all(list_inbox_query, {page.user, page.limit, page.offset}, read_item);
}

Result<std::optional<domain::InboxItem>>
find_inbox_item(db::ReadTransaction& tx, InboxItemId item) {
    return tx.first(find_inbox_item_query, {item}, read_item);
}

Result<std::int64_t> count_inbox(db::ReadTransaction& tx, UserId user, std::int64_t most) {
    return read_count(TRY(tx.first(count_inbox_query, {user, most}, [](const db::Row& row) {
        return row.integer(0);
    })));
}

Result<std::int64_t> count_unread(db::ReadTransaction& tx, UserId user, std::int64_t most) {
    return read_count(TRY(tx.first(count_unread_query, {user, most}, [](const db::Row& row) {
        return row.integer(0);
    })));
}

Result<std::int64_t> count_told_since(db::ReadTransaction& tx, UserId user, Time since) {
    return read_count(TRY(tx.first(count_told_since_query, {user, since}, [](const db::Row& row) {
        return row.integer(0);
    })));
}

Result<void> mark_read(db::Transaction& tx, InboxItemId item, Time at) {
    TRY(tx.execute(mark_read_query, {item, at}));
    return {};
}

Result<void> mark_all_read(db::Transaction& tx, UserId user, Time at) {
    TRY(tx.execute(mark_all_read_query, {user, at}));
    return {};
}

Result<bool> wants_mail(db::ReadTransaction& tx, UserId user, domain::InboxKind kind) {
    const std::optional<bool> choice =
        TRY(tx.first(find_mail_choice_query, {user, kind}, [](const db::Row& row) {
            return row.boolean(0);
        }));
    return choice.value_or(domain::is_mailed_by_default(kind));
}

Result<void> choose_mail(db::Transaction& tx, UserId user, const MailChoice& choice) {
    TRY(tx.execute(choose_mail_query, {user, choice.kind, choice.wants_mail}));
    return {};
}

Result<std::optional<MailRecipient>> find_mail_recipient(db::ReadTransaction& tx, UserId user) {
    return tx.first(find_mail_recipient_query, {user}, [](const db::Row& row) {
        return MailRecipient{.account = row.id<AccountId>(0), .display_name = row.string(1)};
    });
}

} // namespace attest::storage
