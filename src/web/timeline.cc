#include "web/timeline.h"

#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "service/limits.h"
#include "service/timeline.h"
#include "web/timeline_view.h"

#include <array>
#include <string>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

/// What the address is of, whichever of the routes it is.
Result<service::Scope> read_scope(const RequestContext& request) {
    service::Scope scope;
    if (!request.path_text("question").empty()) {
        scope.question = TRY(request.path_id<QuestionId>("question"));
    } else if (!request.path_text("authority").empty()) {
        scope.record = TRY(request.path_id<AuthorityId>("authority"));
    } else if (!request.path_text("tag").empty()) {
        scope.tag = request.path_text("tag");
    } else {
        scope.query = request.parameter("q");
    }
    return scope;
}

void note_caching(const RequestContext& request, const service::Scope& scope) {
    if (scope.query.empty()) return request.caching().depends_on_site();
    request.caching().never();
}

Result<TimelineView> read_view(const Site& site, const RequestContext& request) {
    TimelineView view{
        .scope = TRY(read_scope(request)),
        .stretch = {.from = request.parameter("from"), .to = request.parameter("to")},
        .has_old_style = request.parameter("style") == "old",
        .timeline = {},
    };
    note_caching(request, view.scope);
    view.timeline = TRY(service::read_timeline(site, view.scope, view.stretch));
    return view;
}

Result<http::Response> show_timeline(const Site& site, const RequestContext& request) {
    TimelineView view{
        .scope = TRY(read_scope(request)),
        .stretch = {.from = request.parameter("from"), .to = request.parameter("to")},
        .has_old_style = request.parameter("style") == "old",
        .timeline = {},
    };
    note_caching(request, view.scope);
    Result<service::Timeline> timeline = service::read_timeline(site, view.scope, view.stretch);
    if (timeline) {
        view.timeline = *std::move(timeline);
        return timeline_page(request, view);
    }
    const bool is_stretch =
        timeline.error().code() == ErrorCode::invalid && view.stretch != service::Stretch{};
    if (!is_stretch) return std::unexpected{std::move(timeline).error()};
    // The heading of the same without what was refused.
    view.timeline = TRY(service::read_timeline(site, view.scope, {}));
    view.timeline.items.clear();
    view.error = &timeline.error();
    return timeline_page(request, view);
}

Result<http::Response> show_picture(const Site& site, const RequestContext& request) {
    return timeline_picture(request, TRY(read_view(site, request)));
}

http::Response data_response(std::string data, std::string_view type) {
    http::Response response;
    response.set("Content-Type", std::string{type});
    response.body = std::move(data);
    return response;
}

Result<http::Response> show_json(const Site& site, const RequestContext& request) {
    return data_response(
        timeline_json(request, TRY(read_view(site, request))), "application/json; charset=utf-8"
    );
}

Result<http::Response> show_csv(const Site& site, const RequestContext& request) {
    http::Response response = data_response(
        timeline_csv(request, TRY(read_view(site, request))), "text/csv; charset=utf-8"
    );
    response.set("Content-Disposition", "attachment; filename=\"timeline.csv\"");
    return response;
}

Result<http::Response> show_map(const Site& site, const RequestContext& request) {
    MapView view{.scope = TRY(read_scope(request)), .map = {}};
    request.caching().depends_on_site();
    view.map = TRY(service::read_place_map(site, view.scope));
    return map_page(request, view);
}

Result<http::Response> show_mentions(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const auto id = TRY(request.path_id<AuthorityId>("authority"));
    const service::AuthorityPage record = TRY(service::read_authority(site, id));
    if (record.record.merged_into) {
        return http::moved_permanently(request.links().mentions(*record.record.merged_into).text());
    }
    MentionsView view{.record = record.record, .posts = {}, .page = TRY(request.page_number())};
    view.posts = TRY(service::list_mentioning_posts(
        site, id, {.number = view.page, .size = service::mentions_per_page}
    ));
    TRY(endpoint::check_page(view.page, service::mentions_per_page, view.posts.total));
    return mentions_page(request, view);
}

constexpr std::array<std::string_view, 4> timeline_parameters = {"from", "to", "style", "q"};
constexpr std::array<std::string_view, 1> mentions_parameters = {"page"};

/// A timeline can hold five hundred lines, and is not on the way of a reader of one question.
constexpr Route timeline_route(std::string_view path, endpoint::Handler handler) {
    return {
        .method = Method::get,
        .path = path,
        .access = Access::anyone,
        .handler = handler,
        .parameters = timeline_parameters,
        .lane = Lane::costly,
    };
}

constexpr Route map_route(std::string_view path) {
    return {
        .method = Method::get,
        .path = path,
        .access = Access::anyone,
        .handler = show_map,
    };
}

constexpr auto routes = std::to_array<Route>({
    timeline_route("/questions/{question}/timeline", show_timeline),
    timeline_route("/questions/{question}/timeline.svg", show_picture),
    timeline_route("/questions/{question}/timeline.json", show_json),
    timeline_route("/questions/{question}/timeline.csv", show_csv),
    timeline_route("/questions/tagged/{tag}/timeline", show_timeline),
    timeline_route("/questions/tagged/{tag}/timeline.svg", show_picture),
    timeline_route("/questions/tagged/{tag}/timeline.json", show_json),
    timeline_route("/questions/tagged/{tag}/timeline.csv", show_csv),
    timeline_route("/names/{authority}/timeline", show_timeline),
    timeline_route("/names/{authority}/timeline.svg", show_picture),
    timeline_route("/names/{authority}/timeline.json", show_json),
    timeline_route("/names/{authority}/timeline.csv", show_csv),
    timeline_route("/timeline", show_timeline),
    timeline_route("/timeline.svg", show_picture),
    timeline_route("/timeline.json", show_json),
    timeline_route("/timeline.csv", show_csv),
    map_route("/questions/{question}/map"),
    map_route("/questions/tagged/{tag}/map"),
    map_route("/names/{authority}/map"),
    {.method = Method::get,
     .path = "/names/{authority}/mentions",
     .access = Access::anyone,
     .handler = show_mentions,
     .parameters = mentions_parameters},
});

} // namespace

std::span<const Route> timeline_routes() {
    return routes;
}

} // namespace attest::web
