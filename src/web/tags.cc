#include "web/tags.h"

#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "web/limits.h"
#include "web/tags_view.h"

#include <array>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Method;
using service::TagOrder;

namespace {

constexpr std::array tag_orders = {TagOrder::popular, TagOrder::name, TagOrder::newest};

Result<http::Response> list_tags(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    TagListView view;
    view.order = TRY(endpoint::read_choice(request, "tab", tag_orders, TagOrder::popular));
    view.filter = request.parameter("filter");
    view.page = TRY(request.page_number());
    view.list = TRY(service::list_tags(
        site, view.order, view.filter, {.number = view.page, .size = tags_per_page}
    ));
    TRY(endpoint::check_page(view.page, tags_per_page, view.list.total));
    return tag_list_page(request, view);
}

/// `/tags/NAME`: as on Stack Exchange, the questions that carry it.
Result<http::Response> go_to_tag(const Site& site, const RequestContext& request) {
    const service::TagPage tag = TRY(service::read_tag(site, request.path_text("tag")));
    return http::moved_permanently(
        request.links().tagged(tag.tag.name, service::QuestionOrder::newest).text()
    );
}

Result<http::Response> show_tag(const Site& site, const RequestContext& request) {
    const std::string name = request.path_text("tag");
    request.caching().depends_on_site();
    const service::TagPage tag = TRY(service::read_tag(site, name));
    if (tag.tag.name != name) {
        return http::moved_permanently(request.links().tag_info(tag.tag.name).text());
    }
    return tag_page(request, tag);
}

constexpr std::array<std::string_view, 3> list_parameters = {"tab", "filter", "page"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/tags",
     .access = Access::anyone,
     .handler = list_tags,
     .parameters = list_parameters},
    {.method = Method::get, .path = "/tags/{tag}", .access = Access::anyone, .handler = go_to_tag},
    {.method = Method::get,
     .path = "/tags/{tag}/info",
     .access = Access::anyone,
     .handler = show_tag},
});

} // namespace

std::span<const Route> tag_routes() {
    return routes;
}

} // namespace attest::web
