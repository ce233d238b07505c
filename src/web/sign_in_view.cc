#include "web/sign_in_view.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/status.h"
#include "web/openid.h"
#include "web/parts.h"
#include "web/passkeys.h"

#include <utility>

namespace attest::web {

namespace {

using endpoint::write_field;

/// Lengths that a browser stops at; the rules themselves are the use cases'.
constexpr std::size_t email_length_max = 254;
constexpr std::size_t name_length_max = 40;
constexpr std::size_t password_length_max = 256;

class Door {
public:
    Door(const RequestContext& request, std::string_view title) : request_{request}, title_{title} {
        out_.put<R"(<header class="head"><h1>{}</h1></header>)">(title);
    }

    html::Writer& out() { return out_; }

    void paragraph(std::string_view words) { out_.put<R"(<p class="door__intro">{}</p>)">(words); }

    void begin(const html::Url& action, const Error* error) {
        error_ = error;
        endpoint::write_form_error(out_, request_, error);
        endpoint::write_form_start(out_, request_, action);
    }

    void hidden(std::string_view name, std::string_view value) {
        if (!value.empty()) endpoint::write_hidden_field(out_, name, value);
    }

    void email(std::string_view value, std::string_view hint = {}) {
        write_field(
            out_,
            {.name = "email",
             .label = request_.texts().field_email(),
             .value = value,
             .hint = hint,
             .type = "email",
             .autocomplete = "username",
             .length_max = email_length_max,
             .is_required = true},
            error_
        );
    }

    void name(std::string_view value) {
        write_field(
            out_,
            {.name = "display_name",
             .label = request_.texts().field_name(),
             .value = value,
             .hint = request_.texts().field_name_hint(),
             .autocomplete = "nickname",
             .length_max = name_length_max,
             .is_required = true},
            error_
        );
    }

    /// A password is never sent back to the browser.
    void password(std::string_view label, std::string_view hint, bool is_new) {
        write_field(
            out_,
            {.name = "password",
             .label = label,
             .hint = hint,
             .type = "password",
             .autocomplete = is_new ? "new-password" : "current-password",
             .length_max = password_length_max,
             .is_required = true},
            error_
        );
    }

    void end(std::string_view submit) {
        endpoint::write_submit(out_, submit);
        out_.put<"</form>">();
    }

    http::Response page() {
        const int status = error_ == nullptr ? 200 : endpoint::status_of(*error_, true);
        http::Response response = endpoint::write_page(
            request_,
            {.title = std::string{title_}, .is_indexed = false, .page_class = "page page--door"},
            out_.take(),
            status
        );
        response.set("Cache-Control", "no-store");
        // A token in the address goes to nobody else. (With "no-referrer" a form of ours would have
        // no origin.)
        response.set("Referrer-Policy", "same-origin");
        return response;
    }

private:
    const RequestContext& request_;
    std::string_view title_;
    html::Writer out_;
    const Error* error_ = nullptr;
};

} // namespace

http::Response sign_in_page(const RequestContext& request, const SignInView& view) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.signin_title()};
    if (!view.notice.empty()) {
        door.out().put<R"(<p class="notice notice--good" role="status">{}</p>)">(view.notice);
    }
    door.begin(request.links().sign_in(), view.error);
    door.hidden("next", view.next);
    door.email(view.email);
    door.password(texts.field_password(), "", false);
    door.end(texts.signin_title());
    write_passkey_sign_in(door.out(), request, view.next);
    write_openid_buttons(door.out(), request, view.next);
    door.out().put<R"(<p class="form__note"><a href="{}">{}</a></p><p class="form__note">)">(
        request.links().reset(), texts.signin_forgot()
    );
    endpoint::write_pattern(
        door.out(),
        texts.signin_no_account(),
        {endpoint::link(request.links().sign_up(view.next), texts.nav_sign_up())}
    );
    door.out().put<"</p>">();
    return door.page();
}

http::Response sign_up_page(const RequestContext& request, const SignUpView& view) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.signup_title()};
    door.begin(request.links().sign_up(), view.error);
    door.hidden("next", view.next);
    door.name(view.display_name);
    door.email(view.email, texts.field_email_hint());
    door.password(texts.field_password(), texts.field_password_hint(), true);
    door.end(texts.signup_title());
    door.out().put<R"(<p class="form__note">)">();
    endpoint::write_pattern(
        door.out(),
        texts.signup_have_account(),
        {endpoint::link(request.links().sign_in(view.next), texts.nav_sign_in())}
    );
    door.out().put<R"(</p><p class="form__note">)">();
    endpoint::write_pattern(
        door.out(),
        texts.signup_privacy(),
        {endpoint::link(request.links().privacy(), texts.about_privacy_heading())}
    );
    door.out().put<"</p>">();
    return door.page();
}

http::Response no_sign_up_page(const RequestContext& request, std::string_view why) {
    Door door{request, request.texts().signup_title()};
    door.paragraph(why);
    return door.page();
}

http::Response
mail_sent_page(const RequestContext& request, SentMail sent, std::string_view email) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.mail_sent_title()};
    door.out().put<R"(<p class="door__intro">)">();
    const html::Html address = isolated(email);
    if (sent == SentMail::sign_up) {
        endpoint::write_pattern(door.out(), texts.mail_sent_signup(), {address});
    } else if (sent == SentMail::reset) {
        endpoint::write_pattern(door.out(), texts.mail_sent_reset(), {address});
    } else {
        endpoint::write_pattern(door.out(), texts.mail_sent_address(), {address});
    }
    door.out().put<R"(</p><p class="form__note">{}</p>)">(texts.mail_sent_hint());
    return door.page();
}

http::Response
confirm_page(const RequestContext& request, std::string_view token, const Error* error) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.confirm_title()};
    door.paragraph(texts.confirm_intro());
    door.begin(html::Url::local(request.links().prefix() + "/confirm"), error);
    door.hidden("token", token);
    door.password(texts.field_password(), "", false);
    door.end(texts.confirm_button());
    return door.page();
}

http::Response
reset_page(const RequestContext& request, std::string_view email, const Error* error) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.reset_title()};
    door.paragraph(texts.reset_intro());
    door.begin(request.links().reset(), error);
    door.email(email);
    door.end(texts.reset_button());
    return door.page();
}

http::Response
reset_confirm_page(const RequestContext& request, std::string_view token, const Error* error) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.reset_title()};
    door.paragraph(texts.reset_confirm_intro());
    door.begin(html::Url::local(request.links().prefix() + "/reset/confirm"), error);
    door.hidden("token", token);
    door.password(texts.field_new_password(), texts.field_password_hint(), true);
    door.end(texts.reset_confirm_button());
    return door.page();
}

http::Response dead_link_page(const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.link_dead_title()};
    door.paragraph(texts.link_dead_text());
    door.out().put<R"(<p class="form__note"><a href="{}">{}</a> · <a href="{}">{}</a></p>)">(
        request.links().sign_in(),
        texts.nav_sign_in(),
        request.links().reset(),
        texts.signin_forgot()
    );
    http::Response response = door.page();
    response.status = 404;
    return response;
}

http::Response join_page(const RequestContext& request, const JoinView& view) {
    const messages::Texts& texts = request.texts();
    const std::string title = texts.join_title(request.site().settings.title);
    Door door{request, title};
    door.paragraph(texts.join_intro());
    door.begin(request.links().join(), view.error);
    door.hidden("next", view.next);
    door.name(view.display_name);
    door.end(texts.join_button());
    return door.page();
}

http::Response welcome_page(const RequestContext& request, const WelcomeView& view) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.welcome_title()};
    door.paragraph(texts.welcome_intro());
    door.begin(html::Url::local(request.links().prefix() + "/welcome"), view.error);
    door.hidden("token", view.token);
    door.name(view.display_name);
    door.email(view.email, texts.field_email_hint());
    door.password(texts.field_password(), texts.welcome_password_hint(), true);
    door.end(texts.welcome_button());
    return door.page();
}

http::Response invitation_page(const RequestContext& request, const InvitationView& view) {
    const messages::Texts& texts = request.texts();
    const std::string title = texts.invitation_title(request.site().settings.title);
    Door door{request, title};
    door.out().put<R"(<p class="door__intro">)">();
    endpoint::write_pattern(door.out(), texts.invitation_intro(), {isolated(view.email)});
    door.out().put<"</p>">();
    door.begin(html::Url::local(request.links().prefix() + "/invitation"), view.error);
    door.hidden("token", view.token);
    door.name(view.display_name);
    door.password(texts.field_password(), texts.field_password_hint(), true);
    door.end(texts.invitation_button());
    return door.page();
}

http::Response prove_page(const RequestContext& request, const ProveView& view) {
    const messages::Texts& texts = request.texts();
    Door door{request, texts.prove_title()};
    if (!view.has_password) {
        door.paragraph(texts.prove_no_password());
        write_passkey_sign_in(door.out(), request, view.next);
        return door.page();
    }
    door.paragraph(texts.prove_intro());
    door.begin(request.links().account_page("prove"), view.error);
    door.hidden("next", view.next);
    door.password(texts.field_password(), "", false);
    door.end(texts.prove_button());
    write_passkey_sign_in(door.out(), request, view.next);
    return door.page();
}

} // namespace attest::web
