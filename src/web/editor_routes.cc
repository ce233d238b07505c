#include "web/editor_routes.h"

#include "base/json.h"
#include "base/text.h"
#include "endpoint/context.h"
#include "endpoint/json_answer.h"
#include "service/asking.h"
#include "service/drafts.h"
#include "service/preview.h"
#include "web/editor.h"
#include "web/limits.h"
#include "web/text_check.h"

#include <fmt/format.h>

#include <array>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

/// A piece of a page, for a script of ours.
http::Response fragment(std::string text) {
    http::Response response;
    response.set("Content-Type", "text/html; charset=utf-8");
    response.body = std::move(text);
    return response;
}

Result<http::Response> show_preview(const Site& site, const RequestContext& request) {
    TRY(request.network().throttle->take(
        fmt::format("preview {} {}", site.id.value, request.actor().user.value), previews_max
    ));
    const std::string body = request.text_field("body");
    std::optional<PostId> edited;
    if (const auto post = parse_number<std::int64_t>(request.field("post"))) edited = PostId{*post};
    const service::Preview preview = TRY(service::preview(site, request.actor(), body, edited));
    std::string field = request.field("field");
    if (field != "answer" && field != "found") field = "body";
    const html::Html text = marked_preview(request, preview, field);
    if (!endpoint::wants_json(request.request())) return fragment(text.text());
    html::Writer claims;
    write_text_check(claims, request, preview, {.field = field, .markdown = body});
    std::string answer;
    JsonWriter json{answer};
    json.begin_object()
        .field("preview", text.text())
        .field("claims", claims.take().text())
        .field("amiss", count_amiss(preview));
    json.key("citations").begin_array();
    for (const service::DraftClaim& claim : preview.claims) {
        for (const service::DraftCitation& citation : claim.citations) {
            json.begin_object()
                .field("key", citation.written.key)
                .field("quote", name_of(citation.quote.state))
                .field("page", citation.quote.page)
                .field("percent", citation.quote.percent)
                .field(
                    "note",
                    citation_note(request, citation, {.field = field, .markdown = body}).text()
                )
                .end_object();
        }
    }
    json.end_array().end_object();
    return endpoint::json_answer(std::move(answer));
}

/// Sent by a script every few seconds, which wants no page for it.
Result<http::Response> save_draft(const Site& site, const RequestContext& request) {
    TRY(request.network().throttle->take(
        fmt::format("draft {} {}", site.id.value, request.actor().user.value), drafts_saved_max
    ));
    TRY(service::save_draft(site, request.actor(), read_draft_fields(request)));
    http::Response response;
    response.status = 204;
    return response;
}

Result<http::Response> complete_tag(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const std::vector<service::OfferedTag> tags =
        TRY(service::complete_tag(site, request.parameter("q")));
    std::string text;
    JsonWriter json{text};
    json.begin_array();
    for (const service::OfferedTag& tag : tags) {
        json.begin_object()
            .field("name", tag.name)
            .field("questions", request.texts().questions(tag.question_count))
            .field("typed", tag.typed)
            .end_object();
    }
    json.end_array();
    http::Response response;
    response.set("Content-Type", "application/json; charset=utf-8");
    response.body = std::move(text);
    return response;
}

constexpr std::array<std::string_view, 1> tag_parameters = {"q"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::post,
     .path = "/preview",
     .access = Access::signed_in,
     .handler = show_preview,
     .lane = Lane::costly},
    {.method = Method::post,
     .path = "/drafts",
     .access = Access::signed_in,
     .handler = save_draft,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/tags/complete",
     .access = Access::anyone,
     .handler = complete_tag,
     .parameters = tag_parameters},
});

} // namespace

std::span<const Route> editor_routes() {
    return routes;
}

} // namespace attest::web
