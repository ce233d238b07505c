#include "web/security_view.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/status.h"
#include "web/account_view.h"
#include "web/openid.h"
#include "web/parts.h"
#include "web/passkeys.h"

#include <fmt/format.h>

#include <string_view>

namespace attest::web {

namespace {

/// White modules that a QR code must have around it (ISO/IEC 18004).
constexpr int quiet_modules = 4;

/// Digits of a code, and a space in the middle.
constexpr std::size_t code_length_max = 7;

http::Response private_page(
    const RequestContext& request, std::string_view title, html::Writer& out, const Error* error
) {
    http::Response response = endpoint::write_page(
        request,
        {.title = std::string{title}, .is_indexed = false, .page_class = "page page--narrow"},
        out.take(),
        error == nullptr ? 200 : endpoint::status_of(*error, true)
    );
    response.set("Cache-Control", "no-store");
    return response;
}

void write_button(
    html::Writer& out, const RequestContext& request, std::string_view part, std::string_view words
) {
    endpoint::write_form_start(out, request, request.links().security(part), "form--inline");
    out.put<R"(<button class="button button--quiet" type="submit">{}</button></form> )">(words);
}

void write_app(
    html::Writer& out, const RequestContext& request, const service::SecondFactors& factors
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<section class="way"><h2>{}</h2><p>{}</p>)">(
        texts.security_app(), texts.security_app_what()
    );
    if (!factors.totp_since) {
        write_button(out, request, "app", texts.security_app_begin());
    } else {
        out.put<"<p>">();
        endpoint::write_pattern(
            out, texts.security_app_since(), {time_element(request, *factors.totp_since)}
        );
        out.put<" {}</p>">(texts.security_codes_left(texts.number(factors.recovery_codes_left)));
        write_button(out, request, "codes", texts.security_codes_renew());
        write_button(out, request, "app/remove", texts.security_app_remove());
    }
    out.put<"</section>">();
}

void write_picture(
    html::Writer& out, const RequestContext& request, const security::QrCode& picture
) {
    const int size = picture.modules + 2 * quiet_modules;
    out.put<
        R"(<svg class="qr" role="img" aria-label="{}" viewBox="{} {} {} {}"><rect class="qr__paper" x="{}" y="{}" width="{}" height="{}"/><path class="qr__ink" d="{}"/></svg>)">(
        request.texts().app_picture(),
        -quiet_modules,
        -quiet_modules,
        size,
        size,
        -quiet_modules,
        -quiet_modules,
        size,
        size,
        picture.path
    );
}

} // namespace

http::Response security_page(const RequestContext& request, const SecurityView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header><p class="lead">{}</p>)">(
        texts.security_title(), texts.security_intro()
    );
    endpoint::write_form_error(out, request, view.error);
    write_passkeys(out, request, view.passkeys, view.error);
    write_app(out, request, view.factors);
    write_openid_connections(out, request, view.connections);
    return account_page(request, "security", out.take(), view.error);
}

http::Response
app_page(const RequestContext& request, const service::TotpSetup& setup, const Error* error) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header><p class="lead">{}</p>)">(
        texts.app_title(), texts.app_scan()
    );
    write_picture(out, request, setup.picture);
    out.put<R"(<dl class="secret"><dt>{}</dt><dd><code>{}</code></dd></dl>)">(
        texts.app_secret(), setup.secret_text
    );
    endpoint::write_form_error(out, request, error);
    endpoint::write_form_start(out, request, request.links().security("app/confirm"));
    endpoint::write_field(
        out,
        {.name = "code",
         .label = texts.app_code(),
         .hint = texts.app_code_hint(),
         .autocomplete = "one-time-code",
         .length_max = code_length_max,
         .is_required = true},
        error
    );
    endpoint::write_submit(out, texts.app_confirm());
    out.put<R"(</form><p class="form__note"><a href="{}">{}</a></p>)">(
        request.links().security(), texts.security_back()
    );
    return private_page(request, texts.app_title(), out, error);
}

http::Response codes_page(const RequestContext& request, const std::vector<std::string>& codes) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header><p class="lead">{}</p><ol class="codes">)">(
        texts.codes_title(), texts.codes_intro()
    );
    for (const std::string& code : codes)
        out.put<"<li><code>{}</code></li>">(code);
    out.put<R"(</ol><p class="form__acts"><a class="button" href="{}">{}</a></p>)">(
        request.links().security(), texts.codes_done()
    );
    return private_page(request, texts.codes_title(), out, nullptr);
}

} // namespace attest::web
