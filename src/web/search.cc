#include "web/search.h"

#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "service/search.h"
#include "web/limits.h"
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

constexpr std::array<std::string_view, 3> parameters = {"q", "tab", "page"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/search",
     .access = Access::anyone,
     .handler = search,
     .parameters = parameters,
     .lane = http::Lane::costly},
});

} // namespace

std::span<const Route> search_routes() {
    return routes;
}

} // namespace attest::web
