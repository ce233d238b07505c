#include "web/flagging_view.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/paging.h"
#include "endpoint/status.h"
#include "web/parts.h"

#include <fmt/format.h>

#include <utility>

namespace attest::web {

using endpoint::RequestContext;

namespace {

endpoint::Frame staff_frame(std::string_view title) {
    return {.title = std::string{title}, .is_indexed = false, .page_class = "page page--narrow"};
}

std::string_view words_of(const messages::Texts& texts, domain::FlagKind kind) {
    switch (kind) {
    case domain::FlagKind::spam:
        return texts.flag_spam();
    case domain::FlagKind::rude:
        return texts.flag_rude();
    case domain::FlagKind::low_quality:
        return texts.flag_low_quality();
    case domain::FlagKind::not_an_answer:
        return texts.flag_not_an_answer();
    case domain::FlagKind::needs_moderator:
        return texts.flag_needs_moderator();
    case domain::FlagKind::not_needed:
        return texts.flag_not_needed();
    }
    std::unreachable();
}

std::string_view title_of(const messages::Texts& texts, domain::Flagged what) {
    switch (what) {
    case domain::Flagged::question:
        return texts.flag_question_title();
    case domain::Flagged::answer:
        return texts.flag_answer_title();
    case domain::Flagged::comment:
        return texts.flag_comment_title();
    }
    std::unreachable();
}

html::Url action_of(const RequestContext& request, const service::FlaggedThing& thing) {
    return thing.comment ? request.links().comment_act(*thing.comment, "flag")
                         : request.links().post_act(thing.post, "flag");
}

html::Url place_of(const RequestContext& request, const domain::OpenFlag& flag) {
    const bool is_question = flag.post == post_id(flag.question);
    return is_question ? request.links().question(flag.question, flag.title)
                       : request.links().short_answer(AnswerId{flag.post.value});
}

void write_flag(html::Writer& out, const RequestContext& request, const domain::OpenFlag& flag) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<li class="item"><h2 class="item__title"><a href="{}" dir="auto">{}</a></h2><p class="item__kind">{}</p>)">(
        place_of(request, flag), flag.title, words_of(texts, flag.kind)
    );
    out.put<R"(<blockquote class="item__text" dir="auto">{}</blockquote>)">(flag.text);
    if (!flag.note.empty()) out.put<R"(<p class="item__note" dir="auto">{}</p>)">(flag.note);
    out.put<R"(<p class="item__by">)">();
    endpoint::write_pattern(
        out,
        texts.flag_by(),
        {name_element(request, {.id = flag.flagger, .name = flag.flagger_name}),
         time_element(request, flag.created_at)}
    );
    out.put<"</p>">();
    endpoint::write_form_start(out, request, request.links().flag(flag.id), "form form--row");
    out.put<
        R"(<button class="button" type="submit" name="verdict" value="helpful">{}</button><button class="button button--quiet" type="submit" name="verdict" value="declined">{}</button></form></li>)">(
        texts.flag_helpful(), texts.flag_declined()
    );
}

/// A kind that has no words yet is shown as it is stored.
std::string_view act_words(const messages::Texts& texts, std::string_view kind) {
    if (kind == "closed") return texts.act_closed();
    if (kind == "reopened") return texts.act_reopened();
    if (kind == "deleted") return texts.act_deleted();
    if (kind == "undeleted") return texts.act_undeleted();
    if (kind == "locked") return texts.act_locked();
    if (kind == "unlocked") return texts.act_unlocked();
    if (kind == "made_moderator") return texts.moderation_made_moderator();
    if (kind == "made_user") return texts.moderation_made_user();
    if (kind == "suspended") return texts.moderation_suspended();
    if (kind == "unsuspended") return texts.moderation_unsuspended();
    if (kind == "source_merged") return texts.moderation_source_merged();
    if (kind == "source_distrusted") return texts.moderation_source_distrusted();
    if (kind == "source_trusted") return texts.moderation_source_trusted();
    if (kind == "scan_hidden") return texts.moderation_scan_hidden();
    if (kind == "scan_shown") return texts.moderation_scan_shown();
    return kind;
}

void write_act(html::Writer& out, const RequestContext& request, const domain::LoggedAct& act) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<li class="item"><p class="item__kind">{} · {}</p>)">(
        act_words(texts, act.kind), time_element(request, act.at)
    );
    if (act.post) {
        out.put<R"(<h2 class="item__title"><a href="{}" dir="auto">{}</a></h2>)">(
            request.links().post_act(*act.post, "revisions"), act.title
        );
    }
    if (act.user) {
        out.put<R"(<p>{}</p>)">(name_element(request, {.id = act.user, .name = act.user_name}));
    }
    if (!act.note.empty()) out.put<R"(<p class="item__note" dir="auto">{}</p>)">(act.note);
    out.put<R"(<p class="item__by">{}</p></li>)">(
        act.moderator ? name_element(request, {.id = act.moderator, .name = act.moderator_name})
                      : endpoint::escaped(texts.moderation_by_itself())
    );
}

} // namespace

http::Response flag_form_page(const RequestContext& request, const FlagFormView& view) {
    const messages::Texts& texts = request.texts();
    const std::string_view title = title_of(texts, view.thing.what);
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(title);
    out.put<R"(<p class="lead"><a href="{}" dir="auto">{}</a></p>)">(
        request.links().question(view.thing.question, view.thing.title), view.thing.title
    );
    endpoint::write_form_start(out, request, action_of(request, view.thing));
    endpoint::write_form_error(out, request, view.error);
    std::vector<endpoint::Choice> kinds;
    for (const domain::FlagKind kind : domain::flag_kinds) {
        if (!domain::fits(kind, view.thing.what)) continue;
        kinds.push_back({domain::format_flag_kind(kind), words_of(texts, kind)});
    }
    endpoint::write_choices(
        out,
        {.name = "kind", .label = texts.flag_kind_label(), .value = view.kind, .is_required = true},
        kinds,
        view.error
    );
    endpoint::write_field(
        out,
        {.name = "note",
         .label = texts.flag_note_label(),
         .value = view.note,
         .hint = texts.flag_note_hint(),
         .length_max = domain::flag_note_length_max,
         .rows = 3},
        view.error
    );
    endpoint::write_submit(out, texts.flag_submit());
    out.put<"</form>">();
    return endpoint::write_page(
        request,
        staff_frame(title),
        out.take(),
        view.error == nullptr ? 200 : endpoint::status_of(*view.error, true)
    );
}

http::Response
open_flags_page(const RequestContext& request, const std::vector<domain::OpenFlag>& flags) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(texts.moderation_title());
    out.put<
        R"(<p class="soft"><a href="{}">{}</a> · <a href="{}">{}</a> · <a href="{}">{}</a></p>)">(
        request.links().check_lists(),
        texts.check_lists_title(),
        request.links().moderation_log(),
        texts.moderation_log_title(),
        request.links().voted_questions(),
        texts.review_closing_title()
    );
    if (flags.empty()) out.put<R"(<p class="lead">{}</p>)">(texts.moderation_empty());
    out.put<R"(<ol class="items">)">();
    for (const domain::OpenFlag& flag : flags)
        write_flag(out, request, flag);
    out.put<"</ol>">();
    return endpoint::write_page(request, staff_frame(texts.moderation_title()), out.take());
}

http::Response moderation_log_page(const RequestContext& request, const ModerationLogView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(texts.moderation_log_title());
    if (view.log.acts.empty()) out.put<R"(<p class="lead">{}</p>)">(texts.moderation_log_empty());
    out.put<R"(<ol class="items">)">();
    for (const domain::LoggedAct& act : view.log.acts)
        write_act(out, request, act);
    out.put<"</ol>">();
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(view.log.total, service::moderation_log_page_size),
         .url = [&](std::int64_t page) { return request.links().moderation_log(page); }}
    );
    return endpoint::write_page(request, staff_frame(texts.moderation_log_title()), out.take());
}

} // namespace attest::web
