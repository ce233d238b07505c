#include "web/sign_in.h"

#include "endpoint/account_mails.h"
#include "endpoint/cookies.h"
#include "endpoint/whence.h"
#include "service/keepers.h"
#include "service/memberships.h"
#include "service/second_factors.h"
#include "web/second_step.h"
#include "web/sign_in_view.h"

#include <array>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::account_mail_writer;
using endpoint::Cookie;
using endpoint::next_of;
using endpoint::Route;
using endpoint::whence_of;
using http::Method;

namespace {

/// What a form is shown again for; anything else is another page's business.
bool is_for_the_form(const Error& error) {
    return error.code() == ErrorCode::invalid || error.code() == ErrorCode::rate_limited;
}

/// As typed: a space may be part of it.
std::string password_field(const RequestContext& request, std::string_view name = "password") {
    return std::string{request.request().form_field(name).value_or("")};
}

http::Response go_on(std::string_view next) {
    return http::see_other(std::string{next});
}

} // namespace

// ── Between the first proof and an open session ──

Result<http::Response> take_second_step(
    const Site& site, const RequestContext& request, AccountId account, std::string_view next
) {
    if (!TRY(service::needs_second_step(request.network(), account))) {
        return let_in(site, request, account, next);
    }
    return ask_second_step(request, account, next);
}

Result<http::Response>
let_in(const Site& site, const RequestContext& request, AccountId account, std::string_view next) {
    const Network& network = request.network();
    const http::Scheme scheme = request.request().scheme();
    // Whoever was signed in here before is not any more (ASVS 7.2.4).
    if (request.has_session()) {
        const service::Session& old = request.session();
        TRY(service::end_session(network, old.account, old.id));
    }
    const std::string secret = TRY(service::enter(network, account, whence_of(request)));
    const service::Account record = TRY(service::read_account(network, account));
    // Somebody may have the name by now: then they choose another on the page for joining.
    const bool has_joined = service::join_site(site, account, record.display_name).has_value();
    http::Response response =
        has_joined ? go_on(next) : http::see_other(request.links().join(next).text());
    endpoint::set_cookie(response, scheme, Cookie::session, secret);
    endpoint::drop_cookie(response, scheme, Cookie::visit);
    return response;
}

std::optional<http::Response> ask_for_proof(const RequestContext& request) {
    if (service::has_fresh_proof(request.network(), request.session())) return std::nullopt;
    return http::see_other(request.links().account_page("prove", request.request().target()).text()
    );
}

namespace {

// ── Signing in and out ──

Result<http::Response> show_sign_in(const Site& /*site*/, const RequestContext& request) {
    if (request.reader()) return go_on(next_of(request));
    return sign_in_page(
        request,
        {.next = endpoint::local_path(request.parameter("next")),
         .notice =
             request.parameter("reset") == "1" ? request.texts().reset_done() : std::string_view{}}
    );
}

Result<http::Response> sign_in(const Site& site, const RequestContext& request) {
    const service::SignIn form{
        .email = request.field("email"), .password = password_field(request)
    };
    const Result<AccountId> account =
        service::sign_in(request.network(), form, whence_of(request), account_mail_writer(site));
    if (account) return take_second_step(site, request, *account, next_of(request));
    if (!is_for_the_form(account.error())) return std::unexpected{account.error()};
    return sign_in_page(
        request,
        {.email = form.email,
         .next = endpoint::local_path(request.field("next")),
         .error = &account.error()}
    );
}

Result<http::Response> sign_out(const Site& /*site*/, const RequestContext& request) {
    http::Response response = go_on(request.links().home().text());
    if (!request.has_session()) return response;
    const service::Session& session = request.session();
    TRY(service::end_session(request.network(), session.account, session.id));
    endpoint::drop_cookie(response, request.request().scheme(), Cookie::session);
    // What the browser has kept of this person's pages goes too (ASVS 14.3.1).
    response.set("Clear-Site-Data", "\"cache\", \"storage\"");
    return response;
}

// ── Signing up ──

Result<http::Response> show_sign_up(const Site& /*site*/, const RequestContext& request) {
    if (request.reader()) return go_on(next_of(request));
    const messages::Texts& texts = request.texts();
    switch (request.network().settings.registration) {
    case Registration::open:
        return sign_up_page(request, {.next = endpoint::local_path(request.parameter("next"))});
    case Registration::by_invitation:
        return no_sign_up_page(request, texts.signup_by_invitation());
    case Registration::closed:
        return no_sign_up_page(request, texts.signup_closed());
    }
    std::unreachable();
}

Result<http::Response> sign_up(const Site& site, const RequestContext& request) {
    const service::SignUp form{
        .email = request.field("email"),
        .display_name = request.field("display_name"),
        .password = password_field(request),
    };
    const Result<void> done = service::sign_up(
        request.network(), site, form, whence_of(request), account_mail_writer(site)
    );
    if (done) return mail_sent_page(request, SentMail::sign_up, form.email);
    if (!is_for_the_form(done.error())) return std::unexpected{done.error()};
    return sign_up_page(
        request,
        {.email = form.email,
         .display_name = form.display_name,
         .next = endpoint::local_path(request.field("next")),
         .error = &done.error()}
    );
}

Result<http::Response> show_confirm(const Site& /*site*/, const RequestContext& request) {
    const std::string token = request.parameter("token");
    if (!TRY(service::is_link_good(request.network(), service::LinkKind::confirm, token))) {
        return dead_link_page(request);
    }
    return confirm_page(request, token);
}

Result<http::Response> confirm(const Site& site, const RequestContext& request) {
    const service::TokenAndPassword form{
        .token = request.field("token"), .password = password_field(request)
    };
    const Result<AccountId> account =
        service::confirm_sign_up(request.network(), form, whence_of(request));
    if (account) return let_in(site, request, *account, request.links().home().text());
    if (account.error().code() == ErrorCode::not_found) return dead_link_page(request);
    if (!is_for_the_form(account.error())) return std::unexpected{account.error()};
    return confirm_page(request, form.token, &account.error());
}

// ── A forgotten password ──

Result<http::Response> show_reset(const Site& /*site*/, const RequestContext& request) {
    return reset_page(request, "");
}

Result<http::Response> request_reset(const Site& site, const RequestContext& request) {
    const std::string email = request.field("email");
    const Result<void> done = service::request_reset(
        request.network(), email, whence_of(request), account_mail_writer(site)
    );
    if (done) return mail_sent_page(request, SentMail::reset, email);
    if (!is_for_the_form(done.error())) return std::unexpected{done.error()};
    return reset_page(request, email, &done.error());
}

Result<http::Response> show_reset_confirm(const Site& /*site*/, const RequestContext& request) {
    const std::string token = request.parameter("token");
    if (!TRY(service::is_link_good(request.network(), service::LinkKind::reset, token))) {
        return dead_link_page(request);
    }
    return reset_confirm_page(request, token);
}

/// The person signs in afterwards: with the second step, if there is one (ASVS 6.4.3).
Result<http::Response> reset_password(const Site& site, const RequestContext& request) {
    const service::TokenAndPassword form{
        .token = request.field("token"), .password = password_field(request)
    };
    const Result<AccountId> account = service::reset_password(
        request.network(),
        form,
        {.site = site, .whence = whence_of(request), .write = account_mail_writer(site)}
    );
    if (account) return http::see_other(request.links().sign_in().text() + "?reset=1");
    if (account.error().code() == ErrorCode::not_found) return dead_link_page(request);
    if (!is_for_the_form(account.error())) return std::unexpected{account.error()};
    return reset_confirm_page(request, form.token, &account.error());
}

// ── Joining a site, and the first keeper ──

Result<http::Response> show_join(const Site& /*site*/, const RequestContext& request) {
    const std::string next = next_of(request);
    if (!request.has_session()) return http::see_other(request.links().sign_in(next).text());
    if (request.reader()) return go_on(next);
    const service::Account account =
        TRY(service::read_account(request.network(), request.session().account));
    return join_page(
        request, {.display_name = account.display_name, .next = next, .error = nullptr}
    );
}

Result<http::Response> join(const Site& site, const RequestContext& request) {
    const std::string next = next_of(request);
    if (!request.has_session()) return fail(ErrorCode::unauthenticated, "Sign in first.");
    const std::string name = request.field("display_name");
    const Result<UserId> user = service::join_site(site, request.session().account, name);
    if (user) return go_on(next);
    if (!is_for_the_form(user.error())) return std::unexpected{user.error()};
    return join_page(request, {.display_name = name, .next = next, .error = &user.error()});
}

Result<http::Response> show_welcome(const Site& /*site*/, const RequestContext& request) {
    const std::string token = request.parameter("token");
    if (!TRY(service::is_link_good(request.network(), service::LinkKind::first_keeper, token))) {
        return dead_link_page(request);
    }
    return welcome_page(request, {.token = token});
}

Result<http::Response> welcome(const Site& site, const RequestContext& request) {
    const service::FirstKeeper form{
        .token = request.field("token"),
        .email = request.field("email"),
        .display_name = request.field("display_name"),
        .password = password_field(request),
    };
    const Result<AccountId> account = service::make_first_keeper(request.network(), site, form);
    if (account) return let_in(site, request, *account, request.links().home().text());
    if (account.error().code() == ErrorCode::not_found) return dead_link_page(request);
    if (!is_for_the_form(account.error())) return std::unexpected{account.error()};
    return welcome_page(
        request,
        {.token = form.token,
         .email = form.email,
         .display_name = form.display_name,
         .error = &account.error()}
    );
}

// ── Showing once more who one is ──

Result<http::Response> show_prove(const Site& /*site*/, const RequestContext& request) {
    const service::Account account =
        TRY(service::read_account(request.network(), request.session().account));
    return prove_page(request, {.next = next_of(request), .has_password = account.has_password});
}

Result<http::Response> prove(const Site& /*site*/, const RequestContext& request) {
    const std::string next = next_of(request);
    const Result<void> done = service::prove(
        request.network(), request.session(), password_field(request), whence_of(request)
    );
    if (done) return go_on(next);
    if (!is_for_the_form(done.error())) return std::unexpected{done.error()};
    return prove_page(request, {.next = next, .error = &done.error()});
}

constexpr std::array<std::string_view, 2> sign_in_parameters = {"next", "reset"};
constexpr std::array<std::string_view, 1> next_parameter = {"next"};
constexpr std::array<std::string_view, 1> token_parameter = {"token"};

constexpr Route page(std::string_view path, endpoint::Handler handler, endpoint::Parameters reads) {
    return {
        .method = Method::get,
        .path = path,
        .access = Access::anyone,
        .handler = handler,
        .parameters = reads
    };
}

constexpr Route form(std::string_view path, endpoint::Handler handler) {
    return {.method = Method::post, .path = path, .access = Access::anyone, .handler = handler};
}

constexpr auto routes = std::to_array<Route>({
    page("/signin", show_sign_in, sign_in_parameters),
    form("/signin", sign_in),
    form("/signout", sign_out),
    page("/signup", show_sign_up, next_parameter),
    form("/signup", sign_up),
    page("/confirm", show_confirm, token_parameter),
    form("/confirm", confirm),
    page("/reset", show_reset, {}),
    form("/reset", request_reset),
    page("/reset/confirm", show_reset_confirm, token_parameter),
    form("/reset/confirm", reset_password),
    page("/join", show_join, next_parameter),
    form("/join", join),
    page("/welcome", show_welcome, token_parameter),
    form("/welcome", welcome),
    {.method = Method::get,
     .path = "/account/prove",
     .access = Access::signed_in,
     .handler = show_prove,
     .parameters = next_parameter},
    {.method = Method::post, .path = "/account/prove", .access = Access::signed_in, .handler = prove
    },
});

} // namespace

std::span<const Route> sign_in_routes() {
    return routes;
}

} // namespace attest::web
