#include "service/suggested_edits.h"

#include "base/text.h"
#include "domain/tagging.h"
#include "service/paging.h"
#include "service/standing_post.h"
#include "service/writing.h"
#include "storage/edits.h"
#include "storage/post_history.h"
#include "storage/reputation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::service {

using domain::EditRight;
using storage::SuggestedEditRecord;

namespace {

Result<void> check_reviewer(
    const Site& site,
    const domain::Actor& actor,
    const StandingPost& post,
    const SuggestedEditRecord& edit
) {
    if (edit.author.id == actor.user) {
        return fail(ErrorCode::forbidden, "This edit is yours. Others have to judge it.");
    }
    if (!post.is_tag_wiki()) {
        return domain::check_review(actor, post.standing(), site.settings.thresholds);
    }
    return domain::check_privilege(
        actor, domain::Privilege::approve_tag_wiki, site.settings.thresholds
    );
}

bool has_moved(const StandingPost& post, const SuggestedEditRecord& edit) {
    return edit.base_guid != (post.newest ? post.newest->guid : std::string{});
}

struct Votes {
    std::int64_t approvals = 0;
    std::int64_t rejections = 0;
};

Votes count_votes(const std::vector<storage::CountedReview>& reviews) {
    const auto approvals = std::ranges::count_if(reviews, &storage::CountedReview::approves);
    return {.approvals = approvals, .rejections = std::ssize(reviews) - approvals};
}

} // namespace

Result<WaitingEdits>
list_suggested_edits(const Site& site, const domain::Actor& actor, std::int64_t page) {
    const bool may_review =
        domain::has_privilege(actor, domain::Privilege::edit, site.settings.thresholds);
    if (!may_review) {
        TRY(domain::check_review(actor, {.author = std::nullopt}, site.settings.thresholds));
    }
    const Window window = TRY(window_of({.number = page, .size = suggested_edits_per_page}));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<WaitingEdits> {
        WaitingEdits list;
        list.edits = TRY(storage::list_waiting_edits(tx, window.limit(), window.offset));
        list.has_more = cut_to(list.edits, window);
        return list;
    });
}

namespace {

/// The text that waits; nothing if the edit leaves it, or was decided.
Result<std::optional<storage::StoredBody>>
render_suggestion(const Site& site, SuggestedEditId id, PostId post) {
    const SuggestedEditRecord edit = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_suggested_edit(tx, id);
    }));
    if (!edit.source || edit.decided_at) return std::nullopt;
    return TRY(render_body(site, *edit.source, post, SeveralMeant::shown));
}

} // namespace

Result<SuggestedEditPage>
read_suggested_edit(const Site& site, const domain::Actor& actor, SuggestedEditId id) {
    const PostId post_of_edit = TRY(site.database.read([&](db::ReadTransaction& tx) {
                                    return storage::find_suggested_edit(tx, id);
                                })).post;
    // The editor of a moderator, so that whoever looks is shown the post also when it is locked.
    domain::Actor anybody = actor;
    anybody.role = domain::Role::moderator;
    Editor editor = TRY(read_editor(site, anybody, post_of_edit));
    const std::optional<storage::StoredBody> body = TRY(render_suggestion(site, id, post_of_edit));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<SuggestedEditPage> {
        const StandingPost post = TRY(find_standing_post(tx, post_of_edit));
        SuggestedEditRecord edit = TRY(storage::find_suggested_edit(tx, id));
        const Votes votes = count_votes(TRY(storage::list_review_votes(tx, id)));
        const Result<EditRight> right = right_to_edit(actor, post, site.settings.thresholds);
        SuggestedEditPage page{
            .post = std::move(editor),
            .edit = std::move(edit),
            .title = {},
            .tags = {},
            .source = {},
        };
        page.title = page.edit.title.value_or(page.post.title);
        page.tags = page.edit.tags ? domain::parse_tags(*page.edit.tags) : page.post.tags;
        page.source = page.edit.source.value_or(page.post.source);
        page.has_moved = !page.edit.decided_at && has_moved(post, page.edit);
        page.may_review = check_reviewer(site, actor, post, page.edit).has_value();
        page.decides_alone = domain::decides_alone(actor, post.standing());
        page.may_improve = page.may_review && right && *right == EditRight::applies;
        page.approvals = votes.approvals;
        page.rejections = votes.rejections;
        page.votes_needed = site.settings.review_votes;
        if (body && !post.is_tag_wiki()) page.lost = TRY(find_lost_claims(tx, post_of_edit, *body));
        return page;
    });
}

namespace {

/// What an approval needs, made ready before the transaction.
struct PreparedApproval {
    std::optional<storage::StoredBody> body;
    storage::Act act;
};

Result<PreparedApproval> prepare_approval(const Site& site, SuggestedEditId id) {
    const SuggestedEditRecord edit = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_suggested_edit(tx, id);
    }));
    PreparedApproval prepared{.body = std::nullopt, .act = act_of(site, community_user)};
    if (edit.source)
        prepared.body = TRY(render_body(site, *edit.source, edit.post, SeveralMeant::shown));
    return prepared;
}

Result<SuggestedEditRecord> find_open(db::ReadTransaction& tx, SuggestedEditId id) {
    SuggestedEditRecord edit = TRY(storage::find_suggested_edit(tx, id));
    if (!edit.decided_at) return edit;
    return fail(
        ErrorCode::conflict,
        edit.is_approved ? "This edit is approved already." : "This edit is rejected already."
    );
}

std::string list_approvers(const std::vector<storage::CountedReview>& reviews) {
    std::string ids;
    for (const storage::CountedReview& review : reviews) {
        if (!review.approves) continue;
        ids += fmt::format("{}{}", ids.empty() ? "" : ", ", review.user.value);
    }
    return ids;
}

/// The row that says whose edit was approved by whom, in the words of a dump, under the guid of the
/// revision.
Result<void> record_approval(
    db::Transaction& tx, const SuggestedEditRecord& edit, const storage::Act& revision
) {
    storage::Act act = revision;
    act.summary = fmt::format(
        "Proposed by {} approved by {} edit id of {}",
        edit.author.id ? edit.author.id->value : 0,
        list_approvers(TRY(storage::list_review_votes(tx, edit.id))),
        edit.id.value
    );
    TRY(storage::insert_history(tx, edit.post, act, {domain::HistoryKind::suggested_edit_applied}));
    if (edit.author.id) {
        // Without an actor: two edits of one post, approved by one reviewer, are two.
        TRY(storage::apply_reputation(
            tx,
            {.user = *edit.author.id,
             .kind = domain::ReputationKind::edit_approved,
             .post = edit.post,
             .at = act.at}
        ));
    }
    return storage::decide_suggested_edit(tx, {.id = edit.id, .is_approved = true, .at = act.at});
}

/// Makes the suggestion the newest revision, in its writer's name.
Result<void> apply_suggestion(
    db::Transaction& tx,
    const StandingPost& post,
    const SuggestedEditRecord& edit,
    const PreparedApproval& prepared
) {
    storage::PostEdit revision{
        .title = edit.title,
        .tags = std::nullopt,
        .body = prepared.body,
        .act = prepared.act,
    };
    if (edit.tags) revision.tags = domain::parse_tags(*edit.tags);
    revision.act.actor = edit.author.id.value_or(community_user);
    revision.act.summary = edit.summary;
    TRY(storage::edit_post(tx, edit.post, revision));
    if (revision.body && !post.is_tag_wiki())
        TRY(sync_claims(tx, edit.post, revision.act, *revision.body));
    return record_approval(tx, edit, revision.act);
}

Result<ReviewOutcome> approve(
    db::Transaction& tx,
    const StandingPost& post,
    const SuggestedEditRecord& edit,
    const PreparedApproval& prepared
) {
    if (has_moved(post, edit)) {
        return fail(
            ErrorCode::conflict,
            "The post has changed since this edit was written. Improve it: bring both texts "
            "together there."
        );
    }
    TRY(apply_suggestion(tx, post, edit, prepared));
    return ReviewOutcome::approved;
}

Result<void> check_review_form(const Review& review) {
    if (review.approves) return {};
    if (trim(review.reason).empty()) {
        return refuse("reason", "Say why, so that the writer can do it better next time.");
    }
    if (utf8_length(review.reason) > rejection_length_max) {
        return refuse(
            "reason", fmt::format("Shorten the reason to {} characters.", rejection_length_max)
        );
    }
    return {};
}

} // namespace

Result<ReviewOutcome>
review_suggested_edit(const Site& site, const domain::Actor& actor, const Review& review) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(check_review_form(review));
    const PreparedApproval prepared = TRY(prepare_approval(site, review.id));
    const Time now = prepared.act.at;
    return site.database.write([&](db::Transaction& tx) -> Result<ReviewOutcome> {
        const SuggestedEditRecord edit = TRY(find_open(tx, review.id));
        const StandingPost post = TRY(find_standing_post(tx, edit.post));
        TRY(check_reviewer(site, actor, post, edit));
        TRY(storage::insert_review_vote(
            tx, {.id = edit.id, .user = actor.user, .approves = review.approves, .at = now}
        ));
        const Votes votes = count_votes(TRY(storage::list_review_votes(tx, edit.id)));
        const std::int64_t agreeing = review.approves ? votes.approvals : votes.rejections;
        const bool is_decided =
            domain::decides_alone(actor, post.standing()) || agreeing >= site.settings.review_votes;
        if (!is_decided) return ReviewOutcome::counted;
        if (review.approves) return approve(tx, post, edit, prepared);
        TRY(storage::decide_suggested_edit(
            tx,
            {.id = edit.id,
             .is_approved = false,
             .reason = std::string{trim(review.reason)},
             .at = now}
        ));
        return ReviewOutcome::rejected;
    });
}

namespace {

Result<void> check_improver(
    const Site& site,
    const domain::Actor& actor,
    const StandingPost& post,
    const SuggestedEditRecord& edit
) {
    TRY(check_reviewer(site, actor, post, edit));
    if (TRY(right_to_edit(actor, post, site.settings.thresholds)) == EditRight::applies) return {};
    return fail(ErrorCode::forbidden, "You may review this edit, but not improve it.");
}

} // namespace

Result<void> check_may_improve(const Site& site, const domain::Actor& actor, SuggestedEditId id) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<void> {
        const SuggestedEditRecord edit = TRY(storage::find_suggested_edit(tx, id));
        return check_improver(site, actor, TRY(find_standing_post(tx, edit.post)), edit);
    });
}

Result<PostId>
improve_suggested_edit(const Site& site, const domain::Actor& actor, const ImproveEdit& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    if (form.title) TRY(check_title(*form.title));
    if (form.tags) TRY(check_tags(*form.tags));
    const PreparedApproval prepared = TRY(prepare_approval(site, form.id));
    const PostId post_of_edit = TRY(site.database.read([&](db::ReadTransaction& tx) {
                                    return storage::find_suggested_edit(tx, form.id);
                                })).post;
    storage::PostEdit improved{
        .title = form.title,
        .tags = form.tags,
        .body = TRY(render_body(site, form.markdown, post_of_edit)),
        .act = act_of(site, actor.user),
    };
    improved.act.summary = std::string{trim(form.summary)};
    return site.database.write([&](db::Transaction& tx) -> Result<PostId> {
        const SuggestedEditRecord edit = TRY(find_open(tx, form.id));
        const StandingPost post = TRY(find_standing_post(tx, edit.post));
        TRY(check_improver(site, actor, post, edit));
        if (form.base != post.base) {
            return fail(
                ErrorCode::conflict,
                "Somebody has changed this post since you began. Your text is still here: compare "
                "it with the newest revision and save again."
            );
        }
        TRY(storage::insert_review_vote(
            tx, {.id = edit.id, .user = actor.user, .approves = true, .at = improved.act.at}
        ));
        const bool stands_alone = has_moved(post, edit);
        if (!stands_alone) TRY(apply_suggestion(tx, post, edit, prepared));
        TRY(storage::edit_post(tx, edit.post, improved));
        if (!post.is_tag_wiki()) TRY(sync_claims(tx, edit.post, improved.act, *improved.body));
        if (stands_alone) TRY(record_approval(tx, edit, improved.act));
        return edit.post;
    });
}

} // namespace attest::service
