#include "web/invitations.h"

#include "endpoint/account_mails.h"
#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/whence.h"
#include "service/invitations.h"
#include "web/account_view.h"
#include "web/parts.h"
#include "web/sign_in.h"
#include "web/sign_in_view.h"

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

// ── The keeper's page ──

struct InvitationsView {
    std::vector<service::Invitation> invitations;
    std::string addresses = {};
    const service::Invited* invited = nullptr; ///< What has just been done.
    const Error* error = nullptr;
};

std::string joined(const std::vector<std::string>& addresses) {
    std::string text;
    for (const std::string& address : addresses)
        text += (text.empty() ? "" : ", ") + address;
    return text;
}

void write_outcome(html::Writer& out, const RequestContext& request, const service::Invited& done) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<div class="notice notice--good" role="status"><p>{}</p>)">(
        texts.invitations_sent(std::ssize(done.addresses))
    );
    if (!done.already_here.empty()) {
        out.put<"<p>">();
        endpoint::write_pattern(
            out, texts.invitations_already(), {isolated(joined(done.already_here))}
        );
        out.put<"</p>">();
    }
    out.put<"</div>">();
}

void write_state(
    html::Writer& out, const RequestContext& request, const service::Invitation& invitation
) {
    const messages::Texts& texts = request.texts();
    if (invitation.accepted_at) {
        endpoint::write_pattern(
            out, texts.invitation_accepted_at(), {time_element(request, *invitation.accepted_at)}
        );
    } else if (invitation.expires_at <= request.network().clock()) {
        out.text(texts.invitation_expired());
    } else {
        endpoint::write_pattern(
            out, texts.invitation_good_until(), {time_element(request, invitation.expires_at)}
        );
    }
}

void write_invitation(
    html::Writer& out, const RequestContext& request, const service::Invitation& invitation
) {
    out.put<
        R"(<li class="entry"><p class="entry__name"><bdi>{}</bdi></p><p class="entry__facts">)">(
        invitation.email
    );
    write_state(out, request, invitation);
    out.put<"</p>">();
    if (!invitation.accepted_at) {
        endpoint::write_form_start(
            out,
            request,
            request.links().account_page(fmt::format("invitations/{}/withdraw", invitation.id.value)
            ),
            "form--inline"
        );
        out.put<
            R"(<button class="button button--quiet button--small" type="submit">{}<span class="hidden"> {}</span></button></form>)">(
            request.texts().invitation_withdraw(), invitation.email
        );
    }
    out.put<"</li>">();
}

http::Response invitations_page(const RequestContext& request, const InvitationsView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    if (view.invited != nullptr) write_outcome(out, request, *view.invited);
    out.put<R"(<p class="door__intro">{}</p>)">(texts.invitations_intro());
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_form_start(out, request, request.links().account_page("invitations"));
    endpoint::write_field(
        out,
        {.name = "addresses",
         .label = texts.invitations_addresses(),
         .value = view.addresses,
         .hint = texts.invitations_hint(),
         .is_required = true,
         .rows = 5},
        view.error
    );
    endpoint::write_submit(out, texts.invitations_send());
    out.put<"</form>">();
    if (!view.invitations.empty()) {
        out.put<R"(<section class="part"><h2>{}</h2><ul class="entries">)">(texts.invitations_list()
        );
        for (const service::Invitation& invitation : view.invitations)
            write_invitation(out, request, invitation);
        out.put<"</ul></section>">();
    }
    return account_page(request, "invitations", out.take(), view.error);
}

Result<http::Response> show_invitations(const Site& /*site*/, const RequestContext& request) {
    return invitations_page(
        request, {.invitations = TRY(service::list_invitations(request.network()))}
    );
}

Result<http::Response> send_invitations(const Site& site, const RequestContext& request) {
    const std::string addresses = request.text_field("addresses");
    const Result<service::Invited> invited = service::invite(
        request.network(),
        {.by = request.actor().account, .addresses = addresses},
        endpoint::account_mail_writer(site)
    );
    if (!invited && invited.error().code() != ErrorCode::invalid) {
        return std::unexpected{invited.error()};
    }
    InvitationsView view{
        .invitations = TRY(service::list_invitations(request.network())),
    };
    if (invited) {
        view.invited = &*invited;
    } else {
        view.addresses = addresses;
        view.error = &invited.error();
    }
    return invitations_page(request, view);
}

Result<http::Response> withdraw(const Site& /*site*/, const RequestContext& request) {
    const auto invitation = TRY(request.path_id<InvitationId>("invitation"));
    TRY(service::withdraw_invitation(request.network(), invitation));
    return http::see_other(request.links().account_page("invitations").text());
}

// ── Who was invited ──

Result<http::Response> show_invitation(const Site& /*site*/, const RequestContext& request) {
    const std::string token = request.parameter("token");
    const auto email = TRY(service::find_invited_address(request.network(), token));
    if (!email) return dead_link_page(request);
    return invitation_page(request, {.token = token, .email = *email});
}

Result<http::Response> accept(const Site& site, const RequestContext& request) {
    const service::AcceptInvitation form{
        .token = request.field("token"),
        .display_name = request.field("display_name"),
        .password = std::string{request.request().form_field("password").value_or("")},
    };
    const Result<AccountId> account =
        service::accept_invitation(request.network(), site, form, endpoint::whence_of(request));
    if (account) return let_in(site, request, *account, request.links().home().text());
    if (account.error().code() == ErrorCode::not_found) return dead_link_page(request);
    if (account.error().code() != ErrorCode::invalid) return std::unexpected{account.error()};
    const auto email = TRY(service::find_invited_address(request.network(), form.token));
    if (!email) return dead_link_page(request);
    return invitation_page(
        request,
        {.token = form.token,
         .email = *email,
         .display_name = form.display_name,
         .error = &account.error()}
    );
}

constexpr std::array<std::string_view, 1> token_parameter = {"token"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/account/invitations",
     .access = Access::keeper,
     .handler = show_invitations},
    {.method = Method::post,
     .path = "/account/invitations",
     .access = Access::keeper,
     .handler = send_invitations,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/account/invitations/{invitation}/withdraw",
     .access = Access::keeper,
     .handler = withdraw,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/invitation",
     .access = Access::anyone,
     .handler = show_invitation,
     .parameters = token_parameter},
    {.method = Method::post,
     .path = "/invitation",
     .access = Access::anyone,
     .handler = accept,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> invitation_routes() {
    return routes;
}

} // namespace attest::web
