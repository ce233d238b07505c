#include "web/search.h"

#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "service/scan_search.h"
#include "service/scans.h"
#include "service/search.h"
#include "web/limits.h"
#include "web/scan_search_view.h"
#include "web/search_view.h"

#include <array>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Method;
using service::SearchOrder;

namespace {

constexpr std::array search_orders = {
    SearchOrder::relevance, SearchOrder::newest, SearchOrder::active, SearchOrder::votes
};

Result<http::Response> search(const Site& site, const RequestContext& request) {
    request.caching().never();
    SearchView view{.query = request.parameter("q")};
    view.order = TRY(endpoint::read_choice(request, "tab", search_orders, SearchOrder::relevance));
    view.page = TRY(request.page_number());
    TRY(endpoint::check_page(view.page, hits_per_page, service::offset_max));
    if (view.query.empty()) return search_page(request, view);

    Result<service::SearchPage> found = service::search(
        site,
        {.query = view.query,
         .order = view.order,
         .page = {.number = view.page, .size = hits_per_page}}
    );
    if (found) {
        view.found = std::move(*found);
    } else if (found.error().code() == ErrorCode::invalid
               || found.error().code() == ErrorCode::unavailable) {
        view.error = std::move(found).error();
    } else {
        return std::unexpected{std::move(found).error()};
    }
    return search_page(request, view);
}

/// What a reader may see of scans is his own: never cached.
Result<http::Response>
search_scans_for(const Site& site, const RequestContext& request, ScanSearchView view) {
    request.caching().never();
    view.query = request.parameter("q");
    view.page = TRY(request.page_number());
    TRY(endpoint::check_page(view.page, hits_per_page, service::offset_max));
    if (view.query.empty()) return scan_search_page(request, view);
    Result<service::ScanSearchPage> found = service::search_scans(
        site,
        {.query = view.query,
         .source = view.source_key.empty() ? std::nullopt : std::optional{view.source_key},
         .page = {.number = view.page, .size = hits_per_page}},
        request.reader()
    );
    if (found) {
        view.found = std::move(*found);
    } else if (found.error().code() == ErrorCode::invalid) {
        view.error = std::move(found).error();
    } else {
        return std::unexpected{std::move(found).error()};
    }
    return scan_search_page(request, view);
}

Result<http::Response> search_scans(const Site& site, const RequestContext& request) {
    return search_scans_for(site, request, {});
}

Result<http::Response> search_source(const Site& site, const RequestContext& request) {
    storage::ScannedSource source =
        TRY(service::find_scanned_source(site, request.path_text("key")));
    return search_scans_for(
        site,
        request,
        {.source_key = std::move(source.key), .source_title = std::move(source.title)}
    );
}

constexpr std::array<std::string_view, 2> scan_parameters = {"q", "page"};
constexpr std::array<std::string_view, 3> parameters = {"q", "tab", "page"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/search",
     .access = Access::anyone,
     .handler = search,
     .parameters = parameters,
     .lane = http::Lane::costly},
    {.method = Method::get,
     .path = "/search/scans",
     .access = Access::anyone,
     .handler = search_scans,
     .parameters = scan_parameters,
     .lane = http::Lane::costly},
    {.method = Method::get,
     .path = "/sources/{key}/search",
     .access = Access::anyone,
     .handler = search_source,
     .parameters = scan_parameters,
     .lane = http::Lane::costly},
});

} // namespace

std::span<const Route> search_routes() {
    return routes;
}

} // namespace attest::web
