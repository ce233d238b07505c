#include "web/suggested_edits_view.h"

#include "endpoint/forms.h"
#include "markup/word_diff.h"
#include "web/editing_view.h"
#include "web/text_check.h"

#include <utility>

namespace attest::web {

namespace {

endpoint::Frame private_frame(std::string_view title) {
    return {.title = std::string{title}, .is_indexed = false};
}

std::string_view kind_words(const messages::Texts& texts, domain::PostKind kind) {
    if (kind == domain::PostKind::question) return texts.suggested_line_question();
    if (kind == domain::PostKind::answer) return texts.suggested_line_answer();
    return texts.suggested_line_wiki();
}

void write_line(
    html::Writer& out, const RequestContext& request, const service::WaitingEdit& edit
) {
    out.put<R"(<li class="revision"><h2><a href="{}" dir="auto">{}</a></h2><p class="meta">{} · )">(
        request.links().suggested_edit(edit.id),
        edit.title,
        kind_words(request.texts(), edit.post_kind)
    );
    endpoint::write_pattern(
        out,
        request.texts().suggested_by(),
        {time_element(request, edit.created_at), name_element(request, edit.author)}
    );
    out.put<R"(</p><p class="revision__summary" dir="auto">{}</p></li>)">(edit.summary);
}

html::Html diff_element(std::string_view before, std::string_view after) {
    return html::Html::trusted( // escaped by markup/
        markup::render_diff_inline(markup::diff_words(before, after))
    );
}

void write_changes(
    html::Writer& out, const RequestContext& request, const service::SuggestedEditPage& page
) {
    out.put<R"(<h2 class="both__heading">{}</h2>)">(request.texts().edit_conflict_difference());
    if (page.title != page.post.title) {
        out.put<R"(<p class="diff__title diff" dir="auto">{}</p>)">(
            diff_element(page.post.title, page.title)
        );
    }
    if (page.tags != page.post.tags) {
        out.put<R"(<p class="diff__tags diff">{}</p>)">(
            diff_element(join_tags(page.post.tags), join_tags(page.tags))
        );
    }
    if (page.source == page.post.source) return;
    write_comparison(
        out,
        {.old_heading = request.texts().before(),
         .old_text = page.post.source,
         .new_heading = request.texts().after(),
         .new_text = page.source}
    );
}

/// Of a decided one, what came of it; of one that waits, how far it is.
void write_state(
    html::Writer& out, const RequestContext& request, const service::SuggestedEditPage& page
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<p class="hint">)">();
    if (page.edit.decided_at) {
        const html::Html when = time_element(request, *page.edit.decided_at);
        if (page.edit.is_approved) {
            endpoint::write_pattern(out, texts.suggested_approved(), {when});
        } else {
            endpoint::write_pattern(
                out, texts.suggested_rejected(), {when, isolated(page.edit.reason)}
            );
        }
    } else if (page.has_moved) {
        out.text(texts.suggested_moved());
    } else if (page.may_review && !page.decides_alone) {
        out.text(texts.suggested_votes(
            texts.number(page.approvals),
            texts.number(page.rejections),
            texts.number(page.votes_needed)
        ));
    } else {
        out.text(texts.suggested_waiting_note());
    }
    out.put<"</p>">();
}

void write_improve_link(
    html::Writer& out, const RequestContext& request, const service::SuggestedEditPage& page
) {
    if (!page.may_improve) return;
    out.put<R"(<a class="button button--quiet" href="{}">{}</a>)">(
        request.links().suggested_edit_act(page.edit.id, "improve"),
        request.texts().suggested_improve()
    );
}

void write_judgement(
    html::Writer& out, const RequestContext& request, const SuggestedEditView& view
) {
    const messages::Texts& texts = request.texts();
    const service::SuggestedEditPage& page = view.page;
    if (page.edit.decided_at || !page.may_review) return;
    const SuggestedEditId id = page.edit.id;
    write_lost_claims(out, texts, page.lost);
    if (!page.has_moved) {
        endpoint::write_form_start(out, request, request.links().suggested_edit_act(id, "approve"));
        out.put<R"(<p class="form__acts"><button class="button" type="submit">{}</button>)">(
            texts.suggested_approve()
        );
        write_improve_link(out, request, page);
        out.put<"</p></form>">();
    } else {
        out.put<R"(<p class="form__acts">)">();
        write_improve_link(out, request, page);
        out.put<"</p>">();
    }
    endpoint::write_form_start(out, request, request.links().suggested_edit_act(id, "reject"));
    endpoint::write_field(
        out,
        {.name = "reason",
         .label = texts.suggested_reason_label(),
         .value = view.reason,
         .hint = texts.suggested_reason_hint(),
         .length_max = service::rejection_length_max,
         .is_required = true},
        view.error
    );
    out.put<
        R"(<p class="form__acts"><button class="button button--danger" type="submit">{}</button></p></form>)">(
        texts.suggested_reject()
    );
}

} // namespace

http::Response suggested_edits_page(
    const RequestContext& request, const service::WaitingEdits& list, std::int64_t page
) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<
        R"(<div class="history"><header class="head"><h1>{}</h1><p class="head__tagline">{}</p></header>)">(
        texts.suggested_title(), texts.suggested_intro()
    );
    if (list.edits.empty()) {
        out.put<R"(<div class="empty"><p>{}</p></div>)">(texts.suggested_empty());
    } else {
        out.put<R"(<ol class="revisions">)">();
        for (const service::WaitingEdit& edit : list.edits)
            write_line(out, request, edit);
        out.put<"</ol>">();
    }
    if (page > 1 || list.has_more) {
        out.put<R"(<nav class="pager" aria-label="{}">)">(texts.pager_label());
        if (page > 1) {
            out.put<R"(<a class="pager__step" rel="prev" href="{}">{}</a>)">(
                request.links().suggested_edits(page - 1), texts.suggested_older()
            );
        }
        if (list.has_more) {
            out.put<R"(<a class="pager__step" rel="next" href="{}">{}</a>)">(
                request.links().suggested_edits(page + 1), texts.suggested_newer()
            );
        }
        out.put<"</nav>">();
    }
    out.put<"</div>">();
    return endpoint::write_page(request, private_frame(texts.suggested_title()), out.take());
}

http::Response
suggested_edit_page(const RequestContext& request, const SuggestedEditView& view, int status) {
    const messages::Texts& texts = request.texts();
    const service::SuggestedEditPage& page = view.page;
    const std::string heading = texts.suggested_one_title(page.post.question_title);
    html::Writer out;
    out.put<R"(<div class="history">)">();
    write_post_head(out, request, kind_words(texts, page.post.kind), page.post);
    out.put<R"(<p class="meta">)">();
    endpoint::write_pattern(
        out,
        texts.suggested_by(),
        {time_element(request, page.edit.created_at), name_element(request, page.edit.author)}
    );
    out.put<R"(</p><p class="revision__summary" dir="auto">{}</p>)">(page.edit.summary);
    write_state(out, request, page);
    // What a decided edit changed stands in the history of the post.
    if (!page.edit.decided_at) write_changes(out, request, page);
    endpoint::write_form_error(out, request, view.error);
    write_judgement(out, request, view);
    out.put<R"(<p class="steps"><a href="{}">{}</a></p>)">(
        post_url(request, page.post), texts.suggested_back()
    );
    out.put<"</div>">();
    return endpoint::write_page(request, private_frame(heading), out.take(), status);
}

http::Response
improvement_page(const RequestContext& request, const ImprovementView& view, int status) {
    const messages::Texts& texts = request.texts();
    const service::SuggestedEditPage& page = view.page;
    html::Writer out;
    out.put<R"(<div class="history">)">();
    write_post_head(out, request, texts.suggested_improve_title(), page.post);
    out.put<R"(<p class="hint">{}</p>)">(
        page.has_moved ? texts.suggested_moved() : texts.suggested_improve_intro()
    );
    endpoint::write_form_error(out, request, view.error);
    if (page.has_moved) {
        out.put<R"(<h2 class="both__heading">{}</h2>)">(texts.edit_conflict_difference());
        write_comparison(
            out,
            {.old_heading = texts.edit_conflict_theirs(),
             .old_text = page.post.source,
             .new_heading = texts.edit_conflict_mine(),
             .new_text = view.fields.body}
        );
    }
    endpoint::write_form_start(
        out, request, request.links().suggested_edit_act(page.edit.id, "improve"), "form form--wide"
    );
    endpoint::write_hidden_field(out, "base", view.fields.base);
    write_edit_fields(out, request, view.fields, view.error);
    write_summary_field(out, request, view.fields.summary, false, view.error);
    endpoint::write_submit(out, texts.edit_submit());
    out.put<"</form></div>">();
    return endpoint::write_page(
        request, private_frame(texts.suggested_improve_title()), out.take(), status
    );
}

} // namespace attest::web
