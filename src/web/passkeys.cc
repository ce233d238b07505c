#include "web/passkeys.h"

#include "endpoint/cross_site.h"
#include "endpoint/forms.h"
#include "endpoint/whence.h"
#include "service/accounts.h"
#include "service/limits.h"
#include "web/parts.h"
#include "web/security.h"
#include "web/sign_in.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

service::PasskeyPlace place_of(const RequestContext& request) {
    return {
        .network = request.network(),
        .party = service::relying_party(
            http::format_scheme(request.request().scheme()), request.request().host()
        ),
        .browser = {request.secret()},
    };
}

http::Response json_answer(std::string json) {
    http::Response response;
    response.set("Content-Type", "application/json");
    response.set("Cache-Control", "no-store");
    response.body = std::move(json);
    return response;
}

/// The form that the script fills in and sends. Without the script it stays hidden, and a sentence
/// says why.
void write_form_for_script(
    html::Writer& out,
    const RequestContext& request,
    std::string_view ceremony,
    const html::Url& start,
    const html::Url& action
) {
    out.put<R"(<noscript><p class="form__note">{}</p></noscript>)">(
        request.texts().passkey_no_script()
    );
    out.put<
        R"(<form class="form passkey" method="post" action="{}" data-passkey="{}" data-start="{}" hidden>)">(
        action, ceremony, start
    );
    endpoint::write_hidden_field(out, endpoint::csrf_field, request.csrf_token());
    for (const std::string_view field :
         {"credential_id", "client_data", "authenticator_data", "signature", "attestation_object"})
        endpoint::write_hidden_field(out, field, "");
}

void end_form_for_script(
    html::Writer& out, const RequestContext& request, std::string_view button
) {
    out.put<
        R"(<p class="field__error" role="alert" data-passkey-error hidden>{}</p><p class="form__acts"><button class="button button--quiet" type="submit">{}</button></p></form>)">(
        request.texts().passkey_failed(), button
    );
    out.put<R"(<script type="module" src="{}"></script>)">(request.asset("js/passkeys.js"));
}

void write_passkey(
    html::Writer& out, const RequestContext& request, const service::PasskeyListItem& passkey
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<li class="entry"><b>{}</b> <span class="entry__facts">)">(isolated(passkey.name));
    endpoint::write_pattern(
        out, texts.security_passkey_added(), {time_element(request, passkey.created_at)}
    );
    if (passkey.used_at) {
        out.put<", ">();
        endpoint::write_pattern(
            out, texts.security_passkey_used(), {time_element(request, *passkey.used_at)}
        );
    }
    out.put<"</span> ">();
    endpoint::write_form_start(
        out,
        request,
        request.links().security(fmt::format("passkeys/{}/remove", passkey.id.value)),
        "form--inline"
    );
    out.put<
        R"(<button class="button button--quiet" type="submit" aria-label="{}">{}</button></form></li>)">(
        texts.security_passkey_remove_label(passkey.name), texts.security_passkey_remove()
    );
}

Result<http::Response> start_sign_in(const Site& /*site*/, const RequestContext& request) {
    return json_answer(
        TRY(service::begin_passkey_sign_in(place_of(request), endpoint::next_of(request)))
    );
}

/// For somebody who is signed in already it is a proof of who they are.
Result<http::Response> sign_in_by_passkey(const Site& site, const RequestContext& request) {
    const std::string credential_id = request.field("credential_id");
    const std::string client_data = request.field("client_data");
    const std::string authenticator_data = request.field("authenticator_data");
    const std::string signature = request.field("signature");
    const service::SignedInByPasskey signed_in = TRY(service::finish_passkey_sign_in(
        place_of(request),
        {.credential_id = credential_id,
         .client_data = client_data,
         .authenticator_data = authenticator_data,
         .signature = signature}
    ));
    const bool is_proof = request.has_session() && request.session().account == signed_in.account;
    if (!is_proof) return let_in(site, request, signed_in.account, signed_in.next);
    TRY(service::note_proof(request.network(), request.session()));
    return http::see_other(signed_in.next);
}

Result<http::Response> start_registration(const Site& site, const RequestContext& request) {
    TRY(service::check_fresh_proof(request.network(), request.session()));
    return json_answer(TRY(service::begin_passkey_registration(
        place_of(request), request.session().account, site.settings.title
    )));
}

Result<http::Response> add_passkey(const Site& /*site*/, const RequestContext& request) {
    const AccountId account = request.session().account;
    const std::string name = request.field("name");
    const std::string client_data = request.field("client_data");
    const std::string attestation = request.field("attestation_object");
    TRY(service::check_fresh_proof(request.network(), request.session()));
    const auto added = service::finish_passkey_registration(
        place_of(request),
        account,
        {.name = name, .client_data = client_data, .attestation_object = attestation}
    );
    if (!added && added.error().code() == ErrorCode::invalid) {
        return security_page_with(request, added.error());
    }
    TRY(added);
    TRY(service::note_happening(
        request.network(), account, "passkey_added", endpoint::whence_of(request)
    ));
    return http::see_other(request.links().security().text());
}

Result<http::Response> remove_passkey(const Site& /*site*/, const RequestContext& request) {
    const AccountId account = request.session().account;
    const auto passkey = TRY(request.path_id<PasskeyId>("passkey"));
    TRY(service::check_fresh_proof(request.network(), request.session()));
    TRY(service::remove_passkey(request.network(), account, passkey));
    TRY(service::note_happening(
        request.network(), account, "passkey_removed", endpoint::whence_of(request)
    ));
    return http::see_other(request.links().security().text());
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::post,
     .path = "/signin/passkey/start",
     .access = Access::anyone,
     .handler = start_sign_in,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/signin/passkey",
     .access = Access::anyone,
     .handler = sign_in_by_passkey,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/account/security/passkeys/start",
     .access = Access::signed_in,
     .handler = start_registration,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/account/security/passkeys",
     .access = Access::signed_in,
     .handler = add_passkey,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/account/security/passkeys/{passkey}/remove",
     .access = Access::signed_in,
     .handler = remove_passkey,
     .lane = Lane::change},
});

} // namespace

void write_passkey_sign_in(
    html::Writer& out, const RequestContext& request, std::string_view next
) {
    write_form_for_script(
        out,
        request,
        "get",
        request.links().sign_in_by("passkey/start"),
        request.links().sign_in_by("passkey")
    );
    endpoint::write_hidden_field(out, "next", next);
    end_form_for_script(out, request, request.texts().passkey_sign_in());
}

void write_passkeys(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<service::PasskeyListItem>& passkeys,
    const Error* error
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<section class="way"><h2>{}</h2><p>{}</p>)">(
        texts.security_passkeys(), texts.security_passkeys_what()
    );
    if (passkeys.empty()) {
        out.put<R"(<p class="form__note">{}</p>)">(texts.security_passkeys_none());
    } else {
        out.put<R"(<ul class="entries">)">();
        for (const service::PasskeyListItem& passkey : passkeys)
            write_passkey(out, request, passkey);
        out.put<"</ul>">();
    }
    write_form_for_script(
        out,
        request,
        "create",
        request.links().security("passkeys/start"),
        request.links().security("passkeys")
    );
    endpoint::write_field(
        out,
        {.name = "name",
         .label = texts.security_passkey_name(),
         .hint = texts.security_passkey_name_hint(),
         .length_max = service::passkey_name_characters_max},
        error
    );
    end_form_for_script(out, request, texts.security_passkey_add());
    out.put<"</section>">();
}

std::span<const Route> passkey_routes() {
    return routes;
}

} // namespace attest::web
