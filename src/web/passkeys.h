// Signing in with a passkey, and adding and removing one. The browser's part is static/js/
// passkeys.js: it asks for options, talks to the device, and sends the form with the answer.
#pragma once

#include "endpoint/context.h"
#include "endpoint/route.h"
#include "html/writer.h"
#include "service/passkeys.h"

#include <span>
#include <string_view>
#include <vector>

namespace attest::web {

using endpoint::RequestContext;

/// The button on the sign-in page, and on the page that asks for a proof.
void write_passkey_sign_in(html::Writer& out, const RequestContext& request, std::string_view next);

/// The part of the security page.
void write_passkeys(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<service::PasskeyListItem>& passkeys,
    const Error* error
);

std::span<const endpoint::Route> passkey_routes();

} // namespace attest::web
