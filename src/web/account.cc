#include "web/account.h"

#include "endpoint/account_mails.h"
#include "endpoint/cookies.h"
#include "endpoint/whence.h"
#include "service/personal_data.h"
#include "web/account_view.h"
#include "web/sign_in.h"
#include "web/sign_in_view.h"

#include <array>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::account_mail_writer;
using endpoint::Route;
using endpoint::whence_of;
using http::Method;

namespace {

bool is_for_the_form(const Error& error) {
    return error.code() == ErrorCode::invalid || error.code() == ErrorCode::rate_limited;
}

std::string password_field(const RequestContext& request, std::string_view name) {
    return std::string{request.request().form_field(name).value_or("")};
}

http::Response saved(const html::Url& page) {
    return http::see_other(page.text() + "?saved=1");
}

bool is_saved(const RequestContext& request) {
    return request.parameter("saved") == "1";
}

// ── Profile ──

Result<http::Response> show_profile(const Site& site, const RequestContext& request) {
    return profile_form_page(
        request,
        {.profile = TRY(service::read_profile(site, request.actor())), .is_saved = is_saved(request)
        }
    );
}

Result<http::Response> edit_profile(const Site& site, const RequestContext& request) {
    const service::Profile form{
        .display_name = request.field("display_name"),
        .location = request.field("location"),
        .website_url = request.field("website"),
        .about = request.text_field("about"),
    };
    const Result<void> done = service::edit_profile(request.network(), site, request.actor(), form);
    if (done) return saved(request.links().account());
    if (!is_for_the_form(done.error())) return std::unexpected{done.error()};
    return profile_form_page(request, {.profile = form, .error = &done.error()});
}

// ── Address ──

Result<http::Response> show_email(const Site& /*site*/, const RequestContext& request) {
    if (auto ask = ask_for_proof(request)) return std::move(*ask);
    const service::Account account =
        TRY(service::read_account(request.network(), request.actor().account));
    return email_form_page(request, {.email = account.email, .is_changed = is_saved(request)});
}

Result<http::Response> change_email(const Site& site, const RequestContext& request) {
    const std::string email = request.field("email");
    const Result<void> done = service::request_new_address(
        request.network(), request.session(), email, account_mail_writer(site)
    );
    if (done) return mail_sent_page(request, SentMail::new_address, email);
    if (!is_for_the_form(done.error())) return std::unexpected{done.error()};
    const service::Account account =
        TRY(service::read_account(request.network(), request.actor().account));
    return email_form_page(
        request, {.email = account.email, .new_email = email, .error = &done.error()}
    );
}

Result<http::Response> show_email_confirm(const Site& /*site*/, const RequestContext& request) {
    const std::string token = request.parameter("token");
    const bool is_good =
        TRY(service::is_link_good(request.network(), service::LinkKind::change_address, token));
    return is_good ? email_confirm_page(request, token) : dead_link_page(request);
}

/// The mail may be read on another device: nobody needs to be signed in.
Result<http::Response> confirm_email(const Site& site, const RequestContext& request) {
    const Result<void> done = service::confirm_new_address(
        request.network(), request.field("token"), account_mail_writer(site)
    );
    if (!done && done.error().code() == ErrorCode::not_found) return dead_link_page(request);
    if (!done) return std::unexpected{done.error()};
    return saved(request.links().account_page("email"));
}

// ── Password ──

Result<http::Response> show_password(const Site& /*site*/, const RequestContext& request) {
    if (auto ask = ask_for_proof(request)) return std::move(*ask);
    const service::Account account =
        TRY(service::read_account(request.network(), request.actor().account));
    return password_form_page(
        request, {.has_password = account.has_password, .is_saved = is_saved(request)}
    );
}

Result<http::Response> change_password(const Site& site, const RequestContext& request) {
    const service::PasswordChange form{
        .old_password = password_field(request, "old_password"),
        .new_password = password_field(request, "new_password"),
    };
    const Result<void> done = service::change_password(
        request.network(),
        request.session(),
        form,
        {.site = site, .whence = whence_of(request), .write = account_mail_writer(site)}
    );
    if (done) return saved(request.links().account_page("password"));
    if (!is_for_the_form(done.error())) return std::unexpected{done.error()};
    const service::Account account =
        TRY(service::read_account(request.network(), request.actor().account));
    return password_form_page(
        request, {.has_password = account.has_password, .error = &done.error()}
    );
}

// ── Sessions ──

Result<http::Response> show_sessions(const Site& /*site*/, const RequestContext& request) {
    const AccountId account = request.actor().account;
    return sessions_page(
        request,
        {.sessions = TRY(service::list_sessions(request.network(), account)),
         .happenings = TRY(service::list_happenings(request.network(), account))}
    );
}

Result<http::Response> end_session(const Site& /*site*/, const RequestContext& request) {
    const auto id = parse_number<std::int64_t>(request.field("session"));
    if (!id) return fail(ErrorCode::not_found, "There is no such session.");
    TRY(service::end_session(request.network(), request.actor().account, SessionId{*id}));
    return http::see_other(request.links().account_page("sessions").text());
}

Result<http::Response> end_other_sessions(const Site& /*site*/, const RequestContext& request) {
    TRY(service::end_other_sessions(request.network(), request.session()));
    return http::see_other(request.links().account_page("sessions").text());
}

// ── Data ──

Result<http::Response> show_data(const Site& /*site*/, const RequestContext& request) {
    if (auto ask = ask_for_proof(request)) return std::move(*ask);
    return data_page(request);
}

Result<http::Response> download_data(const Site& site, const RequestContext& request) {
    http::Response response;
    response.body = TRY(service::download_data(
        request.network(), site, request.session(), request.actor(), whence_of(request)
    ));
    response.set("Content-Type", "application/json; charset=utf-8");
    response.set("Content-Disposition", "attachment; filename=\"my-data.json\"");
    response.set("Cache-Control", "no-store");
    return response;
}

Result<http::Response> erase(const Site& site, const RequestContext& request) {
    if (request.field("agreed") != "1") {
        const std::string sentence{"Tick the box to say that you want this."};
        const Error error = Error{ErrorCode::invalid, sentence}.with_field("agreed", sentence);
        return data_page(request, &error);
    }
    TRY(service::erase_account(request.network(), site, request.session(), request.actor()));
    http::Response response = http::see_other(request.links().token_page("erased", "").text());
    endpoint::drop_cookie(response, request.request().scheme(), endpoint::Cookie::session);
    response.set("Clear-Site-Data", "\"cache\", \"storage\"");
    return response;
}

Result<http::Response> show_erased(const Site& /*site*/, const RequestContext& request) {
    return erased_page(request);
}

Result<http::Response> show_privacy(const Site& /*site*/, const RequestContext& request) {
    return privacy_page(request);
}

constexpr std::array<std::string_view, 1> saved_parameter = {"saved"};
constexpr std::array<std::string_view, 1> token_parameter = {"token"};

constexpr Route own_page(std::string_view path, endpoint::Handler handler) {
    return {
        .method = Method::get,
        .path = path,
        .access = Access::signed_in,
        .handler = handler,
        .parameters = saved_parameter
    };
}

constexpr Route own_form(std::string_view path, endpoint::Handler handler) {
    return {.method = Method::post, .path = path, .access = Access::signed_in, .handler = handler};
}

constexpr auto routes = std::to_array<Route>({
    own_page("/account", show_profile),
    own_form("/account", edit_profile),
    own_page("/account/email", show_email),
    own_form("/account/email", change_email),
    {.method = Method::get,
     .path = "/account/email/confirm",
     .access = Access::anyone,
     .handler = show_email_confirm,
     .parameters = token_parameter},
    {.method = Method::post,
     .path = "/account/email/confirm",
     .access = Access::anyone,
     .handler = confirm_email},
    own_page("/account/password", show_password),
    own_form("/account/password", change_password),
    own_page("/account/sessions", show_sessions),
    own_form("/account/sessions/end", end_session),
    own_form("/account/sessions/end-others", end_other_sessions),
    own_page("/account/data", show_data),
    own_form("/account/data/download", download_data),
    own_form("/account/erase", erase),
    {.method = Method::get,
     .path = "/erased",
     .access = Access::anyone,
     .handler = show_erased,
     .parameters = token_parameter},
    {.method = Method::get, .path = "/privacy", .access = Access::anyone, .handler = show_privacy},
});

} // namespace

std::span<const Route> account_routes() {
    return routes;
}

} // namespace attest::web
