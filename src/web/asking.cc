#include "web/asking.h"

#include "endpoint/context.h"
#include "endpoint/status.h"
#include "service/asking.h"
#include "service/limits.h"
#include "service/preview.h"
#include "service/search.h"
#include "web/asking_view.h"
#include "web/editor.h"

#include <array>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

/// Questions like the title. A site without an index, and one that is being built, has none to
/// offer; asking goes on.
std::vector<service::TitledQuestion> find_similar(const Site& site, const std::string& title) {
    if (title.empty()) return {};
    return service::similar_questions(site, title, service::similar_shown_max)
        .value_or(std::vector<service::TitledQuestion>{});
}

Result<http::Response> show_form(const Site& site, const RequestContext& request) {
    AskView view;
    view.draft = TRY(service::find_draft(site, request.actor(), service::ask_place));
    if (view.draft) view.fields = *view.draft;
    return ask_page(request, view);
}

Result<http::Response>
show_form_again(const Site& site, const RequestContext& request, AskView view, const Error& error) {
    view.error = &error;
    view.preview = preview_of_refused(site, request, error, "body");
    view.answer_preview = preview_of_refused(site, request, error, "answer");
    view.found_preview = preview_of_refused(site, request, error, "found");
    http::Response response = ask_page(request, view, endpoint::status_of(error, true));
    endpoint::set_retry_after(response, error);
    return response;
}

Result<http::Response> ask(const Site& site, const RequestContext& request, AskView view) {
    const service::PostQuestion form{
        .title = view.fields.title,
        .markdown = view.fields.body,
        .tags = service::parse_typed_tags(view.fields.tags),
        .own_answer = view.fields.answer,
        .found = view.fields.found,
        .found_heading = std::string{request.texts().ask_found_heading()},
        .idempotency_key = request.field("idempotency_key"),
    };
    if (request.field("similar_step") == "ask" && service::check_question(form)) {
        view.similar = find_similar(site, form.title);
        if (!view.similar.empty()) return ask_page(request, view);
    }
    const Result<QuestionId> question = service::post_question(site, request.actor(), form);
    if (!question && shows_form_again(question.error())) {
        return show_form_again(site, request, std::move(view), question.error());
    }
    const QuestionId id = TRY(question);
    return http::see_other(request.links().question(id, form.title).text());
}

Result<http::Response> take_form(const Site& site, const RequestContext& request) {
    AskView view;
    view.fields = read_draft_fields(request);
    view.fields.place = service::ask_place;
    view.has_seen_similar = request.field("similar_step") == "seen";
    switch (read_form_act(request)) {
    case FormAct::preview: {
        auto preview = service::preview(site, request.actor(), view.fields.body);
        if (!preview) return show_form_again(site, request, std::move(view), preview.error());
        view.preview = std::move(*preview);
        auto answer = service::preview(site, request.actor(), view.fields.answer);
        if (answer && !answer->html.empty()) view.answer_preview = std::move(*answer);
        auto found = service::preview(site, request.actor(), view.fields.found);
        if (found && !found->html.empty()) view.found_preview = std::move(*found);
        return ask_page(request, view);
    }
    case FormAct::save_draft: {
        const Result<void> saved = service::save_draft(site, request.actor(), view.fields);
        if (!saved) return show_form_again(site, request, std::move(view), saved.error());
        return http::see_other(request.links().ask().text());
    }
    case FormAct::discard_draft:
        TRY(service::save_draft(site, request.actor(), {.place = std::string{service::ask_place}}));
        return http::see_other(request.links().ask().text());
    case FormAct::send:
        return ask(site, request, std::move(view));
    }
    std::unreachable();
}

/// The list alone, for the script of the form.
Result<http::Response> show_similar(const Site& site, const RequestContext& request) {
    html::Writer out;
    write_similar(out, request, find_similar(site, request.parameter("title")));
    http::Response response;
    response.set("Content-Type", "text/html; charset=utf-8");
    response.body = out.take().text();
    return response;
}

constexpr std::array<std::string_view, 1> similar_parameters = {"title"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/questions/ask",
     .access = Access::signed_in,
     .handler = show_form},
    {.method = Method::post,
     .path = "/questions",
     .access = Access::signed_in,
     .handler = take_form,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/questions/similar",
     .access = Access::signed_in,
     .handler = show_similar,
     .parameters = similar_parameters,
     .lane = Lane::costly},
});

} // namespace

std::span<const Route> asking_routes() {
    return routes;
}

} // namespace attest::web
