// How one signs in: passkeys, an authenticator app with recovery codes, other sites. Every page and
// every act here asks for a fresh proof of who one is.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "endpoint/route.h"
#include "http/response.h"

#include <span>

namespace attest::web {

using endpoint::RequestContext;

/// The page again, with what was wrong with one of its forms.
Result<http::Response> security_page_with(const RequestContext& request, const Error& error);

std::span<const endpoint::Route> security_routes();

} // namespace attest::web
