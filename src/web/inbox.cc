#include "web/inbox.h"

#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "service/inbox.h"
#include "service/limits.h"
#include "service/questions.h"
#include "web/inbox_view.h"

#include <array>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

Result<http::Response> show_inbox(const Site& site, const RequestContext& request) {
    InboxView view;
    view.page = TRY(request.page_number());
    view.inbox = TRY(service::list_inbox(site, request.actor(), view.page));
    TRY(endpoint::check_page(view.page, service::inbox_page_size, view.inbox.total));
    return inbox_page(request, view);
}

/// A POST, so that no picture on another page and no browser that looks ahead marks anything.
Result<http::Response> open_item(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<InboxItemId>("item"));
    const domain::InboxItem item = TRY(service::open_inbox_item(site, request.actor(), id));
    if (item.claim) return http::see_other(request.links().claim(*item.claim).text());
    const service::PostAddress address = TRY(service::find_post_address(site, item.post));
    return http::see_other(request.links().inbox_target(address, item).text());
}

Result<http::Response> mark_all_read(const Site& site, const RequestContext& request) {
    TRY(service::mark_inbox_read(site, request.actor()));
    return http::see_other(request.links().inbox().text());
}

Result<http::Response> show_mail_choices(const Site& site, const RequestContext& request) {
    return mail_choices_page(
        request,
        {.choices = TRY(service::read_mail_choices(site, request.actor())),
         .is_saved = request.parameter("saved") == "1"}
    );
}

Result<http::Response> save_mail_choices(const Site& site, const RequestContext& request) {
    TRY(service::choose_mail(
        site,
        request.actor(),
        {.answers = !request.field("answers").empty(),
         .comments = !request.field("comments").empty(),
         .mentions = !request.field("mentions").empty(),
         .findings = !request.field("findings").empty(),
         .objections = !request.field("objections").empty(),
         .rewordings = !request.field("rewordings").empty()}
    ));
    return http::see_other(request.links().mail_choices(true).text());
}

Result<http::Response> ask_unsubscribe(const Site& site, const RequestContext& request) {
    const std::string token = request.parameter("token");
    const service::Subscription subscription =
        TRY(service::check_unsubscribe_token(request.network(), site, token));
    return unsubscribe_page(request, {.token = token, .kind = subscription.kind});
}

/// From the page's button, or from a mail program with the address alone (RFC 8058): the token in
/// the address is the proof.
Result<http::Response> end_mails(const Site& site, const RequestContext& request) {
    const std::string token = request.parameter("token");
    const service::Subscription subscription =
        TRY(service::check_unsubscribe_token(request.network(), site, token));
    TRY(service::unsubscribe(site, subscription));
    return unsubscribe_page(request, {.token = token, .kind = subscription.kind, .is_done = true});
}

constexpr std::array<std::string_view, 1> page_parameters = {"page"};
constexpr std::array<std::string_view, 1> saved_parameters = {"saved"};
constexpr std::array<std::string_view, 1> token_parameters = {"token"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/inbox",
     .access = Access::signed_in,
     .handler = show_inbox,
     .parameters = page_parameters},
    {.method = Method::post,
     .path = "/inbox/read",
     .access = Access::signed_in,
     .handler = mark_all_read,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/inbox/{item}",
     .access = Access::signed_in,
     .handler = open_item,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/account/notifications",
     .access = Access::signed_in,
     .handler = show_mail_choices,
     .parameters = saved_parameters},
    {.method = Method::post,
     .path = "/account/notifications",
     .access = Access::signed_in,
     .handler = save_mail_choices,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/unsubscribe",
     .access = Access::anyone,
     .handler = ask_unsubscribe,
     .parameters = token_parameters},
    {.method = Method::post,
     .path = "/unsubscribe",
     .access = Access::anyone,
     .handler = end_mails,
     .parameters = token_parameters,
     .lane = Lane::change,
     .takes_foreign_posts = true},
});

} // namespace

std::span<const Route> inbox_routes() {
    return routes;
}

} // namespace attest::web
