#include "storage/edits.h"

#include "base/verify.h"
#include "domain/tagging.h"
#include "storage/changes.h"
#include "storage/post_history.h"
#include "storage/questions.h"

namespace attest::storage {

namespace {

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
        TRY(insert_history(tx, post.id, edit.act, {domain::HistoryKind::edit_title, heading.title})
        );
    }
    if (has_new_tags) {
        TRY(insert_history(tx, post.id, edit.act, {domain::HistoryKind::edit_tags, tags}));
    }
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
            tx, post.id, first, {domain::HistoryKind::initial_body, html, domain::BodyFormat::html}
        ));
    }
    TRY(update_body(tx, post.id, *edit.body, edit.act));
    TRY(insert_history(
        tx,
        post.id,
        edit.act,
        {domain::HistoryKind::edit_body, edit.body->source, edit.body->format}
    ));
    has_changed = true;
    return {};
}

constexpr db::Query update_editor_query{
    .name = "update_editor",
    .sql = R"sql(
        UPDATE posts SET editor_id = $2, editor_name = NULL, edited_at = $3 WHERE id = $1
    )sql",
};

} // namespace

Result<void> edit_post(db::Transaction& tx, PostId id, const PostEdit& edit) {
    const PostRecord post = TRY(find_post(tx, id));
    const bool is_question = post.kind == domain::PostKind::question;
    if (post.deleted_at || !post.question) {
        return fail(ErrorCode::not_found, "There is no such question or answer here.");
    }
    VERIFY(is_question || (!edit.title && !edit.tags));

    bool has_changed = false;
    if (is_question) TRY(edit_heading(tx, post, edit, has_changed));
    if (edit.body) TRY(edit_body(tx, post, edit, has_changed));
    if (!has_changed) return {};

    TRY(tx.execute(update_editor_query, {id, edit.act.actor, edit.act.at}));
    TRY(update_activity(tx, *post.question, edit.act.at));
    return record_post_change(tx, {.post = id, .question = post.question});
}

} // namespace attest::storage
