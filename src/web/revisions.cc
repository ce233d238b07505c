#include "web/revisions.h"

#include "endpoint/context.h"
#include "web/revisions_view.h"

#include <array>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::DiffView;
using endpoint::Route;
using http::Method;

namespace {

constexpr std::array diff_views = {DiffView::inline_, DiffView::side, DiffView::source};

Result<http::Response> list_revisions(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<PostId>("post"));
    const DiffView diff =
        TRY(endpoint::read_choice(request, "view", diff_views, DiffView::inline_));
    const std::int64_t page = TRY(request.page_number());
    const service::RevisionsPage history =
        TRY(service::list_revisions(site, id, page, request.reader()));
    if (history.revisions.empty() && page > 1) {
        return fail(ErrorCode::not_found, "There are fewer pages than that.");
    }
    return revisions_page(request, {.history = history, .post = id, .view = diff, .page = page});
}

Result<http::Response> show_revision(const Site& site, const RequestContext& request) {
    const std::string guid = request.path_text("guid");
    const DiffView diff =
        TRY(endpoint::read_choice(request, "view", diff_views, DiffView::inline_));
    const service::RevisionsPage history =
        TRY(service::read_revision(site, guid, request.reader()));
    return revisions_page(
        request, {.history = history, .post = history.post, .view = diff, .guid = guid}
    );
}

constexpr std::array<std::string_view, 2> list_parameters = {"view", "page"};
constexpr std::array<std::string_view, 1> revision_parameters = {"view"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/posts/{post}/revisions",
     .access = Access::anyone,
     .handler = list_revisions,
     .parameters = list_parameters,
     .lane = http::Lane::costly},
    {.method = Method::get,
     .path = "/revisions/{guid}",
     .access = Access::anyone,
     .handler = show_revision,
     .parameters = revision_parameters,
     .lane = http::Lane::costly},
});

} // namespace

std::span<const Route> revision_routes() {
    return routes;
}

} // namespace attest::web
