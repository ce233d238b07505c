#include "web/users.h"

#include "domain/slug.h"
#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "web/limits.h"
#include "web/users_view.h"

#include <array>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Method;
using service::UserOrder;
using service::UserTab;

namespace {

constexpr std::array user_orders = {UserOrder::reputation, UserOrder::newest, UserOrder::name};
constexpr std::array user_tabs = {
    UserTab::profile,
    UserTab::questions,
    UserTab::answers,
    UserTab::badges,
    UserTab::reputation,
    UserTab::bookmarks,
    UserTab::following,
};

Result<http::Response> list_users(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    UserListView view;
    view.order = TRY(endpoint::read_choice(request, "tab", user_orders, UserOrder::reputation));
    view.filter = request.parameter("filter");
    view.page = TRY(request.page_number());
    view.list = TRY(service::list_users(
        site, view.order, view.filter, {.number = view.page, .size = users_per_page}
    ));
    TRY(endpoint::check_page(view.page, users_per_page, view.list.total));
    return user_list_page(request, view);
}

/// What only its owner sees.
bool is_private(UserTab tab) {
    return tab == UserTab::bookmarks || tab == UserTab::following;
}

/// Rows of the tab, as far as they are counted.
std::int64_t count_lines(const service::UserPage& user, UserTab tab) {
    switch (tab) {
    case UserTab::questions:
        return user.user.question_count;
    case UserTab::answers:
        return user.user.answer_count;
    case UserTab::reputation:
        return user.reputation_event_count;
    case UserTab::profile:
    case UserTab::badges:
    case UserTab::bookmarks:
    case UserTab::following:
        return 0;
    }
    return 0;
}

Result<http::Response> show_user(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<UserId>("user"));
    const UserTab tab = TRY(endpoint::read_choice(request, "tab", user_tabs, UserTab::profile));
    const std::int64_t page = TRY(request.page_number());
    request.caching().depends_on_site();

    UserView view{
        .user =
            TRY(service::read_user(site, id, tab, {.number = page, .size = profile_lines_per_page})
            ),
        .tab = tab,
        .page = page,
    };
    const std::string name = user_name(request, view.user);
    if (request.path_text("name") != domain::make_slug(name)) {
        return http::moved_permanently(request.links().user_tab(id, name, tab, page).text());
    }
    if (is_private(tab)) {
        if (!request.reader() || request.reader()->user != id) {
            return fail(ErrorCode::not_found, "There is no such page.");
        }
        view.marked = TRY(service::list_marked_posts(
            site,
            *request.reader(),
            tab == UserTab::bookmarks ? service::PostMark::bookmarked : service::PostMark::followed,
            {.number = page, .size = profile_lines_per_page}
        ));
        return user_page(request, view);
    }
    TRY(endpoint::check_page(page, profile_lines_per_page, count_lines(view.user, tab)));
    return user_page(request, view);
}

constexpr std::array<std::string_view, 3> list_parameters = {"tab", "filter", "page"};
constexpr std::array<std::string_view, 2> user_parameters = {"tab", "page"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/users",
     .access = Access::anyone,
     .handler = list_users,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/users/{user}/{name?}",
     .access = Access::anyone,
     .handler = show_user,
     .parameters = user_parameters},
});

} // namespace

std::span<const Route> user_routes() {
    return routes;
}

} // namespace attest::web
