#include "storage/suggested_edits.h"

#include "base/verify.h"
#include "storage/bylines.h"
#include "storage/changes.h"
#include "storage/posts.h"
#include "storage/sql.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_suggested_edit_query{
    .name = "insert_suggested_edit",
    .sql = R"sql(
        INSERT INTO suggested_edits
            (post_id, author_id, base_guid, title, tags, source, summary, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        RETURNING id
    )sql",
};

constexpr db::Query find_suggested_edit_query{
    .name = "find_suggested_edit",
    .sql = joined<
        R"sql(
        SELECT s.id, s.post_id, s.base_guid, s.title, s.tags, s.source, s.summary, s.created_at,
               s.decided_at, COALESCE(s.is_approved, 0), s.reason, s.author_id, NULL,
        )sql",
        byline_columns,
        R"sql(
        FROM suggested_edits AS s
        LEFT JOIN users AS u ON u.id = s.author_id
        WHERE s.id = $1
        )sql">,
};

constexpr db::Query find_open_suggested_edit_query{
    .name = "find_open_suggested_edit",
    .sql = "SELECT id FROM suggested_edits WHERE post_id = $1 AND decided_at IS NULL",
};

SuggestedEditRecord read_suggested_edit(const db::Row& row) {
    return {
        .id = row.id<SuggestedEditId>(0),
        .post = row.id<PostId>(1),
        .author = read_byline(row, 11),
        .base_guid = row.is_null(2) ? std::string{} : std::string{row.blob(2)},
        .title = row.optional_string(3),
        .tags = row.optional_string(4),
        .source = row.optional_string(5),
        .summary = row.string(6),
        .created_at = row.time(7),
        .decided_at = row.optional_time(8),
        .is_approved = row.boolean(9),
        .reason = row.string(10),
    };
}

/// The page of the post says whether an edit of it waits.
Result<void> announce_post(db::Transaction& tx, PostId id) {
    const PostRecord post = TRY(find_post(tx, id));
    if (post.question)
        announce_question(tx, *post.question);
    else
        announce_site(tx);
    return {};
}

} // namespace

Result<SuggestedEditId> insert_suggested_edit(db::Transaction& tx, const NewSuggestedEdit& edit) {
    if (TRY(find_open_suggested_edit(tx, edit.post))) {
        return fail(
            ErrorCode::conflict,
            "Another edit of this post waits for review. Copy your text, and suggest it once that "
            "one is decided."
        );
    }
    const db::Parameter base = edit.base_guid.empty() ? db::Parameter{std::nullopt}
                                                      : db::Parameter{db::Blob{edit.base_guid}};
    const std::optional<SuggestedEditId> id = TRY(tx.first(
        insert_suggested_edit_query,
        {edit.post, edit.author, base, edit.title, edit.tags, edit.source, edit.summary, edit.at},
        [](const db::Row& row) { return row.id<SuggestedEditId>(0); }
    ));
    VERIFY(id.has_value());
    TRY(announce_post(tx, edit.post));
    return *id;
}

Result<SuggestedEditRecord> find_suggested_edit(db::ReadTransaction& tx, SuggestedEditId id) {
    std::optional<SuggestedEditRecord> edit =
        TRY(tx.first(find_suggested_edit_query, {id}, read_suggested_edit));
    if (!edit) return fail(ErrorCode::not_found, "There is no such suggested edit here.");
    return std::move(*edit);
}

Result<std::optional<SuggestedEditId>>
find_open_suggested_edit(db::ReadTransaction& tx, PostId post) {
    return tx.first(find_open_suggested_edit_query, {post}, [](const db::Row& row) {
        return row.id<SuggestedEditId>(0);
    });
}

namespace {

constexpr db::Query list_waiting_edits_query{
    .name = "list_waiting_edits",
    .sql = joined<
        R"sql(
        SELECT s.id, s.post_id, p.kind,
               COALESCE(q.title,
                        CASE WHEN p.kind IN (4, 5) THEN
                            (SELECT t.name FROM tags AS t
                             WHERE p.id IN (t.excerpt_post_id, t.wiki_post_id)) END,
                        ''),
               s.summary, s.created_at, s.author_id, NULL,
        )sql",
        byline_columns,
        R"sql(
        FROM suggested_edits AS s
        JOIN posts AS p ON p.id = s.post_id
        LEFT JOIN posts AS q ON q.id = CASE p.kind WHEN 1 THEN p.id ELSE p.question_id END
        LEFT JOIN users AS u ON u.id = s.author_id
        WHERE s.decided_at IS NULL AND p.deleted_at IS NULL AND q.deleted_at IS NULL
        ORDER BY s.created_at, s.id LIMIT $1 OFFSET $2
        )sql">,
};

} // namespace

Result<std::vector<WaitingEdit>>
list_waiting_edits(db::ReadTransaction& tx, std::int64_t limit, std::int64_t offset) {
    return tx.all(list_waiting_edits_query, {limit, offset}, [](const db::Row& row) {
        return WaitingEdit{
            .id = row.id<SuggestedEditId>(0),
            .post = row.id<PostId>(1),
            .post_kind = row.choice<domain::PostKind>(2),
            .title = row.string(3),
            .author = read_byline(row, 6),
            .summary = row.string(4),
            .created_at = row.time(5),
        };
    });
}

namespace {

constexpr db::Query decide_suggested_edit_query{
    .name = "decide_suggested_edit",
    .sql = R"sql(
        UPDATE suggested_edits SET decided_at = $2, is_approved = $3, reason = $4
        WHERE id = $1 AND decided_at IS NULL
        RETURNING post_id
    )sql",
};

constexpr db::Query insert_review_vote_query{
    .name = "insert_review_vote",
    .sql = R"sql(
        INSERT INTO suggested_edit_votes (suggested_edit_id, user_id, approves, created_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (suggested_edit_id, user_id)
        DO UPDATE SET approves = excluded.approves, created_at = excluded.created_at
    )sql",
};

constexpr db::Query list_review_votes_query{
    .name = "list_review_votes",
    .sql = R"sql(
        SELECT user_id, approves FROM suggested_edit_votes
        WHERE suggested_edit_id = $1 ORDER BY created_at, user_id
    )sql",
};

} // namespace

Result<void> decide_suggested_edit(db::Transaction& tx, const Decision& decision) {
    const std::optional<PostId> post = TRY(tx.first(
        decide_suggested_edit_query,
        {decision.id, decision.at, decision.is_approved, decision.reason},
        [](const db::Row& row) { return row.id<PostId>(0); }
    ));
    if (!post) return fail(ErrorCode::conflict, "Somebody has just decided on this edit.");
    return announce_post(tx, *post);
}

Result<void> insert_review_vote(db::Transaction& tx, const ReviewVote& vote) {
    TRY(tx.execute(insert_review_vote_query, {vote.id, vote.user, vote.approves, vote.at}));
    return {};
}

Result<std::vector<CountedReview>> list_review_votes(db::ReadTransaction& tx, SuggestedEditId id) {
    return tx.all(list_review_votes_query, {id}, [](const db::Row& row) {
        return CountedReview{.user = row.id<UserId>(0), .approves = row.boolean(1)};
    });
}

} // namespace attest::storage
