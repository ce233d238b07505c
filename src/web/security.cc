#include "web/security.h"

#include "endpoint/whence.h"
#include "service/accounts.h"
#include "service/second_factors.h"
#include "web/security_view.h"
#include "web/sign_in.h"

#include <array>
#include <string_view>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

Result<SecurityView> read_view(const RequestContext& request) {
    const Network& network = request.network();
    const AccountId account = request.session().account;
    return SecurityView{
        .passkeys = TRY(service::list_passkeys(network, account)),
        .factors = TRY(service::read_second_factors(network, account)),
        .connections = TRY(service::list_openid_connections(network, account)),
    };
}

Result<void> note(const RequestContext& request, std::string_view kind) {
    return service::note_happening(
        request.network(), request.session().account, kind, endpoint::whence_of(request)
    );
}

Result<void> check_proof(const RequestContext& request) {
    return service::check_fresh_proof(request.network(), request.session());
}

Result<http::Response> show_security(const Site& /*site*/, const RequestContext& request) {
    if (auto ask = ask_for_proof(request)) return *std::move(ask);
    return security_page(request, TRY(read_view(request)));
}

Result<http::Response> begin_app(const Site& /*site*/, const RequestContext& request) {
    TRY(check_proof(request));
    TRY(service::begin_totp(request.network(), request.session().account));
    return http::see_other(request.links().security("app").text());
}

Result<http::Response> show_app(const Site& site, const RequestContext& request) {
    if (auto ask = ask_for_proof(request)) return *std::move(ask);
    return app_page(
        request,
        TRY(service::find_totp_setup(
            request.network(), request.session().account, site.settings.title
        ))
    );
}

Result<http::Response> confirm_app(const Site& site, const RequestContext& request) {
    TRY(check_proof(request));
    const AccountId account = request.session().account;
    const auto codes = service::confirm_totp(request.network(), account, request.field("code"));
    if (!codes && codes.error().code() == ErrorCode::invalid) {
        const service::TotpSetup setup =
            TRY(service::find_totp_setup(request.network(), account, site.settings.title));
        return app_page(request, setup, &codes.error());
    }
    http::Response page = codes_page(request, TRY(codes));
    TRY(note(request, "app_added"));
    return page;
}

Result<http::Response> remove_app(const Site& /*site*/, const RequestContext& request) {
    TRY(check_proof(request));
    TRY(service::remove_totp(request.network(), request.session().account));
    TRY(note(request, "app_removed"));
    return http::see_other(request.links().security().text());
}

Result<http::Response> renew_codes(const Site& /*site*/, const RequestContext& request) {
    TRY(check_proof(request));
    http::Response page = codes_page(
        request, TRY(service::renew_recovery_codes(request.network(), request.session().account))
    );
    TRY(note(request, "codes_renewed"));
    return page;
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/account/security",
     .access = Access::signed_in,
     .handler = show_security},
    {.method = Method::post,
     .path = "/account/security/app",
     .access = Access::signed_in,
     .handler = begin_app,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/account/security/app",
     .access = Access::signed_in,
     .handler = show_app},
    {.method = Method::post,
     .path = "/account/security/app/confirm",
     .access = Access::signed_in,
     .handler = confirm_app,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/account/security/app/remove",
     .access = Access::signed_in,
     .handler = remove_app,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/account/security/codes",
     .access = Access::signed_in,
     .handler = renew_codes,
     .lane = Lane::change},
});

} // namespace

Result<http::Response> security_page_with(const RequestContext& request, const Error& error) {
    SecurityView view = TRY(read_view(request));
    view.error = &error;
    return security_page(request, view);
}

std::span<const Route> security_routes() {
    return routes;
}

} // namespace attest::web
