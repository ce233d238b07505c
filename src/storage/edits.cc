#include "storage/edits.h"

#include "base/verify.h"
#include "domain/tagging.h"
#include "storage/changes.h"
#include "storage/post_history.h"
#include "storage/questions.h"

namespace attest::storage {

namespace {

using domain::HistoryKind;

/// Brings a part of a revision up to date where the revision has it.
constexpr db::Query merge_history_query{
    .name = "merge_history",
    .sql = R"sql(
        UPDATE post_history SET text = $4, format = $5
        WHERE guid = $1 AND post_id = $2 AND kind % 3 = $3 % 3 AND kind BETWEEN 1 AND 9
    )sql",
};

constexpr db::Query merge_summary_query{
    .name = "merge_summary",
    .sql = R"sql(
        UPDATE post_history SET summary = $3
        WHERE guid = $1 AND post_id = $2 AND kind BETWEEN 4 AND 9
    )sql",
};

/// The row of a part of the revision: the dump numbers title, body and tags in threes, first as
/// they begin, then edited, then rolled back.
HistoryKind kind_of(HistoryKind edited, const PostEdit& edit) {
    constexpr int rollback_step = 3;
    if (!edit.restores) return edited;
    return static_cast<HistoryKind>(std::to_underlying(edited) + rollback_step);
}

Result<void> store_part(db::Transaction& tx, PostId post, const PostEdit& edit, HistoryEntry part) {
    if (edit.merges) {
        const std::int64_t merged = TRY(tx.execute(
            merge_history_query, {db::Blob{edit.act.guid}, post, part.kind, part.text, part.format}
        ));
        if (merged > 0) return {};
    }
    part.kind = kind_of(part.kind, edit);
    return insert_history(tx, post, edit.act, part);
}

Result<void>
edit_heading(db::Transaction& tx, const PostRecord& post, const PostEdit& edit, bool& has_changed) {
    QuestionHeading heading{
        .id = *post.question,
        .title = edit.title.value_or(post.title),
        .tags = edit.tags ? *edit.tags : domain::parse_tags(post.tags),
    };
    const std::string tags = domain::format_tags(heading.tags);
    const bool has_new_title = heading.title != post.title;
    const bool has_new_tags = tags != post.tags;
    if (!has_new_title && !has_new_tags) return {};

    TRY(update_heading(tx, heading));
    if (has_new_title) {
        TRY(store_part(tx, post.id, edit, {HistoryKind::edit_title, heading.title}));
    }
    if (has_new_tags) TRY(store_part(tx, post.id, edit, {HistoryKind::edit_tags, tags}));
    has_changed = true;
    return {};
}

Result<void>
edit_body(db::Transaction& tx, const PostRecord& post, const PostEdit& edit, bool& has_changed) {
    const std::optional<BodySource> before = TRY(find_body_source(tx, post.id));
    const bool is_same =
        before && before->text == edit.body->source && before->format == edit.body->format;
    if (is_same) return {};

    // A post whose history does not reach back keeps the body that it had as its first revision.
    if (!before) {
        const std::string html = TRY(find_body_html(tx, post.id));
        const Act first{
            .actor = post.author.value_or(community_user), .at = post.created_at, .guid = {}
        };
        TRY(insert_history(
            tx, post.id, first, {HistoryKind::initial_body, html, domain::BodyFormat::html}
        ));
    }
    TRY(update_body(tx, post.id, *edit.body));
    TRY(store_part(
        tx, post.id, edit, {HistoryKind::edit_body, edit.body->source, edit.body->format}
    ));
    has_changed = true;
    return {};
}

constexpr db::Query update_editor_query{
    .name = "update_editor",
    .sql = R"sql(
        UPDATE posts
        SET editor_id = $2, editor_name = NULL, edited_at = $3,
            active_at = CASE WHEN active_at < $3 THEN $3 ELSE active_at END
        WHERE id = $1
    )sql",
};

} // namespace

Result<bool> edit_post(db::Transaction& tx, PostId id, const PostEdit& edit) {
    const PostRecord post = TRY(find_post(tx, id));
    const bool is_question = post.kind == domain::PostKind::question;
    const bool is_wiki =
        post.kind == domain::PostKind::tag_wiki || post.kind == domain::PostKind::tag_excerpt;
    if (post.deleted_at || (!post.question && !is_wiki)) {
        return fail(ErrorCode::not_found, "There is no such question or answer here.");
    }
    VERIFY(is_question || (!edit.title && !edit.tags));

    bool has_changed = false;
    if (is_question) TRY(edit_heading(tx, post, edit, has_changed));
    if (edit.body) TRY(edit_body(tx, post, edit, has_changed));
    if (!has_changed) return false;

    // What goes into the revision before it is no further act: who was the editor, and when the
    // post was last at work, stay as they are.
    if (!edit.merges) {
        TRY(tx.execute(update_editor_query, {id, edit.act.actor, edit.act.at}));
        if (post.question) TRY(update_activity(tx, *post.question, edit.act.at));
    } else if (!edit.act.summary.empty()) {
        TRY(tx.execute(merge_summary_query, {db::Blob{edit.act.guid}, id, edit.act.summary}));
    }
    TRY(record_post_change(tx, {.post = id, .question = post.question}));
    return true;
}

namespace {

constexpr db::Query find_newest_revision_query{
    .name = "find_newest_revision",
    .sql = R"sql(
        SELECT guid, author_id, created_at, id, kind
        FROM post_history
        WHERE post_id = $1 AND kind BETWEEN 1 AND 9
        ORDER BY created_at DESC, id DESC LIMIT 1
    )sql",
};

constexpr db::Query has_been_seen_since_query{
    .name = "has_been_seen_since",
    .sql = R"sql(
        SELECT EXISTS (SELECT 1 FROM comments
                       WHERE post_id = $1 AND created_at >= $3 AND author_id IS DISTINCT FROM $2)
            OR EXISTS (SELECT 1 FROM suggested_edits WHERE post_id = $1 AND decided_at IS NULL)
    )sql",
};

} // namespace

Result<std::optional<NewestRevision>> find_newest_revision(db::ReadTransaction& tx, PostId post) {
    return tx.first(find_newest_revision_query, {post}, [](const db::Row& row) {
        const auto kind = row.choice<HistoryKind>(4);
        return NewestRevision{
            .guid = row.is_null(0) ? std::string{} : std::string{row.blob(0)},
            .author = row.optional_id<UserId>(1),
            .created_at = row.time(2),
            .is_imported = !is_local(row.id<PostHistoryId>(3)),
            .is_first = kind <= HistoryKind::initial_tags,
            .is_rollback = kind >= HistoryKind::rollback_title,
        };
    });
}

Result<bool> has_been_seen_since(db::ReadTransaction& tx, const SeenSince& seen) {
    const std::optional<bool> is_seen = TRY(tx.first(
        has_been_seen_since_query,
        {seen.post, seen.editor, seen.since},
        [](const db::Row& row) { return row.boolean(0); }
    ));
    return is_seen.value_or(false);
}

} // namespace attest::storage
