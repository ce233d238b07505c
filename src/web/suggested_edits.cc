#include "web/suggested_edits.h"

#include "endpoint/context.h"
#include "service/suggested_edits.h"
#include "web/editing.h"
#include "web/suggested_edits_view.h"

#include <array>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

Result<http::Response> list_edits(const Site& site, const RequestContext& request) {
    const std::int64_t page = TRY(request.page_number());
    const service::WaitingEdits list =
        TRY(service::list_suggested_edits(site, request.actor(), page));
    return suggested_edits_page(request, list, page);
}

Result<http::Response> show_edit(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<SuggestedEditId>("edit"));
    const service::SuggestedEditPage page =
        TRY(service::read_suggested_edit(site, request.actor(), id));
    return suggested_edit_page(request, {.page = page});
}

Result<http::Response> review(const Site& site, const RequestContext& request, bool approves) {
    const auto id = TRY(request.path_id<SuggestedEditId>("edit"));
    const std::string reason = request.field("reason");
    const Result<service::ReviewOutcome> outcome = service::review_suggested_edit(
        site, request.actor(), {.id = id, .approves = approves, .reason = reason}
    );
    if (outcome) return http::see_other(request.links().suggested_edit(id).text());
    if (outcome.error().code() != ErrorCode::invalid) return std::unexpected{outcome.error()};
    const service::SuggestedEditPage page =
        TRY(service::read_suggested_edit(site, request.actor(), id));
    return suggested_edit_page(
        request, {.page = page, .reason = reason, .error = &outcome.error()}, 422
    );
}

Result<http::Response> approve_edit(const Site& site, const RequestContext& request) {
    return review(site, request, true);
}

Result<http::Response> reject_edit(const Site& site, const RequestContext& request) {
    return review(site, request, false);
}

EditFields fields_of(const service::SuggestedEditPage& page) {
    EditFields fields{
        .title = std::nullopt,
        .tags = std::nullopt,
        .body = page.source,
        .summary = {},
        .base = page.post.base,
    };
    if (page.post.kind != domain::PostKind::question) return fields;
    fields.title = page.title;
    fields.tags = join_tags(page.tags);
    return fields;
}

Result<http::Response> show_improvement(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<SuggestedEditId>("edit"));
    const service::SuggestedEditPage page =
        TRY(service::read_suggested_edit(site, request.actor(), id));
    TRY(service::check_may_improve(site, request.actor(), id));
    return improvement_page(request, {.page = page, .fields = fields_of(page)});
}

Result<http::Response> save_improvement(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<SuggestedEditId>("edit"));
    const EditFields fields = read_edit_fields(request);
    service::ImproveEdit form{
        .id = id,
        .base = fields.base,
        .title = fields.title,
        .tags = std::nullopt,
        .markdown = fields.body,
        .summary = fields.summary,
    };
    if (fields.tags) form.tags = split_tags(*fields.tags);
    const Result<PostId> post = service::improve_suggested_edit(site, request.actor(), form);
    if (post) return http::see_other(request.links().suggested_edit(id).text());

    const ErrorCode code = post.error().code();
    service::SuggestedEditPage page = TRY(service::read_suggested_edit(site, request.actor(), id));
    const bool is_open = !page.edit.decided_at;
    const bool is_the_forms_business =
        code == ErrorCode::invalid || (code == ErrorCode::conflict && is_open);
    if (!is_the_forms_business) return std::unexpected{post.error()};
    // Whoever saves again has seen what the post has become.
    EditFields kept = fields;
    kept.base = page.post.base;
    page.has_moved = page.has_moved || code == ErrorCode::conflict;
    return improvement_page(
        request,
        {.page = page, .fields = kept, .error = &post.error()},
        code == ErrorCode::conflict ? 409 : 422
    );
}

constexpr std::array<std::string_view, 1> list_parameters = {"page"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/suggested-edits",
     .access = Access::signed_in,
     .handler = list_edits,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/suggested-edits/{edit}",
     .access = Access::signed_in,
     .handler = show_edit,
     .lane = Lane::costly},
    {.method = Method::post,
     .path = "/suggested-edits/{edit}/approve",
     .access = Access::signed_in,
     .handler = approve_edit,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/suggested-edits/{edit}/reject",
     .access = Access::signed_in,
     .handler = reject_edit,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/suggested-edits/{edit}/improve",
     .access = Access::signed_in,
     .handler = show_improvement,
     .lane = Lane::costly},
    {.method = Method::post,
     .path = "/suggested-edits/{edit}/improve",
     .access = Access::signed_in,
     .handler = save_improvement,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> suggested_edit_routes() {
    return routes;
}

} // namespace attest::web
