#include "web/account_view.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/status.h"
#include "service/limits.h"
#include "service/user_claims.h"
#include "web/parts.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace attest::web {

namespace {

using endpoint::write_field;

constexpr std::size_t email_length_max = 254;
constexpr std::size_t name_length_max = 40;
constexpr std::size_t password_length_max = 256;
constexpr std::int64_t about_rows = 8;

/// Not everybody has every page: the keeper has more, and a user is claimed only on a site that
/// was brought from another.
enum class Whose : std::uint8_t { everybody, brought, keeper };

struct AccountPage {
    std::string_view name; ///< Behind "/account/"; empty: the first.
    std::string_view (messages::Texts::*words)() const;
    Whose whose = Whose::everybody;
};

constexpr std::array<AccountPage, 10> account_pages{{
    {"", &messages::Texts::account_profile},
    {"email", &messages::Texts::account_email},
    {"password", &messages::Texts::account_password},
    {"security", &messages::Texts::account_security},
    {"sessions", &messages::Texts::account_sessions},
    {"notifications", &messages::Texts::account_notifications},
    {"data", &messages::Texts::account_data},
    {"claim", &messages::Texts::account_claim, Whose::brought},
    {"invitations", &messages::Texts::account_invitations, Whose::keeper},
    {"claims", &messages::Texts::account_claims, Whose::keeper},
}};

bool is_for(const RequestContext& request, const AccountPage& page) {
    switch (page.whose) {
    case Whose::everybody:
        return true;
    case Whose::brought:
        return service::has_origin(request.site());
    case Whose::keeper:
        return request.actor().role == domain::Role::keeper;
    }
    return false;
}

html::Url url_of(const RequestContext& request, std::string_view name) {
    return name.empty() ? request.links().account() : request.links().account_page(name);
}

void write_side(html::Writer& out, const RequestContext& request, std::string_view current) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<nav class="account__nav" aria-label="{}"><ul>)">(texts.account_nav_label());
    for (const AccountPage& page : account_pages) {
        if (!is_for(request, page)) continue;
        out.put<R"(<li><a href="{}"{}>{}</a></li>)">(
            url_of(request, page.name),
            html::Attributes{}.with("aria-current", "page", page.name == current),
            (texts.*page.words)()
        );
    }
    out.put<"</ul></nav>">();
}

std::string_view heading_of(const messages::Texts& texts, std::string_view name) {
    for (const AccountPage& page : account_pages) {
        if (page.name == name) return (texts.*page.words)();
    }
    return texts.account_title();
}

void write_saved(html::Writer& out, std::string_view words) {
    out.put<R"(<p class="notice notice--good" role="status">{}</p>)">(words);
}

struct PasswordField {
    std::string_view name;
    std::string_view label;
    std::string_view hint = {};
    std::string_view autocomplete = "current-password";
};

void write_password(html::Writer& out, const PasswordField& field, const Error* error) {
    write_field(
        out,
        {.name = field.name,
         .label = field.label,
         .hint = field.hint,
         .type = "password",
         .autocomplete = field.autocomplete,
         .length_max = password_length_max,
         .is_required = true},
        error
    );
}

std::string_view happening_words(const messages::Texts& texts, std::string_view kind) {
    if (kind == "signed_in") return texts.happening_signed_in();
    if (kind == "confirmed") return texts.happening_confirmed();
    if (kind == "password_changed") return texts.happening_password_changed();
    if (kind == "password_reset") return texts.happening_password_reset();
    if (kind == "address_changed") return texts.happening_address_changed();
    if (kind == "data_downloaded") return texts.happening_data_downloaded();
    if (kind == "passkey_added") return texts.happening_passkey_added();
    if (kind == "passkey_removed") return texts.happening_passkey_removed();
    if (kind == "app_added") return texts.happening_app_added();
    if (kind == "app_removed") return texts.happening_app_removed();
    if (kind == "app_removed_by_keeper") return texts.happening_app_removed_by_keeper();
    if (kind == "codes_renewed") return texts.happening_codes_renewed();
    if (kind == "openid_connected") return texts.happening_openid_connected();
    if (kind == "openid_disconnected") return texts.happening_openid_disconnected();
    if (kind == "invitation_accepted") return texts.happening_invitation_accepted();
    if (kind == "user_claimed") return texts.happening_user_claimed();
    return kind;
}

} // namespace

http::Response account_page(
    const RequestContext& request, std::string_view name, const html::Html& body, const Error* error
) {
    html::Writer out;
    out.put<R"(<div class="account">)">();
    write_side(out, request, name);
    const std::string_view heading = heading_of(request.texts(), name);
    out.put<
        R"(<div class="account__main"><header class="head"><h1>{}</h1></header>{}</div></div>)">(
        heading, body
    );
    http::Response response = endpoint::write_page(
        request,
        {.title = std::string{heading}, .is_indexed = false},
        out.take(),
        error == nullptr ? 200 : endpoint::status_of(*error, true)
    );
    response.set("Cache-Control", "no-store");
    return response;
}

http::Response profile_form_page(const RequestContext& request, const ProfileFormView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    if (view.is_saved) write_saved(out, texts.account_saved());
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_form_start(out, request, request.links().account(), "form form--wide");
    write_field(
        out,
        {.name = "display_name",
         .label = texts.field_name(),
         .value = view.profile.display_name,
         .autocomplete = "nickname",
         .length_max = name_length_max,
         .is_required = true},
        view.error
    );
    write_field(
        out,
        {.name = "location",
         .label = texts.field_location(),
         .value = view.profile.location,
         .length_max = service::location_length_max},
        view.error
    );
    write_field(
        out,
        {.name = "website",
         .label = texts.field_website(),
         .value = view.profile.website_url,
         .autocomplete = "url",
         .length_max = service::website_length_max},
        view.error
    );
    write_field(
        out,
        {.name = "about",
         .label = texts.field_about(),
         .value = view.profile.about,
         .hint = texts.field_about_hint(),
         .rows = about_rows},
        view.error
    );
    endpoint::write_submit(out, texts.account_save());
    out.put<"</form>">();
    return account_page(request, "", out.take(), view.error);
}

http::Response email_form_page(const RequestContext& request, const EmailFormView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    if (view.is_changed) write_saved(out, texts.email_changed());
    out.put<R"(<p class="door__intro">)">();
    endpoint::write_pattern(out, texts.email_now(), {isolated(view.email)});
    out.put<"</p>">();
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_form_start(out, request, request.links().account_page("email"));
    write_field(
        out,
        {.name = "email",
         .label = texts.field_new_email(),
         .value = view.new_email,
         .hint = texts.email_change_hint(),
         .type = "email",
         .autocomplete = "email",
         .length_max = email_length_max,
         .is_required = true},
        view.error
    );
    endpoint::write_submit(out, texts.email_change_button());
    out.put<"</form>">();
    return account_page(request, "email", out.take(), view.error);
}

http::Response email_confirm_page(const RequestContext& request, std::string_view token) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header><p class="door__intro">{}</p>)">(
        texts.email_confirm_title(), texts.email_confirm_intro()
    );
    endpoint::write_form_start(out, request, request.links().account_page("email/confirm"));
    endpoint::write_hidden_field(out, "token", token);
    endpoint::write_submit(out, texts.email_confirm_button());
    out.put<"</form>">();
    http::Response response = endpoint::write_page(
        request,
        {.title = std::string{texts.email_confirm_title()},
         .is_indexed = false,
         .page_class = "page page--door"},
        out.take()
    );
    response.set("Cache-Control", "no-store");
    response.set("Referrer-Policy", "no-referrer");
    return response;
}

http::Response password_form_page(const RequestContext& request, const PasswordFormView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    if (view.is_saved) write_saved(out, texts.account_saved());
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_form_start(out, request, request.links().account_page("password"));
    if (view.has_password) {
        write_password(
            out, {.name = "old_password", .label = texts.field_old_password()}, view.error
        );
    }
    write_password(
        out,
        {.name = "new_password",
         .label = texts.field_new_password(),
         .hint = request.actor().is_moderator() ? texts.welcome_password_hint()
                                                : texts.field_password_hint(),
         .autocomplete = "new-password"},
        view.error
    );
    out.put<R"(<p class="form__note">{}</p>)">(texts.password_change_hint());
    endpoint::write_submit(out, texts.password_change_button());
    out.put<"</form>">();
    return account_page(request, "password", out.take(), view.error);
}

namespace {

void write_session(
    html::Writer& out, const RequestContext& request, const service::OpenSession& session
) {
    const messages::Texts& texts = request.texts();
    const bool is_this = session.id == request.session().id;
    out.put<
        R"(<li class="entry"><p class="entry__name">{}{}</p><p class="entry__facts"><bdi>{}</bdi> · )">(
        session.device, is_this ? fmt::format(" ({})", texts.session_this()) : "", session.address
    );
    endpoint::write_pattern(out, texts.session_seen(), {time_element(request, session.seen_at)});
    out.put<"</p>">();
    if (!is_this) {
        endpoint::write_form_start(
            out, request, request.links().account_page("sessions/end"), "form--inline"
        );
        endpoint::write_hidden_field(out, "session", fmt::format("{}", session.id.value));
        out.put<
            R"(<button class="button button--quiet button--small" type="submit">{}</button></form>)">(
            texts.session_end()
        );
    }
    out.put<"</li>">();
}

} // namespace

http::Response sessions_page(const RequestContext& request, const SessionsView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<p class="door__intro">{}</p><ul class="entries">)">(texts.sessions_intro());
    for (const service::OpenSession& session : view.sessions)
        write_session(out, request, session);
    out.put<"</ul>">();
    if (view.sessions.size() > 1) {
        endpoint::write_form_start(
            out, request, request.links().account_page("sessions/end-others")
        );
        out.put<
            R"(<p class="form__acts"><button class="button button--quiet" type="submit">{}</button></p></form>)">(
            texts.sessions_end_others()
        );
    }
    out.put<R"(<section class="part"><h2>{}</h2><ul class="happenings">)">(texts.happenings_heading(
    ));
    for (const service::AccountHappening& happening : view.happenings) {
        out.put<R"(<li>{} <span class="soft">{} · <bdi>{}</bdi></span></li>)">(
            happening_words(texts, happening.kind),
            time_element(request, happening.at),
            happening.detail.empty() ? happening.address : happening.detail
        );
    }
    out.put<"</ul></section>">();
    return account_page(request, "sessions", out.take());
}

http::Response data_page(const RequestContext& request, const Error* error) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    endpoint::write_form_error(out, request, error);
    out.put<R"(<p class="door__intro">{}</p>)">(texts.data_intro());
    endpoint::write_form_start(out, request, request.links().account_page("data/download"));
    endpoint::write_submit(out, texts.data_download());
    out.put<R"(</form><section class="part"><h2>{}</h2><p class="door__intro">{}</p>)">(
        texts.erase_heading(), texts.erase_intro(fmt::format("user{}", request.actor().user.value))
    );
    endpoint::write_form_start(out, request, request.links().account_page("erase"));
    endpoint::write_checkbox(out, "agreed", texts.erase_check(), false);
    out.put<
        R"(<p class="form__acts"><button class="button button--danger" type="submit">{}</button></p></form></section>)">(
        texts.erase_button()
    );
    return account_page(request, "data", out.take(), error);
}

http::Response erased_page(const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header><p class="door__intro">{}</p>)">(
        texts.erase_done_title(), texts.erase_done()
    );
    return endpoint::write_page(
        request,
        {.title = std::string{texts.erase_done_title()},
         .is_indexed = false,
         .page_class = "page page--door"},
        out.take()
    );
}

http::Response privacy_page(const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<article class="prose prose--page"><h1>{}</h1><p>{}</p>)">(
        texts.privacy_title(), texts.privacy_reading()
    );
    out.put<"<h2>{}</h2><p>{}</p><h2>{}</h2><p>{}</p><p>{}</p><h2>{}</h2><p>{}</p></article>">(
        texts.privacy_cookies_heading(),
        texts.privacy_cookies(),
        texts.privacy_stored_heading(),
        texts.privacy_stored(),
        texts.privacy_log(),
        texts.privacy_rights_heading(),
        texts.privacy_rights()
    );
    return endpoint::write_page(
        request,
        {.title = std::string{texts.privacy_title()}, .canonical = request.links().privacy()},
        out.take()
    );
}

} // namespace attest::web
