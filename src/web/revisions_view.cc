#include "web/revisions_view.h"

#include "endpoint/forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::web {

using endpoint::DiffView;

namespace {

html::Html trusted(const std::string& safe_html) {
    return html::Html::trusted(safe_html); // made by markup/
}

/// Kinds of the dump's PostHistory that are acts; revisions have heads of their own.
struct Act {
    int kind;
    std::string_view (messages::Texts::*words)() const;
};

constexpr std::array acts = {
    Act{10, &messages::Texts::act_closed},          Act{11, &messages::Texts::act_reopened},
    Act{12, &messages::Texts::act_deleted},         Act{13, &messages::Texts::act_undeleted},
    Act{14, &messages::Texts::act_locked},          Act{15, &messages::Texts::act_unlocked},
    Act{16, &messages::Texts::act_community_owned}, Act{17, &messages::Texts::act_migrated},
    Act{18, &messages::Texts::act_merged},          Act{19, &messages::Texts::act_protected},
    Act{20, &messages::Texts::act_unprotected},     Act{24, &messages::Texts::act_suggested_edit},
    Act{25, &messages::Texts::act_announced},       Act{31, &messages::Texts::act_comments_moved},
    Act{33, &messages::Texts::act_notice_added},    Act{34, &messages::Texts::act_notice_removed},
    Act{35, &messages::Texts::act_migrated},        Act{36, &messages::Texts::act_migrated},
    Act{37, &messages::Texts::act_merged},          Act{38, &messages::Texts::act_merged},
    Act{50, &messages::Texts::act_bumped},          Act{52, &messages::Texts::act_hot},
    Act{53, &messages::Texts::act_not_hot},
};

/// A dump may hold kinds that nobody has described; they are acts all the same.
std::string_view act_words(const messages::Texts& texts, domain::HistoryKind kind) {
    const auto act = std::ranges::find(acts, static_cast<int>(kind), &Act::kind);
    return act == acts.end() ? texts.act_other() : (texts.*act->words)();
}

html::Url view_url(const RequestContext& request, const RevisionsView& view, DiffView diff) {
    if (!view.guid.empty()) return request.links().revision(view.guid, diff);
    return request.links().revisions(view.post, diff, view.page);
}

void write_view_tabs(html::Writer& out, const RequestContext& request, const RevisionsView& view) {
    const messages::Texts& texts = request.texts();
    const std::array<Tab, 3> tabs = {{
        {view_url(request, view, DiffView::inline_),
         texts.view_inline(),
         view.view == DiffView::inline_},
        {view_url(request, view, DiffView::side), texts.view_side(), view.view == DiffView::side},
        {view_url(request, view, DiffView::source),
         texts.view_source(),
         view.view == DiffView::source},
    }};
    write_tabs(out, texts.view_label(), tabs);
}

/// An act that is no revision: one line.
void write_act(
    html::Writer& out, const RequestContext& request, const service::RevisionView& revision
) {
    const html::Html act = endpoint::escaped(act_words(request.texts(), revision.kind));
    const html::Html when = time_element(request, revision.created_at);
    const bool is_by_somebody = revision.author.id || !revision.author.name.empty();
    out.put<R"(<li class="act"><p>)">();
    if (is_by_somebody) {
        const html::Html author = name_element(request, revision.author);
        endpoint::write_pattern(out, request.texts().act_by(), {act, when, author});
    } else {
        endpoint::write_pattern(out, request.texts().act_on(), {act, when});
    }
    out.put<"</p></li>">();
}

void write_first(html::Writer& out, const service::RevisionView& revision) {
    if (!revision.title.empty()) {
        out.put<R"(<p class="diff__title" dir="auto">{}</p>)">(revision.title);
    }
    out.put<R"(<div class="prose" dir="auto">{}</div>)">(trusted(revision.body_html));
}

void write_side_by_side(
    html::Writer& out, const RequestContext& request, const service::RevisionView& revision
) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<div class="diff__pair"><section aria-label="{}"><h3 class="diff__side">{}</h3><div class="diff" dir="auto">{}</div></section><section aria-label="{}"><h3 class="diff__side">{}</h3><div class="diff" dir="auto">{}</div></section></div>)">(
        texts.before(),
        texts.before(),
        trusted(revision.body_diff_before_html),
        texts.after(),
        texts.after(),
        trusted(revision.body_diff_after_html)
    );
}

void write_changes(
    html::Writer& out,
    const RequestContext& request,
    const service::RevisionView& revision,
    DiffView view
) {
    if (!revision.title_diff_html.empty()) {
        out.put<R"(<p class="diff__title diff" dir="auto">{}</p>)">(trusted(revision.title_diff_html
        ));
    }
    if (!revision.tags_diff_html.empty()) {
        out.put<R"(<p class="diff__tags diff">{}</p>)">(trusted(revision.tags_diff_html));
    }
    if (revision.body_diff_html.empty()) {
        if (revision.title_diff_html.empty() && revision.tags_diff_html.empty()) {
            out.put<R"(<p class="soft">{}</p>)">(request.texts().no_change());
        }
        return;
    }
    if (view == DiffView::side) {
        write_side_by_side(out, request, revision);
    } else {
        out.put<R"(<div class="diff" dir="auto">{}</div>)">(trusted(revision.body_diff_html));
    }
}

void write_revision_head(
    html::Writer& out, const RequestContext& request, const service::RevisionView& revision
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<header class="revision__head"><h2>)">();
    if (revision.guid.empty()) {
        out.text(texts.revision_number(texts.number(revision.number)));
    } else {
        out.put<R"(<a href="{}">{}</a>)">(
            request.links().revision(revision.guid),
            texts.revision_number(texts.number(revision.number))
        );
    }
    out.put<R"(</h2><p class="meta">{} · {})">(
        time_element(request, revision.created_at), name_element(request, revision.author)
    );
    if (!revision.license.empty()) out.put<" · {}">(license_element(revision.license));
    if (revision.is_rollback) out.put<" · {}">(texts.rolled_back());
    out.put<"</p>">();
    if (!revision.summary.empty()) {
        out.put<R"(<p class="revision__summary" dir="auto">{}</p>)">(revision.summary);
    }
    out.put<"</header>">();
}

/// For those whose edits take effect at once.
bool may_roll_back(const RequestContext& request, const service::RevisionsPage& history) {
    if (!request.reader()) return false;
    const domain::Thresholds& thresholds = request.site().settings.thresholds;
    if (!history.tag.empty()) {
        return domain::tag_wiki_right(*request.reader(), thresholds) == domain::EditRight::applies;
    }
    const Result<domain::EditRight> right =
        domain::check_edit(*request.reader(), history.standing, thresholds);
    return right && *right == domain::EditRight::applies;
}

void write_roll_back(
    html::Writer& out, const RequestContext& request, const service::RevisionView& revision
) {
    if (revision.guid.empty()) return;
    endpoint::write_form_start(
        out, request, request.links().roll_back(revision.guid), "form form--inline"
    );
    endpoint::write_idempotency_key(out, request);
    out.put<R"(<button class="button button--quiet button--small">{}</button></form>)">(
        request.texts().roll_back_button()
    );
}

void write_revision(
    html::Writer& out,
    const RequestContext& request,
    const service::RevisionView& revision,
    DiffView view,
    bool may_be_restored
) {
    if (revision.number == 0) {
        write_act(out, request, revision);
        return;
    }
    out.put<R"(<li class="revision" id="r{}">)">(revision.number);
    write_revision_head(out, request, revision);
    if (may_be_restored) write_roll_back(out, request, revision);
    if (view == DiffView::source) {
        if (!revision.title.empty()) {
            out.put<R"(<p class="diff__title" dir="auto">{}</p>)">(revision.title);
        }
        out.put<R"(<pre class="source" tabindex="0" dir="auto">{}</pre>)">(revision.source);
    } else if (revision.number == 1) {
        out.put<R"(<p class="soft">{}</p>)">(request.texts().first_revision());
        write_first(out, revision);
    } else {
        write_changes(out, request, revision, view);
    }
    out.put<"</li>">();
}

void write_steps(html::Writer& out, const RequestContext& request, const RevisionsView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    if (!view.guid.empty()) {
        out.put<R"(<p class="steps"><a href="{}">{}</a></p>)">(
            links.revisions(view.post), texts.history_all()
        );
        return;
    }
    if (view.page <= 1 && !view.history.has_more) return;
    out.put<R"(<nav class="pager" aria-label="{}">)">(texts.pager_label());
    if (view.page > 1) {
        out.put<R"(<a class="pager__step" rel="prev" href="{}">{}</a>)">(
            links.revisions(view.post, view.view, view.page - 1), texts.history_newer()
        );
    }
    if (view.history.has_more) {
        out.put<R"(<a class="pager__step" rel="next" href="{}">{}</a>)">(
            links.revisions(view.post, view.view, view.page + 1), texts.history_older()
        );
    }
    out.put<"</nav>">();
}

} // namespace

http::Response revisions_page(const RequestContext& request, const RevisionsView& view) {
    const messages::Texts& texts = request.texts();
    const service::RevisionsPage& history = view.history;
    const bool is_answer = history.address.answer.has_value();
    const bool is_tag_wiki = !history.tag.empty();
    if (is_tag_wiki)
        request.caching().depends_on_site();
    else
        request.caching().depends_on(history.address.question);
    const html::Url home =
        is_tag_wiki ? request.links().tag_info(history.tag) : request.links().post(history.address);

    html::Writer out;
    out.put<
        R"(<div class="history"><header class="head"><p class="head__kicker">{}</p><h1><a href="{}" dir="auto">{}</a></h1></header>)">(
        is_tag_wiki ? texts.tag_wiki_history()
        : is_answer ? texts.history_of_answer()
                    : texts.history_of_question(),
        home,
        history.question_title
    );
    out.put<R"(<div class="order"><p class="order__count"><a href="{}">{}</a></p>)">(
        home,
        is_tag_wiki ? texts.tag_wiki_back()
        : is_answer ? texts.history_back_answer()
                    : texts.history_back()
    );
    write_view_tabs(out, request, view);
    out.put<R"(</div><ol class="revisions">)">();
    bool with_math = false;
    bool has_shown_newest = false;
    const bool rolls_back = may_roll_back(request, history);
    for (const service::RevisionView& revision : history.revisions) {
        const bool is_newest = view.guid.empty() && view.page == 1 && revision.number > 0
                               && !std::exchange(has_shown_newest, true);
        write_revision(out, request, revision, view.view, rolls_back && !is_newest);
        with_math = with_math || endpoint::has_math(revision.body_html);
    }
    out.put<"</ol>">();
    write_steps(out, request, view);
    out.put<"</div>">();

    const endpoint::Frame frame{
        .title = texts.history_title(history.question_title),
        .canonical = view_url(request, view, view.view),
        .nav = endpoint::NavItem::questions,
        .is_indexed = false,
        .has_math = with_math,
    };
    return endpoint::write_page(request, frame, out.take());
}

} // namespace attest::web
