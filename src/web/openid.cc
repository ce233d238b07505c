#include "web/openid.h"

#include "endpoint/forms.h"
#include "endpoint/whence.h"
#include "service/accounts.h"
#include "web/parts.h"
#include "web/sign_in.h"

#include <fmt/format.h>

#include <array>
#include <string>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

std::string redirect_url(const RequestContext& request) {
    return request.links().absolute(request.links().sign_in_by("openid/back")).text();
}

/// The way there is a page and not a redirection: our Content-Security-Policy lets no form lead to
/// another site, whoever asks for it.
Result<http::Response>
leave(const RequestContext& request, std::string_view next, std::optional<AccountId> connecting) {
    const OpenIdSettings provider =
        TRY(service::find_openid(request.network(), request.path_text("provider")));
    const std::string there = TRY(service::begin_openid(
        request.network(),
        {request.secret()},
        {.provider = provider.key,
         .redirect_url = redirect_url(request),
         .next = std::string{next},
         .connecting = connecting}
    ));
    const messages::Texts& texts = request.texts();
    const std::string title = texts.openid_leave_title(provider.name);
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header><p class="door__intro">)">(title);
    endpoint::write_pattern(
        out,
        texts.openid_leave(),
        {isolated(provider.name),
         endpoint::link(TRY(html::parse_url(there)), texts.openid_leave_link())}
    );
    out.put<"</p>">();
    http::Response response = endpoint::write_page(
        request, {.title = title, .is_indexed = false, .page_class = "page page--door"}, out.take()
    );
    response.set("Cache-Control", "no-store");
    response.set("Refresh", "0; url=" + there);
    return response;
}

Result<http::Response> leave_to_sign_in(const Site& /*site*/, const RequestContext& request) {
    return leave(request, endpoint::next_of(request), std::nullopt);
}

Result<http::Response> leave_to_connect(const Site& /*site*/, const RequestContext& request) {
    TRY(service::check_fresh_proof(request.network(), request.session()));
    return leave(request, request.links().security().text(), request.session().account);
}

Result<http::Response> come_back(const Site& site, const RequestContext& request) {
    const std::string state = request.parameter("state");
    const std::string code = request.parameter("code");
    const std::string issuer = request.parameter("iss");
    const std::string error = request.parameter("error");
    service::OpenIdReturnForm form{
        .answer = {.state = state, .code = code, .issuer = issuer, .error = error},
        .redirect_url = redirect_url(request),
    };
    if (request.has_session()) form.signed_in = request.session().account;
    const service::OpenIdOutcome outcome =
        TRY(service::finish_openid(request.network(), {request.secret()}, form));
    if (outcome.is_connected) {
        TRY(service::note_happening(
            request.network(), outcome.account, "openid_connected", endpoint::whence_of(request)
        ));
        return http::see_other(request.links().security().text());
    }
    return take_second_step(site, request, outcome.account, outcome.next);
}

Result<http::Response> disconnect(const Site& /*site*/, const RequestContext& request) {
    const AccountId account = request.session().account;
    TRY(service::check_fresh_proof(request.network(), request.session()));
    TRY(service::disconnect_openid(request.network(), account, request.path_text("provider")));
    TRY(service::note_happening(
        request.network(), account, "openid_disconnected", endpoint::whence_of(request)
    ));
    return http::see_other(request.links().security().text());
}

constexpr std::array<std::string_view, 6> return_parameters = {
    "code", "error", "error_description", "iss", "session_state", "state"
};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::post,
     .path = "/signin/openid/{provider}",
     .access = Access::anyone,
     .handler = leave_to_sign_in,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/signin/openid/back",
     .access = Access::anyone,
     .handler = come_back,
     .parameters = return_parameters,
     .lane = Lane::costly},
    {.method = Method::post,
     .path = "/account/security/openid/{provider}/connect",
     .access = Access::signed_in,
     .handler = leave_to_connect,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/account/security/openid/{provider}/disconnect",
     .access = Access::signed_in,
     .handler = disconnect,
     .lane = Lane::change},
});

} // namespace

void write_openid_buttons(html::Writer& out, const RequestContext& request, std::string_view next) {
    for (const OpenIdSettings& provider : request.network().settings.openid) {
        endpoint::write_form_start(
            out, request, request.links().sign_in_by("openid/" + provider.key), "form"
        );
        endpoint::write_hidden_field(out, "next", next);
        out.put<
            R"(<p class="form__acts"><button class="button button--quiet" type="submit">{}</button></p></form>)">(
            request.texts().openid_sign_in(provider.name)
        );
    }
}

void write_openid_connections(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<service::OpenIdConnection>& connections
) {
    if (connections.empty()) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<section class="way"><h2>{}</h2><p>{}</p><ul class="entries">)">(
        texts.security_sites(), texts.security_sites_what()
    );
    for (const service::OpenIdConnection& connection : connections) {
        const std::string& name = connection.provider.name;
        const bool is_connected = connection.since.has_value();
        out.put<R"(<li class="entry"><b>{}</b> )">(isolated(name));
        if (is_connected) {
            out.put<R"(<span class="entry__facts">)">();
            endpoint::write_pattern(
                out, texts.security_site_since(), {time_element(request, *connection.since)}
            );
            out.put<"</span> ">();
        }
        endpoint::write_form_start(
            out,
            request,
            request.links().security(fmt::format(
                "openid/{}/{}", connection.provider.key, is_connected ? "disconnect" : "connect"
            )),
            "form--inline"
        );
        out.put<R"(<button class="button button--quiet" type="submit">{}</button></form></li>)">(
            is_connected ? texts.security_site_disconnect(name) : texts.security_site_connect(name)
        );
    }
    out.put<"</ul></section>">();
}

std::span<const Route> openid_routes() {
    return routes;
}

} // namespace attest::web
