#include "web/answering.h"

#include "domain/privileges.h"
#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/status.h"
#include "service/answering.h"
#include "service/questions.h"
#include "web/editor.h"
#include "web/parts.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

constexpr std::int64_t body_rows = 10;

/// The form on a page of its own: with what is wrong, or with the preview.
Result<http::Response> form_page(
    const Site& site, const RequestContext& request, const AnswerFields& fields, int status = 200
) {
    const service::AnsweredQuestion question =
        TRY(service::find_answered_question(site, fields.question));
    html::Writer out;
    out.put<R"(<div class="history"><header class="head"><h1><a href="{}" dir="auto">{}</a></h1>)">(
        request.links().question(question.id, question.title), question.title
    );
    out.put<"</header>">();
    write_answer_form(out, request, fields);
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = std::string{request.texts().answer_form_heading()},
         .is_indexed = false,
         .has_editor = true},
        out.take(),
        status
    );
}

Result<http::Response> form_page_again(
    const Site& site, const RequestContext& request, AnswerFields fields, const Error& error
) {
    fields.error = &error;
    fields.preview = preview_of_refused(site, request, error, "body");
    http::Response response =
        TRY(form_page(site, request, fields, endpoint::status_of(error, true)));
    endpoint::set_retry_after(response, error);
    return response;
}

Result<http::Response>
back_to_form(const Site& site, const RequestContext& request, QuestionId id) {
    const service::AnsweredQuestion question = TRY(service::find_answered_question(site, id));
    return http::see_other(
        fmt::format("{}#{}", request.links().question(id, question.title).text(), answer_anchor)
    );
}

Result<http::Response>
answer(const Site& site, const RequestContext& request, AnswerFields fields) {
    const Result<AnswerId> answer = service::post_answer(
        site,
        request.actor(),
        {.question = fields.question,
         .markdown = fields.body,
         .is_community_wiki = fields.is_community_wiki,
         .idempotency_key = request.field("idempotency_key")}
    );
    if (!answer && shows_form_again(answer.error())) {
        return form_page_again(site, request, std::move(fields), answer.error());
    }
    const AnswerId id = TRY(answer);
    const service::PostAddress address = TRY(service::find_post_address(site, post_id(id)));
    return http::see_other(request.links().post(address).text());
}

Result<http::Response> take_form(const Site& site, const RequestContext& request) {
    AnswerFields fields{
        .question = TRY(request.path_id<QuestionId>("question")),
        .body = request.text_field("body"),
        .is_community_wiki = !request.field("wiki").empty(),
    };
    const std::string place = service::answer_place(fields.question);
    switch (read_form_act(request)) {
    case FormAct::preview: {
        auto preview = service::preview(site, request.actor(), fields.body);
        if (!preview) return form_page_again(site, request, std::move(fields), preview.error());
        fields.preview = std::move(*preview);
        return form_page(site, request, fields);
    }
    case FormAct::save_draft: {
        const Result<void> saved =
            service::save_draft(site, request.actor(), {.place = place, .body = fields.body});
        if (!saved) return form_page_again(site, request, std::move(fields), saved.error());
        return back_to_form(site, request, fields.question);
    }
    case FormAct::discard_draft:
        TRY(service::save_draft(site, request.actor(), {.place = place}));
        return back_to_form(site, request, fields.question);
    case FormAct::send:
        return answer(site, request, std::move(fields));
    }
    std::unreachable();
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::post,
     .path = "/questions/{question}/answers",
     .access = Access::signed_in,
     .handler = take_form,
     .lane = Lane::change},
});

} // namespace

void write_answer_form(
    html::Writer& out, const RequestContext& request, const AnswerFields& fields
) {
    const messages::Texts& texts = request.texts();
    const bool may_make_wiki = domain::has_privilege(
        request.actor(), domain::Privilege::make_wiki, request.site().settings.thresholds
    );
    out.put<R"(<section class="answering" id="{}" aria-labelledby="{}-heading">)">(
        answer_anchor, answer_anchor
    );
    out.put<R"(<h2 id="{}-heading">{}</h2>)">(answer_anchor, texts.answer_form_heading());
    write_draft_notice(out, request, fields.draft);
    endpoint::write_form_error(out, request, fields.error);
    endpoint::write_form_start(
        out, request, request.links().post_answer(fields.question), "form form--wide"
    );
    endpoint::write_idempotency_key(out, request);
    write_draft_place(out, service::answer_place(fields.question));
    write_text_editor(
        out,
        request,
        {.field =
             {.name = "body",
              .label = texts.answer_form_label(),
              .value = fields.body,
              .hint = texts.answer_form_hint(),
              .is_required = true,
              .rows = body_rows},
         .error = fields.error,
         .preview = fields.preview}
    );
    if (may_make_wiki) {
        endpoint::write_checkbox(out, "wiki", texts.answer_form_wiki(), fields.is_community_wiki);
    }
    write_editor_acts(out, request, texts.answer_form_submit(), fields.draft.has_value());
    out.put<"</form></section>">();
}

void write_answer_invitation(html::Writer& out, const RequestContext& request) {
    if (!request.has_network()) return;
    const std::string here = fmt::format("{}#{}", request.request().target(), answer_anchor);
    const html::Url door =
        request.has_session() ? request.links().join(here) : request.links().sign_in(here);
    out.put<R"(<p class="answering answering--visitor" id="{}"><a href="{}">{}</a></p>)">(
        answer_anchor, door, request.texts().answer_sign_in()
    );
}

std::span<const Route> answering_routes() {
    return routes;
}

} // namespace attest::web
