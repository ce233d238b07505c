#include "service/editing.h"

#include "base/text.h"
#include "domain/guid.h"
#include "domain/revisions.h"
#include "domain/slug.h"
#include "domain/tagging.h"
#include "markup/sanitize.h"
#include "markup/word_diff.h"
#include "service/act_limits.h"
#include "service/citing.h"
#include "service/drafts.h"
#include "service/markup_options.h"
#include "service/standing_post.h"
#include "service/tag_synonyms.h"
#include "service/writing.h"
#include "storage/drafts.h"
#include "storage/edits.h"
#include "storage/idempotency.h"
#include "storage/post_history.h"
#include "storage/suggested_edits.h"
#include "storage/tag_wikis.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::service {

using domain::EditRight;

Result<Editor> read_editor(const Site& site, const domain::Actor& actor, PostId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<Editor> {
        StandingPost post = TRY(find_standing_post(tx, id));
        const EditRight right = TRY(right_to_edit(actor, post, site.settings.thresholds));
        Editor editor{
            .post = id,
            .kind = post.record.kind,
            .address = std::nullopt,
            .question_title = {},
            .title = std::move(post.record.title),
            .tags = domain::parse_tags(post.record.tags),
            .source = std::move(post.source),
            .base = std::move(post.base),
            .is_html = post.record.body_format == domain::BodyFormat::html,
            .right = right,
            .waiting = TRY(storage::find_open_suggested_edit(tx, id)),
        };
        if (post.is_tag_wiki()) {
            editor.tag = TRY(storage::find_tag_of_wiki(tx, id)).value_or("");
            editor.question_title = editor.tag;
        }
        if (post.place) {
            editor.question_title = post.place->title;
            editor.address = PostAddress{
                .question = post.place->question,
                .slug = domain::make_slug(post.place->title),
                .answer = post.place->answer,
            };
        }
        return editor;
    });
}

namespace {

/// What of a form differs from what stands there.
struct Changes {
    std::optional<std::string> title;
    std::optional<std::vector<std::string>> tags;
    bool has_new_body = false;

    [[nodiscard]] bool has_new_heading() const { return title || tags; }

    [[nodiscard]] bool empty() const { return !has_new_heading() && !has_new_body; }
};

Changes changes_of(const EditPost& form, const StandingPost& post) {
    Changes changes;
    if (form.title && trim(*form.title) != post.record.title) {
        changes.title = std::string{trim(*form.title)};
    }
    if (form.tags && domain::format_tags(*form.tags) != post.record.tags) changes.tags = form.tags;
    changes.has_new_body = form.markdown && *form.markdown != post.source;
    return changes;
}

Result<void> check_form(const EditPost& form) {
    if (form.title) TRY(check_title(*form.title));
    if (form.tags) TRY(check_tags(*form.tags));
    if (utf8_length(form.summary) > summary_length_max) {
        return refuse(
            "summary", fmt::format("Shorten the summary to {} characters.", summary_length_max)
        );
    }
    return {};
}

/// Characters removed and added. Costs time: not to be called in a transaction.
std::size_t count_changed(std::string_view before, std::string_view after) {
    std::size_t count = 0;
    for (const markup::DiffPart& part : markup::diff_words(before, after)) {
        if (part.kind != markup::DiffKind::equal) count += utf8_length(part.text);
    }
    return count;
}

std::unexpected<Error> refuse_moved_base() {
    return fail(
        ErrorCode::conflict,
        "Somebody has changed this post since you began. Both texts are kept: bring them together "
        "and save again."
    );
}

/// An edit on its way: what was made ready before the transaction.
struct PreparedEdit {
    const EditPost& form;
    std::optional<storage::StoredBody> body;
    storage::Act act;
    std::string base;                   ///< Of the post when the edit was made ready.
    std::size_t characters_changed = 0; ///< Counted against that post, for suggestions.
    bool is_first_text = false;         ///< There was no post yet.
};

Result<PreparedEdit>
prepare_edit(const Site& site, const domain::Actor& actor, const EditPost& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(check_form(form));
    const StandingPost post = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return find_standing_post(tx, form.post);
    }));
    const bool has_heading = form.title || form.tags;
    if (has_heading && !post.is_question()) {
        return refuse("title", "An answer has no title and no tags. Leave them out.");
    }
    const EditRight right = TRY(right_to_edit(actor, post, site.settings.thresholds));
    PreparedEdit edit{
        .form = form,
        .body = std::nullopt,
        .act = act_of(site, actor.user),
        .base = post.base,
    };
    edit.act.summary = std::string{trim(form.summary)};
    if (form.markdown) {
        edit.body = TRY(render_body(site, *form.markdown, form.post));
        if (right == EditRight::suggests) {
            edit.characters_changed = count_changed(post.source, *form.markdown);
        }
    }
    return edit;
}

/// Whether the edit goes into the newest revision.
Result<bool> merges(
    db::ReadTransaction& tx, const StandingPost& post, const storage::Act& act, bool is_rollback
) {
    if (!post.newest || post.newest->guid.empty()) return false;
    const domain::GraceFacts facts{
        .author = post.newest->author,
        .made_at = post.newest->created_at,
        .is_imported = post.newest->is_imported,
        .has_been_seen = TRY(storage::has_been_seen_since(
            tx, {.post = post.record.id, .editor = act.actor, .since = post.newest->created_at}
        )),
        .is_other_act_wanted = is_rollback || post.newest->is_rollback,
    };
    return domain::may_merge(act.actor, act.at, facts);
}

/// A tag's wiki makes no claims that readers check.
Result<void>
sync_edited_claims(db::Transaction& tx, const StandingPost& post, const storage::PostEdit& edit) {
    if (!edit.body || post.is_tag_wiki()) return {};
    return sync_claims(tx, post.record.id, edit.act, *edit.body);
}

Result<void> save(
    db::Transaction& tx,
    const StandingPost& post,
    const Changes& changes,
    const PreparedEdit& prepared
) {
    storage::PostEdit edit{
        .title = changes.title,
        .tags = changes.tags,
        .body = changes.has_new_body ? prepared.body : std::nullopt,
        .act = prepared.act,
    };
    edit.merges = TRY(merges(tx, post, edit.act, false));
    if (edit.merges) {
        edit.act.guid = post.newest->guid;
        edit.act.at = post.newest->created_at;
    }
    TRY(storage::edit_post(tx, post.record.id, edit));
    return sync_edited_claims(tx, post, edit);
}

Result<SuggestedEditId> suggest(
    db::Transaction& tx,
    const StandingPost& post,
    const Changes& changes,
    const PreparedEdit& prepared
) {
    TRY(domain::check_suggestion({
        .changes_heading = changes.has_new_heading(),
        .characters_changed = prepared.characters_changed,
        .summary = prepared.act.summary,
    }));
    std::optional<std::string> tags;
    if (changes.tags) tags = domain::format_tags(*changes.tags);
    return storage::insert_suggested_edit(
        tx,
        {.post = post.record.id,
         .author = prepared.act.actor,
         .base_guid = post.newest ? post.newest->guid : std::string{},
         .title = changes.title,
         .tags = tags,
         .source = changes.has_new_body ? prepared.form.markdown : std::nullopt,
         .summary = prepared.act.summary,
         .at = prepared.act.at}
    );
}

/// Who found nothing there wrote on an empty text.
bool stands_on_nothing(const PreparedEdit& prepared, const StandingPost& post) {
    const bool began_on_nothing = !prepared.form.base || prepared.form.base->empty();
    return prepared.is_first_text && began_on_nothing && post.source.empty();
}

/// What readers found of a claim is not lost by oversight.
Result<void>
check_losses(db::ReadTransaction& tx, const StandingPost& post, const PreparedEdit& prepared) {
    if (!prepared.body || post.is_tag_wiki()) return {};
    std::vector<LostClaim> lost = TRY(find_lost_claims(tx, post.record.id, *prepared.body));
    std::erase_if(lost, [&](const LostClaim& claim) {
        return std::ranges::find(prepared.form.let_go, claim.claim) != prepared.form.let_go.end();
    });
    if (lost.empty()) return {};
    return refuse(
        "claims",
        fmt::format(
            "{} will lose {} citations by this edit. Put the words and their citations back, or "
            "save all the same.",
            lost.size() == 1 ? std::string{"One claim"} : fmt::format("{} claims", lost.size()),
            lost.size() == 1 ? "its" : "their"
        )
    );
}

/// What an edit has to change, judged by the post as it stands now.
Result<Changes> check_changes(
    db::ReadTransaction& tx, const StandingPost& post, const PreparedEdit& prepared, EditRight right
) {
    Changes changes = changes_of(prepared.form, post);
    if (changes.tags) {
        changes.tags = TRY(resolve_synonyms(tx, *changes.tags));
        if (domain::format_tags(*changes.tags) == post.record.tags) changes.tags.reset();
    }
    if (changes.empty()) {
        return fail(
            ErrorCode::invalid,
            "You have changed nothing: the post reads just so already. Change something, or go "
            "back to it."
        );
    }
    if (stands_on_nothing(prepared, post)) return changes;
    const bool has_moved = prepared.form.base && *prepared.form.base != post.base;
    // What a suggestion changes was counted against the post of a moment ago.
    const bool is_miscounted = right == EditRight::suggests && prepared.base != post.base;
    if (has_moved || is_miscounted) return refuse_moved_base();
    if (changes.has_new_body) TRY(check_losses(tx, post, prepared));
    return changes;
}

} // namespace

namespace {

Result<EditOutcome> edit_standing_post(
    db::Transaction& tx,
    const Site& site,
    const domain::Actor& actor,
    PostId id,
    const PreparedEdit& prepared
) {
    const StandingPost post = TRY(find_standing_post(tx, id));
    const EditRight right = TRY(right_to_edit(actor, post, site.settings.thresholds));
    const storage::IdempotencyKey key{
        .user = actor.user,
        .key = prepared.form.idempotency_key,
        .kind = right == EditRight::applies ? "edit" : "suggested_edit",
        .at = prepared.act.at,
    };
    if (right == EditRight::suggests) {
        const SuggestedEditId suggested =
            TRY(storage::find_or_insert(tx, key, [&]() -> Result<SuggestedEditId> {
                const Changes changes = TRY(check_changes(tx, post, prepared, right));
                TRY(check_limit(tx, site, actor, domain::LimitedAct::suggest_edit));
                TRY(storage::delete_draft(tx, actor.user, edit_place(id)));
                return suggest(tx, post, changes, prepared);
            }));
        return EditOutcome{.post = id, .suggested = suggested};
    }
    const PostId edited = TRY(storage::find_or_insert(tx, key, [&]() -> Result<PostId> {
        const Changes changes = TRY(check_changes(tx, post, prepared, right));
        TRY(check_limit(tx, site, actor, domain::LimitedAct::edit));
        TRY(save(tx, post, changes, prepared));
        TRY(storage::delete_draft(tx, actor.user, edit_place(id)));
        return id;
    }));
    return EditOutcome{.post = edited, .suggested = std::nullopt};
}

} // namespace

Result<EditOutcome> edit_post(const Site& site, const domain::Actor& actor, const EditPost& form) {
    const PreparedEdit prepared = TRY(prepare_edit(site, actor, form));
    return site.database.write([&](db::Transaction& tx) {
        return edit_standing_post(tx, site, actor, form.post, prepared);
    });
}

Result<EditOutcome> edit_first_text(
    const Site& site, const domain::Actor& actor, const EditPost& form, const MakeEmptyPost& make
) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(check_form(form));
    const std::string text = form.markdown.value_or("");
    PreparedEdit prepared{
        .form = form,
        .body = TRY(render_body(site, text, std::nullopt)),
        .act = act_of(site, actor.user),
        .base = {},
        .characters_changed = utf8_length(text),
        .is_first_text = true,
    };
    prepared.act.summary = std::string{trim(form.summary)};
    return site.database.write([&](db::Transaction& tx) -> Result<EditOutcome> {
        const PostId post = TRY(make(tx));
        return edit_standing_post(tx, site, actor, post, prepared);
    });
}

namespace {

struct EarlierRevision {
    PostId post;
    domain::Revision revision;
};

Result<EarlierRevision> find_revision(db::ReadTransaction& tx, const std::string& guid) {
    const auto no_such = [] {
        return fail(ErrorCode::not_found, "There is no such revision here.");
    };
    const std::optional<std::string> bytes = domain::parse_guid(guid);
    if (!bytes) return no_such();
    const std::optional<PostId> post = TRY(storage::find_post_of_guid(tx, *bytes));
    if (!post) return no_such();
    std::vector<domain::Revision> revisions =
        domain::group_revisions(TRY(storage::list_history(tx, *post)), {});
    const auto wanted = std::ranges::find_if(revisions, [&](const domain::Revision& revision) {
        return revision.number > 0 && revision.guid == *bytes;
    });
    if (wanted == revisions.end()) return no_such();
    std::erase(wanted->source, '\r');
    return EarlierRevision{.post = *post, .revision = std::move(*wanted)};
}

Result<storage::StoredBody> render_again(const Site& site, const EarlierRevision& earlier) {
    const domain::Revision& revision = earlier.revision;
    if (revision.format == domain::BodyFormat::markdown) {
        return render_body(site, revision.source, earlier.post, SeveralMeant::shown);
    }
    markup::Rendered rendered =
        markup::sanitize_html(revision.source, markup_options(site.settings, earlier.post));
    return storage::StoredBody{
        .source = revision.source,
        .format = domain::BodyFormat::html,
        .html = std::move(rendered.html),
        .text = std::move(rendered.text),
        .renderer_version = markup::renderer_version,
    };
}

Result<void>
check_roll_back(const Site& site, const domain::Actor& actor, const StandingPost& post) {
    const EditRight right = TRY(right_to_edit(actor, post, site.settings.thresholds));
    if (right == EditRight::applies) return {};
    return domain::check_privilege(
        actor,
        post.is_tag_wiki() ? domain::Privilege::approve_tag_wiki : domain::Privilege::edit,
        site.settings.thresholds
    );
}

} // namespace

Result<PostId> roll_back(const Site& site, const domain::Actor& actor, const RollBack& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const EarlierRevision earlier = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return find_revision(tx, form.guid);
    }));
    const domain::Revision& revision = earlier.revision;
    storage::PostEdit edit{
        .body = TRY(render_again(site, earlier)),
        .act = act_of(site, actor.user),
        .restores = true,
    };
    edit.act.summary = fmt::format("Rollback to Revision {}", revision.number);
    const storage::IdempotencyKey key{
        .user = actor.user, .key = form.idempotency_key, .kind = "rollback", .at = edit.act.at
    };
    return site.database.write([&](db::Transaction& tx) -> Result<PostId> {
        const StandingPost post = TRY(find_standing_post(tx, earlier.post));
        TRY(check_roll_back(site, actor, post));
        return storage::find_or_insert(tx, key, [&]() -> Result<PostId> {
            TRY(check_limit(tx, site, actor, domain::LimitedAct::edit));
            storage::PostEdit restored = edit;
            if (post.is_question() && !revision.title.empty()) restored.title = revision.title;
            if (post.is_question() && !revision.tags.empty()) {
                restored.tags = domain::parse_tags(revision.tags);
            }
            if (post.source == revision.source) restored.body = std::nullopt;
            const bool has_changed = TRY(storage::edit_post(tx, earlier.post, restored));
            if (!has_changed) {
                return fail(
                    ErrorCode::conflict,
                    "The post reads as in that revision already. There is nothing to roll back."
                );
            }
            TRY(sync_edited_claims(tx, post, restored));
            return earlier.post;
        });
    });
}

} // namespace attest::service
