#include "endpoint/cross_site.h"

#include "security/token.h"

#include <fmt/format.h>

#include <optional>

namespace attest::endpoint {

namespace {

std::unexpected<Error> refuse_foreign() {
    return fail(
        ErrorCode::forbidden,
        "This was sent from another site, so nothing was done. Open the page here and try again."
    );
}

/// Every browser of the last years sends Sec-Fetch-Site; those that do not send Origin with a form.
Result<void> check_origin(const http::Request& request) {
    const std::optional<std::string_view> site = request.header("sec-fetch-site");
    if (site && *site != "same-origin" && *site != "none") return refuse_foreign();
    const std::optional<std::string_view> origin = request.header("origin");
    const std::string own =
        fmt::format("{}://{}", http::format_scheme(request.scheme()), request.host());
    if (origin && *origin != own) return refuse_foreign();
    return {};
}

} // namespace

Result<void> check_same_site(const http::Request& request, std::string_view secret) {
    TRY(check_origin(request));
    const std::string_view given =
        request.form_field(csrf_field).value_or(request.header(csrf_header).value_or(""));
    if (!secret.empty() && security::is_csrf_token(secret, given)) return {};
    return fail(
        ErrorCode::forbidden,
        "The form is too old, or cookies are switched off, so nothing was done. Go back, load the "
        "page again and send it once more; what you wrote is still there."
    );
}

} // namespace attest::endpoint
